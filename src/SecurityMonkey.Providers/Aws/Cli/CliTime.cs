using System.Globalization;

namespace SecurityMonkey.Providers.Aws.Cli;

/// <summary>Times as the AWS CLI prints them: ISO 8601 with an offset of zero, and a fraction only where there is one.</summary>
internal static class CliTime
{
    private const string Whole = "yyyy-MM-dd'T'HH:mm:ss'+00:00'";
    private const string Fractional = "yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'";

    /// <summary>A time as text.</summary>
    public static string Format(DateTime time)
    {
        var utc = time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : time.ToUniversalTime();
        return utc.ToString(utc.Ticks % TimeSpan.TicksPerSecond == 0 ? Whole : Fractional, CultureInfo.InvariantCulture);
    }

    /// <summary>A text that some version of the CLI printed for a time (<c>2026-11-23T02:08:48.000Z</c>), as this one would; another text as it is.</summary>
    public static string Normalize(string text)
        => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? Format(time.UtcDateTime)
            : text;
}
