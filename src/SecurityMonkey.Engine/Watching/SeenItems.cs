using System.Security.Cryptography;
using System.Text;

namespace SecurityMonkey.Engine.Watching;

/// <summary>
/// Remembers which items a unit has seen, in 16 bytes each however long their names are: half of the SHA-256 of region and native id.
/// </summary>
internal sealed class SeenItems
{
    private readonly HashSet<UInt128> _keys = [];
    private byte[] _buffer = new byte[512];

    /// <summary>How many different items were seen.</summary>
    public int Count => _keys.Count;

    /// <summary>Remembers an item.</summary>
    /// <returns>False when it had been seen before.</returns>
    public bool Add(string region, string nativeId) => _keys.Add(KeyOf(region, nativeId));

    /// <summary>Whether an item was seen.</summary>
    public bool Contains(string region, string nativeId) => _keys.Contains(KeyOf(region, nativeId));

    private UInt128 KeyOf(string region, string nativeId)
    {
        var size = Encoding.UTF8.GetMaxByteCount(region.Length + nativeId.Length + 1);
        if (_buffer.Length < size)
        {
            _buffer = new byte[size];
        }

        var length = Encoding.UTF8.GetBytes(region, _buffer);
        _buffer[length++] = 0;
        length += Encoding.UTF8.GetBytes(nativeId, _buffer.AsSpan(length));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_buffer.AsSpan(0, length), hash);
        return new UInt128(BitConverter.ToUInt64(hash), BitConverter.ToUInt64(hash[8..]));
    }
}
