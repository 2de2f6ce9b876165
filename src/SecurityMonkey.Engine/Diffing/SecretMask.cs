using System.Security.Cryptography;

namespace SecurityMonkey.Engine.Diffing;

/// <summary>
/// Puts a keyed hash in the place of a secret: the value cannot be read back, but that it changed can be seen.
/// Equal secrets have equal masks within one store, so that a secret used twice shows.
/// </summary>
internal sealed class SecretMask
{
    private const int MaskBytes = 8;

    private readonly byte[] _key;

    /// <summary>Creates a mask.</summary>
    /// <param name="key">The store's masking key.</param>
    public SecretMask(byte[] key) => _key = key;

    /// <summary>The JSON text, quotes included, that takes the place of a secret.</summary>
    /// <param name="value">The secret as canonical JSON.</param>
    public byte[] Mask(ReadOnlySpan<byte> value)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, value, hash);
        return [.. "\"(masked:"u8, .. HexText.Utf8(hash[..MaskBytes]), .. ")\""u8];
    }
}
