namespace SecurityMonkey.Providers.Export;

/// <summary>Reads slices of a file through a window that moves forward, so that neighbours cost one read together.</summary>
internal sealed class SliceReader : IDisposable
{
    private const int SmallestWindow = 1024 * 1024;

    private readonly FileStream _stream;
    private byte[] _window = new byte[SmallestWindow];
    private long _start;
    private int _length;

    /// <summary>Opens a file.</summary>
    public SliceReader(string path)
        => _stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan);

    /// <summary>Reads a slice; it is valid until the next one is read.</summary>
    /// <exception cref="EndOfStreamException">The file has become shorter.</exception>
    public ReadOnlyMemory<byte> Read(ItemSlice slice)
    {
        if (slice.Offset < _start || slice.Offset + slice.Length > _start + _length)
        {
            Move(slice);
        }

        return _window.AsMemory((int)(slice.Offset - _start), slice.Length);
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void Move(ItemSlice slice)
    {
        if (slice.Length > _window.Length)
        {
            _window = new byte[slice.Length];
        }

        _stream.Position = slice.Offset;
        _start = slice.Offset;
        _length = _stream.ReadAtLeast(_window, slice.Length, throwOnEndOfStream: true);
    }
}
