using System.Net;
using FsCheck.Xunit;
using SecurityMonkey.Network;

namespace SecurityMonkey.Tests.Network;

public sealed class AddressSetTests
{
    [Property(Arbitrary = [typeof(NetworkArbitraries)], MaxTest = 300)]
    public void Sets_hold_what_their_blocks_hold(Block[] left, Block[] right)
    {
        var (mine, its) = (Union(left), Union(right));
        foreach (var address in NetworkArbitraries.Samples)
        {
            var (inMine, inIts) = (left.Any(block => block.Holds(address)), right.Any(block => block.Holds(address)));
            Assert.Equal(inMine, mine.Contains(address));
            Assert.Equal(inMine || inIts, mine.Union(its).Contains(address));
            Assert.Equal(inMine && inIts, mine.Intersect(its).Contains(address));
            Assert.Equal(inMine && !inIts, mine.Subtract(its).Contains(address));
        }

        Assert.Equal(its.Subtract(mine).IsEmpty, mine.IsSupersetOf(its));
        Assert.Equal(mine, AddressSet.Union(mine.IsEmpty ? [] : mine.ToString().Split(", ").Select(AddressSet.Parse)));
        Assert.Equal(mine, mine.Subtract(its).Union(mine.Intersect(its)));
    }

    [Theory]
    [InlineData("0.0.0.0/0", true)]
    [InlineData("10.9.8.7/0", true)]
    [InlineData("::/0", true)]
    [InlineData("*", true)]
    [InlineData("0.0.0.0/1 128.0.0.0/1", true)]
    [InlineData("0.0.0.0/1", true)]
    [InlineData("2000::/3", true)]
    [InlineData("1.0.0.0-223.255.255.255", true)]
    [InlineData("10.0.0.0/8", false)]
    [InlineData("17.0.0.0/8", false)]
    [InlineData("10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10 127.0.0.0/8", false)]
    [InlineData("224.0.0.0/3", false)]
    [InlineData("fc00::/7", false)]
    [InlineData("2600:1f00::/24", false)]
    public void Internet_is_what_nearly_everybody_is_in(string blocks, bool expected)
        => Assert.Equal(expected, AddressSet.Union(blocks.Split(' ').Select(AddressSet.Parse)).IsInternet);

    [Theory]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/")]
    [InlineData("10.0.0/8")]
    [InlineData("2001:db8::/129")]
    [InlineData("10.0.0.9-10.0.0.1")]
    [InlineData("10.0.0.1-2001:db8::")]
    [InlineData("Internet")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_no_address_is_told(string? text)
    {
        Assert.Null(AddressSet.TryParse(text));
        Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => AddressSet.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0/1 128.0.0.0/1", "0.0.0.0/0")]
    [InlineData("10.0.0.0/9 10.128.0.0/9 10.0.0.1", "10.0.0.0/8")]
    [InlineData("192.0.2.1-192.0.2.4", "192.0.2.1/32, 192.0.2.2/31, 192.0.2.4/32")]
    [InlineData("::/1 8000::/1", "::/0")]
    public void Sets_are_written_in_as_few_blocks_as_can_be(string blocks, string expected)
        => Assert.Equal(expected, AddressSet.Union(blocks.Split(' ').Select(AddressSet.Parse)).ToString());

    [Fact]
    public void Nothing_is_none()
    {
        Assert.Equal("none", AddressSet.Empty.ToString());
        Assert.True(AddressSet.Parse("10.0.0.0/8").Subtract(AddressSet.All).IsEmpty);
        Assert.False(AddressSet.All.Subtract(AddressSet.Internet).HasInternet);
        Assert.False(AddressSet.All.Contains(IPAddress.Parse("::1")) && AddressSet.AllIPv4.Contains(IPAddress.Parse("::1")));
    }

    private static AddressSet Union(IEnumerable<Block> blocks) => AddressSet.Union(blocks.Select(block => AddressSet.Parse(block.ToString())));
}
