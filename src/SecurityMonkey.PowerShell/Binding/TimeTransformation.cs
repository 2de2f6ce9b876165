using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace SecurityMonkey.Commands.Binding;

/// <summary>Lets a time be written as people say it: <c>1h</c>, <c>30m</c>, <c>7d</c>, <c>2w</c> back from now, or as a date.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed partial class TimeTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether a span leads into the future instead of back.</summary>
    public bool IsAhead { get; init; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var input = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return input switch
        {
            DateTimeOffset time => time,
            DateTime time => new DateTimeOffset(time),
            TimeSpan span => FromNow(span),

            // PowerShell reads 7d as a decimal and 90s as a short before anybody can see the letter.
            decimal days => FromNow(TimeSpan.FromDays((double)days)),
            short seconds => FromNow(TimeSpan.FromSeconds(seconds)),
            string text => Parse(text),
            _ => input,
        };
    }

    private DateTimeOffset Parse(string text)
    {
        var match = SpanShape().Match(text);
        if (match.Success)
        {
            var amount = double.Parse(match.Groups["amount"].Value, CultureInfo.InvariantCulture);
            return FromNow(match.Groups["unit"].Value.ToLowerInvariant() switch
            {
                "s" => TimeSpan.FromSeconds(amount),
                "m" => TimeSpan.FromMinutes(amount),
                "h" => TimeSpan.FromHours(amount),
                "d" => TimeSpan.FromDays(amount),
                _ => TimeSpan.FromDays(7 * amount),
            });
        }

        return DateTimeOffset.TryParse(text, CultureInfo.CurrentCulture, DateTimeStyles.AssumeLocal, out var time)
            || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out time)
            ? time
            : throw new ArgumentTransformationMetadataException($"'{text}' is not a time. Write a span such as 90m, 1h, 7d or 2w, or a date such as 2026-11-23 08:00.");
    }

    private DateTimeOffset FromNow(TimeSpan span) => TimeProvider.System.GetUtcNow() + (IsAhead ? span : -span);

    [GeneratedRegex(@"\A\s*(?<amount>[0-9]+(\.[0-9]+)?)\s*(?<unit>[smhdw])\s*\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex SpanShape();
}
