using System.Globalization;
using System.Text.RegularExpressions;

namespace SecurityMonkey.Providers.Aws;

/// <summary>Times as version 2 of the AWS CLI prints them in UTC: <c>2026-11-23T02:38:30+00:00</c>, with six digits of a second where it has a fraction.</summary>
internal static partial class AwsTime
{
    private const long TicksOfMicrosecond = TimeSpan.TicksPerMillisecond / 1000;

    /// <summary>Writes a time.</summary>
    public static string Format(DateTimeOffset time)
    {
        var utc = time.UtcDateTime;
        var format = utc.Ticks % TimeSpan.TicksPerSecond / TicksOfMicrosecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'+00:00'" : "yyyy-MM-dd'T'HH:mm:ss'.'ffffff'+00:00'";
        return utc.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>Writes a time that a service wrote as a text in ISO 8601, or as seconds since 1970; other texts stay as they are.</summary>
    public static string Format(string text)
        => Iso8601().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? Format(time)
            : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? FromSeconds(seconds) ?? text
            : text;

    private static string? FromSeconds(decimal seconds)
        => Math.Abs(seconds) > 250_000_000_000m
            ? null
            : Format(DateTimeOffset.UnixEpoch.AddTicks((long)Math.Round(seconds * 1_000_000m) * TicksOfMicrosecond));

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")]
    private static partial Regex Iso8601();
}
