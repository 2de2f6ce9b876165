using System.Text;

namespace SecurityMonkey.Providers.Export;

/// <summary>Documents in UTF-16, which Windows PowerShell writes when a command's output is redirected with <c>&gt;</c>.</summary>
internal static class TextEncodings
{
    /// <summary>The path itself, or that of a temporary copy in UTF-8. Whoever gets a copy deletes it.</summary>
    public static string ToUtf8(string path)
    {
        if (FindUtf16(path) is not { } encoding)
        {
            return path;
        }

        // The one way to a temporary file that only its owner can read.
        var copy = Path.GetTempFileName();
        using var reader = new StreamReader(path, encoding);
        using var writer = new StreamWriter(copy, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        var buffer = new char[64 * 1024];
        for (var count = reader.Read(buffer); count > 0; count = reader.Read(buffer))
        {
            writer.Write(buffer.AsSpan(0, count));
        }

        return copy;
    }

    private static UnicodeEncoding? FindUtf16(string path)
    {
        Span<byte> head = stackalloc byte[2];
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < 2 ? null
            : head is [0xFF, 0xFE] ? new UnicodeEncoding(bigEndian: false, byteOrderMark: true)
            : head is [0xFE, 0xFF] ? new UnicodeEncoding(bigEndian: true, byteOrderMark: true)
            : null;
    }
}
