using System.Text;

namespace SecurityMonkey.Engine.Diffing;

/// <summary>Lower-case hexadecimal.</summary>
internal static class HexText
{
    /// <summary>The bytes as text; empty for none.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        // Convert.ToHexStringLower is newer than net8.0.
        const string Digits = "0123456789abcdef";
        Span<char> text = stackalloc char[bytes.Length * 2];
        for (var index = 0; index < bytes.Length; index++)
        {
            text[2 * index] = Digits[bytes[index] >> 4];
            text[(2 * index) + 1] = Digits[bytes[index] & 0xf];
        }

        return new string(text);
    }

    /// <summary>The bytes as UTF-8 text.</summary>
    public static byte[] Utf8(ReadOnlySpan<byte> bytes) => Encoding.ASCII.GetBytes(Of(bytes));
}
