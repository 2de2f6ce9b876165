using System.Globalization;
using System.Numerics;
using System.Text;
using FsCheck.Xunit;
using SecurityMonkey.Engine.Diffing;

namespace SecurityMonkey.Tests.Diffing;

public sealed class JsonNumberTextTests
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData("1.0", "1")]
    [InlineData("1e0", "1")]
    [InlineData("1E+2", "100")]
    [InlineData("1e-2", "0.01")]
    [InlineData("100", "100")]
    [InlineData("0.10", "0.1")]
    [InlineData("10e-2", "0.1")]
    [InlineData("-0.50", "-0.5")]
    [InlineData("12.5e1", "125")]
    [InlineData("-12.50e-1", "-1.25")]
    [InlineData("1e+0000000000000000000000002", "100")]
    public void Normalize_spellings_of_one_number_have_one_text(string number, string expected)
        => Assert.Equal(expected, Normalize(number));

    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("0.0")]
    [InlineData("-0.00")]
    [InlineData("0e7")]
    [InlineData("-0E-7")]
    public void Normalize_every_zero_is_zero(string number) => Assert.Equal("0", Normalize(number));

    [Theory]
    [InlineData("1234567890123456789012345")]
    [InlineData("-1234567890123456789012345")]
    [InlineData("0.1234567890123456789012345")]
    [InlineData("1234567890123.4567890123456789")]
    [InlineData("18446744073709551616")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789")]
    public void Normalize_long_numbers_lose_no_digit(string number) => Assert.Equal(number, Normalize(number));

    [Theory]
    [InlineData("1e400", "1e400")]
    [InlineData("1E+400", "1e400")]
    [InlineData("10e399", "1e400")]
    [InlineData("0.1e401", "1e400")]
    [InlineData("-2.50e-400", "-25e-401")]
    public void Normalize_numbers_beyond_floating_point_keep_their_value(string number, string expected)
        => Assert.Equal(expected, Normalize(number));

    [Theory]
    [InlineData("1e60", "1000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("12345678901234567890123456789012345678901234567890", "12345678901234567890123456789012345678901234567890.0")]
    [InlineData("12345678901234567890123456789012345678901234567890", "1234567890123456789012345678901234567890123456789e1")]
    [InlineData("-1e40", "-10000000000000000000000000000000000000000")]
    public void Normalize_long_integers_have_one_text_however_they_are_written(string one, string other)
        => Assert.Equal(Normalize(one), Normalize(other));

    [Theory]
    [InlineData("1e9223372036854775807")]
    [InlineData("1e-9223372036854775808")]
    [InlineData("1e99999999999999999999999999")]
    [InlineData("-1.5e-99999999999999999999999999")]
    public void Normalize_absurd_exponents_are_kept_as_written(string number) => Assert.Equal(number, Normalize(number));

    [Property(MaxTest = 500)]
    public void Normalize_keeps_the_value_and_is_stable(long mantissa, uint fraction, sbyte exponent, bool capital)
    {
        var number = string.Create(CultureInfo.InvariantCulture, $"{mantissa}.{fraction:D9}{(capital ? 'E' : 'e')}{exponent:+0;-0;+0}");

        var text = Normalize(number);

        Assert.Equal(ValueOf(number), ValueOf(text));
        Assert.Equal(text, Normalize(text));
    }

    [Property(MaxTest = 500)]
    public void Normalize_agrees_with_decimal(decimal value)
    {
        var text = Normalize(value.ToString(CultureInfo.InvariantCulture));

        Assert.Equal(value, decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));
    }

    [Property(MaxTest = 500)]
    public void Normalize_moving_the_point_does_not_change_the_text(BigInteger digits, byte shift)
    {
        var integer = (digits.IsZero ? 7 : digits).ToString(CultureInfo.InvariantCulture);
        var zeros = new string('0', shift);

        Assert.Equal(Normalize(integer), Normalize($"{integer}.{zeros}0"));
        Assert.Equal(Normalize(integer), Normalize($"{integer}{zeros}e-{shift}"));
        Assert.Equal(Normalize(integer + zeros), Normalize($"{integer}e{shift}"));
    }

    private static string Normalize(string number)
    {
        var utf8 = Encoding.ASCII.GetBytes(number);
        return JsonNumberText.IsPlainInteger(utf8) ? number : JsonNumberText.Normalize(utf8);
    }

    // The value as digits x 10^exponent with no zeros at the end of the digits.
    private static (BigInteger Digits, int Exponent) ValueOf(string number)
    {
        var parts = number.ToLowerInvariant().Split('e');
        var point = parts[0].IndexOf('.');
        var digits = BigInteger.Parse(parts[0].Replace(".", ""), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var exponent = (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0) - (point < 0 ? 0 : parts[0].Length - point - 1);
        while (!digits.IsZero && digits % 10 == 0)
        {
            digits /= 10;
            exponent++;
        }

        return digits.IsZero ? (digits, 0) : (digits, exponent);
    }
}
