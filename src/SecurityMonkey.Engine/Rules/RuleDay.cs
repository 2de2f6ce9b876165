using System.Globalization;
using SecurityMonkey.Engine.Documents;

namespace SecurityMonkey.Engine.Rules;

/// <summary>Days by which rules are dated: since when they are there, and up to when a baseline takes them.</summary>
internal static class RuleDay
{
    private const string Day = "yyyy-MM-dd";

    /// <summary>The day of the first rule set: that of all rules that do not say another one.</summary>
    public static DateOnly First { get; } = new(2026, 11, 24);

    /// <summary>The day since when a rule is there.</summary>
    public static DateOnly Of(Rule rule) => TryParse(rule.Since) ?? First;

    /// <summary>A day (<c>2026-11-24</c>), or the last one of a month (<c>2026-11</c>); null where the text is neither.</summary>
    public static DateOnly? TryParse(string text)
        => DateOnly.TryParseExact(text, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
            : DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) ? month.AddMonths(1).AddDays(-1)
            : null;

    /// <summary>A day as text.</summary>
    public static string ToText(DateOnly day) => day.ToString(Day, CultureInfo.InvariantCulture);

    /// <summary>A member that is a day, or a month that stands for its last day; empty where it is missing. What is neither is noted.</summary>
    public static string Take(DocumentReader reader, string key, bool isRequired = false)
    {
        var scalar = reader.TakeScalar(key, isRequired);
        if (scalar is null)
        {
            return "";
        }

        var day = TryParse(scalar.Text);
        if (day is null)
        {
            reader.Report(scalar, $"'{key}' is '{scalar.Text}', which is no day; write 2026-11-24, or 2026-11 for the end of the month.");
        }

        return day is null ? "" : ToText(day.Value);
    }
}
