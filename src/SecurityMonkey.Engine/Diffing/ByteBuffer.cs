namespace SecurityMonkey.Engine.Diffing;

/// <summary>A byte array that grows and is used again.</summary>
internal sealed class ByteBuffer
{
    private byte[] _bytes = new byte[4096];

    /// <summary>How many bytes were written.</summary>
    public int Length { get; private set; }

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Adds a byte.</summary>
    public void Add(byte value)
    {
        Reserve(1);
        _bytes[Length++] = value;
    }

    /// <summary>Adds bytes.</summary>
    public void Add(ReadOnlySpan<byte> values)
    {
        Reserve(values.Length);
        values.CopyTo(_bytes.AsSpan(Length));
        Length += values.Length;
    }

    /// <summary>Adds bytes between quotes.</summary>
    public void AddQuoted(ReadOnlySpan<byte> values)
    {
        Reserve(values.Length + 2);
        var target = _bytes.AsSpan(Length, values.Length + 2);
        target[0] = (byte)'"';
        values.CopyTo(target[1..]);
        target[^1] = (byte)'"';
        Length += target.Length;
    }

    /// <summary>Forgets what stands behind a length.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Forgets everything.</summary>
    public void Clear() => Length = 0;

    private void Reserve(int count)
    {
        if (Length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        }
    }
}
