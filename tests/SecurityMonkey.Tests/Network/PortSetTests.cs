using FsCheck.Xunit;
using SecurityMonkey.Network;

namespace SecurityMonkey.Tests.Network;

public sealed class PortSetTests
{
    [Property(MaxTest = 300)]
    public void Sets_hold_what_their_ranges_hold((ushort, ushort)[] left, (ushort, ushort)[] right, ushort[] samples)
    {
        var (mine, its) = (Union(left), Union(right));
        foreach (var port in samples.Concat(left.Concat(right).SelectMany(range => new[] { range.Item1, range.Item2, (ushort)(range.Item2 + 1) })))
        {
            var (inMine, inIts) = (left.Any(range => Holds(range, port)), right.Any(range => Holds(range, port)));
            Assert.Equal(inMine || inIts, mine.Union(its).Contains(port));
            Assert.Equal(inMine && inIts, mine.Intersect(its).Contains(port));
            Assert.Equal(inMine && !inIts, mine.Subtract(its).Contains(port));
        }

        Assert.Equal(mine.Intersect(its).IsEmpty, !mine.Overlaps(its));
    }

    [Theory]
    [InlineData("22", "22")]
    [InlineData("22,80-81,82", "22, 80-82")]
    [InlineData("*", "any")]
    [InlineData("0-65535", "any")]
    [InlineData("1-65535", "any")]
    [InlineData("2-65535", "2-65535")]
    [InlineData("0-21,23-65535", "0-21, 23-65535")]
    public void Ports_are_read_and_written(string text, string expected) => Assert.Equal(expected, PortSet.Parse(text).ToString());

    [Theory]
    [InlineData("ssh")]
    [InlineData("80,ssh")]
    [InlineData("22-")]
    [InlineData("1-2-3")]
    [InlineData("25-20")]
    [InlineData("65536")]
    [InlineData("")]
    public void What_is_no_port_is_told(string text) => Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => PortSet.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_lies_outside_is_left_out()
    {
        Assert.Equal("any", PortSet.Of(-1, 70000).ToString());
        Assert.Equal("none", PortSet.Of(70000, 80000).ToString());
        Assert.False(PortSet.Empty.Contains(-1));
    }

    private static PortSet Union(IEnumerable<(ushort, ushort)> ranges) => ranges.Aggregate(PortSet.Empty, (ports, range) => ports.Union(PortSet.Of(range.Item1, range.Item2)));

    private static bool Holds((ushort First, ushort Last) range, int port) => range.First <= port && port <= range.Last;
}
