using System.Globalization;
using System.Text;

namespace SecurityMonkey.Engine.Diffing;

/// <summary>The inside of JSON strings.</summary>
internal static class JsonText
{
    /// <summary>Writes the UTF-8 text that an escaped string stands for. Half a surrogate pair becomes U+FFFD.</summary>
    /// <param name="escaped">The inside of a valid JSON string.</param>
    /// <param name="output">Takes the text.</param>
    public static void Unescape(ReadOnlySpan<byte> escaped, ByteBuffer output)
    {
        while (true)
        {
            var backslash = escaped.IndexOf((byte)'\\');
            if (backslash < 0)
            {
                output.Add(escaped);
                return;
            }

            output.Add(escaped[..backslash]);
            escaped = escaped[(backslash + 1)..];
            if (escaped[0] == 'u')
            {
                escaped = UnescapeCodePoint(escaped, output);
                continue;
            }

            output.Add(escaped[0] switch
            {
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                (byte)'n' => (byte)'\n',
                (byte)'r' => (byte)'\r',
                (byte)'t' => (byte)'\t',
                var same => same,
            });
            escaped = escaped[1..];
        }
    }

    /// <summary>Writes a text with the shortest escapes that JSON allows.</summary>
    /// <param name="text">UTF-8 text.</param>
    /// <param name="output">Takes the inside of the JSON string.</param>
    public static void Escape(ReadOnlySpan<byte> text, ByteBuffer output)
    {
        foreach (var value in text)
        {
            switch (value)
            {
                case (byte)'"':
                    output.Add("\\\""u8);
                    break;
                case (byte)'\\':
                    output.Add("\\\\"u8);
                    break;
                case (byte)'\b':
                    output.Add("\\b"u8);
                    break;
                case (byte)'\f':
                    output.Add("\\f"u8);
                    break;
                case (byte)'\n':
                    output.Add("\\n"u8);
                    break;
                case (byte)'\r':
                    output.Add("\\r"u8);
                    break;
                case (byte)'\t':
                    output.Add("\\t"u8);
                    break;
                case < 0x20:
                    output.Add(Encoding.ASCII.GetBytes("\\u" + value.ToString("x4", CultureInfo.InvariantCulture)));
                    break;
                default:
                    output.Add(value);
                    break;
            }
        }
    }

    // Reads "uXXXX", and the second half of a pair behind it; returns what follows.
    private static ReadOnlySpan<byte> UnescapeCodePoint(ReadOnlySpan<byte> escaped, ByteBuffer output)
    {
        var unit = ReadUnit(escaped);
        var rest = escaped[5..];
        var rune = Rune.ReplacementChar;
        if (char.IsHighSurrogate(unit) && rest.StartsWith("\\u"u8) && Rune.TryCreate(unit, ReadUnit(rest[1..]), out var pair))
        {
            rune = pair;
            rest = rest[6..];
        }
        else if (Rune.TryCreate(unit, out var single))
        {
            rune = single;
        }

        Span<byte> utf8 = stackalloc byte[4];
        output.Add(utf8[..rune.EncodeToUtf8(utf8)]);
        return rest;
    }

    private static char ReadUnit(ReadOnlySpan<byte> escaped)
        => (char)ushort.Parse(Encoding.ASCII.GetString(escaped[1..5]), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
