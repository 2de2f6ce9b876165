using System.Text;

namespace SecurityMonkey.Providers.GitHub.Http;

/// <summary>An answer as it is kept for the next run: by its validator the server says whether it is still the same, and that costs no quota.</summary>
/// <param name="ETag">The validator.</param>
/// <param name="Link">The header that names further pages; empty where there is none.</param>
/// <param name="Body">The body.</param>
internal sealed record StoredAnswer(string ETag, string Link, ReadOnlyMemory<byte> Body)
{
    private const byte Version = 1;

    /// <summary>Writes it as bytes.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream(Body.Length + ETag.Length + Link.Length + 16);
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Version);
            writer.Write(ETag);
            writer.Write(Link);
            writer.Write(Body.Span);
        }

        return stream.ToArray();
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote; null where it is something else.</summary>
    public static StoredAnswer? FromBytes(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var stream = new MemoryStream(bytes.ToArray());
            using var reader = new BinaryReader(stream, Encoding.UTF8);
            return reader.ReadByte() == Version
                ? new StoredAnswer(reader.ReadString(), reader.ReadString(), reader.ReadBytes((int)(stream.Length - stream.Position)))
                : null;
        }
        catch (Exception exception) when (exception is IOException or FormatException or ArgumentException)
        {
            return null;
        }
    }
}
