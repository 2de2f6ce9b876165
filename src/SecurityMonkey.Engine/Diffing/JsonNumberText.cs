using System.Globalization;
using System.Text;

namespace SecurityMonkey.Engine.Diffing;

/// <summary>
/// Gives every spelling of a number one text without losing a digit: <c>1.0</c>, <c>1e0</c> and <c>1</c> are <c>1</c>,
/// and <c>12345678901234567890</c> stays what it is.
/// </summary>
internal static class JsonNumberText
{
    private const int LongestPlainNumber = 40;

    /// <summary>Whether the text is an integer without exponent or fraction, which is its own canonical text.</summary>
    public static bool IsPlainInteger(ReadOnlySpan<byte> number)
        => (number.Length <= LongestPlainNumber || number[^1] != '0')
            && number.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0
            && !number.SequenceEqual("-0"u8);

    /// <summary>The canonical text of a number.</summary>
    /// <param name="number">A JSON number in UTF-8.</param>
    public static string Normalize(ReadOnlySpan<byte> number)
    {
        var text = Encoding.ASCII.GetString(number);
        var isNegative = text[0] == '-';
        var exponentAt = text.AsSpan().IndexOfAny('e', 'E');
        var mantissa = text[(isNegative ? 1 : 0)..(exponentAt < 0 ? text.Length : exponentAt)];
        if (!TryReadExponent(exponentAt < 0 ? "0" : text[(exponentAt + 1)..], out var exponent))
        {
            return text.ToLowerInvariant();
        }

        var pointAt = mantissa.IndexOf('.', StringComparison.Ordinal);
        var fractionLength = pointAt < 0 ? 0 : mantissa.Length - pointAt - 1;
        var digits = (pointAt < 0 ? mantissa : mantissa.Remove(pointAt, 1)).TrimStart('0');
        var significant = digits.TrimEnd('0');
        if (significant.Length == 0)
        {
            return "0";
        }

        var scale = exponent - fractionLength + (digits.Length - significant.Length);
        return (isNegative ? "-" : "") + Write(significant, scale);
    }

    // digits x 10^scale, plain where that is short, otherwise with an exponent.
    private static string Write(string digits, long scale)
    {
        if (scale >= 0 && digits.Length + scale <= LongestPlainNumber)
        {
            return digits + new string('0', (int)scale);
        }

        if (scale < 0 && -scale <= LongestPlainNumber)
        {
            var fraction = (int)-scale;
            return fraction < digits.Length
                ? digits[..^fraction] + "." + digits[^fraction..]
                : "0." + new string('0', fraction - digits.Length) + digits;
        }

        return scale == 0 ? digits : digits + "e" + scale.ToString(CultureInfo.InvariantCulture);
    }

    private static bool TryReadExponent(string text, out long exponent)
        => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
            && exponent is > -int.MaxValue and < int.MaxValue;
}
