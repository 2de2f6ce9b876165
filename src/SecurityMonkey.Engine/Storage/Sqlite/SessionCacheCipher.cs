using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace SecurityMonkey.Engine.Storage.Sqlite;

/// <summary>
/// Makes what sessions keep unreadable without the store's masking key: answers of providers may hold secrets, which are nowhere else
/// kept, and names that are nobody's business.
/// </summary>
internal sealed class SessionCacheCipher : IDisposable
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] _nameKey;
    private readonly AesGcm _cipher;
    private readonly object _gate = new();

    /// <summary>Derives keys of its own from the masking key.</summary>
    public SessionCacheCipher(byte[] maskingKey)
    {
        _nameKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, maskingKey, 32, info: "session cache names"u8.ToArray());
        _cipher = new AesGcm(HKDF.DeriveKey(HashAlgorithmName.SHA256, maskingKey, 32, info: "session cache values"u8.ToArray()), TagBytes);
    }

    /// <summary>What a key is called in the file.</summary>
    public byte[] HashName(long accountId, string key)
        => HMACSHA256.HashData(_nameKey, Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{accountId}\n{key}")));

    /// <summary>Packs and encrypts; bound to its name, so that values cannot be exchanged.</summary>
    public byte[] Encrypt(byte[] name, ReadOnlySpan<byte> value)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            brotli.Write(value);
        }

        var plain = packed.GetBuffer().AsSpan(0, (int)packed.Length);
        var result = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(result.AsSpan(0, NonceBytes));
        lock (_gate)
        {
            _cipher.Encrypt(result.AsSpan(0, NonceBytes), plain, result.AsSpan(NonceBytes + TagBytes), result.AsSpan(NonceBytes, TagBytes), name);
        }

        return result;
    }

    /// <summary>Decrypts and unpacks; null where it was made with another key, or is damaged.</summary>
    public byte[]? Decrypt(byte[] name, ReadOnlySpan<byte> value)
    {
        if (value.Length < NonceBytes + TagBytes)
        {
            return null;
        }

        try
        {
            var plain = new byte[value.Length - NonceBytes - TagBytes];
            lock (_gate)
            {
                _cipher.Decrypt(value[..NonceBytes], value[(NonceBytes + TagBytes)..], value.Slice(NonceBytes, TagBytes), plain, name);
            }

            using var brotli = new BrotliStream(new MemoryStream(plain), CompressionMode.Decompress);
            using var unpacked = new MemoryStream();
            brotli.CopyTo(unpacked);
            return unpacked.ToArray();
        }
        catch (Exception exception) when (exception is CryptographicException or InvalidDataException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _cipher.Dispose();
}
