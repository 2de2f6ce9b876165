using System.Text;
using SecurityMonkey.Providers.Export;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.Export;

public sealed class SliceReaderTests : IDisposable
{
    private const int Window = 1024 * 1024;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Slices_are_read_wherever_they_stand()
    {
        var content = Enumerable.Range(0, (3 * Window) + 17).Select(index => (byte)(index * 31 >> 3)).ToArray();
        using var reader = new SliceReader(_folder.Write("bytes.json", content));

        foreach (var slice in new ItemSlice[]
                 {
                     new(0, 1), new(5, 100), new(Window - 50, 100), new(Window + 10, 1), new(Window, (2 * Window) + 17), new(content.Length - 1, 1), new(3, 4), new(7, 0),
                 })
        {
            Assert.True(reader.Read(slice).Span.SequenceEqual(content.AsSpan((int)slice.Offset, slice.Length)), $"{slice}");
        }
    }

    [Fact]
    public void Slice_behind_the_end_is_an_error()
    {
        using var reader = new SliceReader(_folder.Write("short.json", Encoding.UTF8.GetBytes("{}")));

        Assert.Throws<EndOfStreamException>(() => reader.Read(new ItemSlice(1, 10)));
    }

    public void Dispose() => _folder.Dispose();
}
