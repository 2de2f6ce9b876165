using System.Globalization;
using System.Text;

namespace SecurityMonkey.Commands.Formatting;

/// <summary>Texts that the format views show. What comes from a cloud is shown, never obeyed: control characters are written out.</summary>
public static class ViewText
{
    private const string Reset = "\e[0m";
    private const string Bold = "\e[1m";
    private const string Dim = "\e[2m";
    private const string Red = "\e[31m";
    private const string Green = "\e[32m";
    private const string Yellow = "\e[33m";
    private const string BrightRed = "\e[91m";
    private const string Cyan = "\e[36m";

    // Ids of Azure and ARNs say little that the name does not.
    private const int LongestShownId = 40;

    /// <summary>A time in the local time zone, to the second.</summary>
    /// <param name="time">The time; null gives an empty text.</param>
    public static string Time(DateTimeOffset? time)
        => time is null ? "" : time.Value.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A duration: <c>0.42 s</c>, <c>3:05 min</c>.</summary>
    /// <param name="duration">The duration; null gives an empty text.</param>
    public static string Duration(TimeSpan? duration)
        => duration is not { } span ? ""
            : span < TimeSpan.FromMinutes(1) ? string.Create(CultureInfo.CurrentCulture, $"{span.TotalSeconds:0.00} s")
            : string.Create(CultureInfo.CurrentCulture, $"{(int)span.TotalMinutes}:{span.Seconds:00} min");

    /// <summary>A text on one line, without anything that a terminal would obey.</summary>
    /// <param name="text">The text.</param>
    public static string Clean(string? text)
    {
        if (string.IsNullOrEmpty(text) || !text.Any(IsUnsafe))
        {
            return text ?? "";
        }

        var clean = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (IsUnsafe(character))
            {
                clean.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
            else
            {
                clean.Append(character);
            }
        }

        return clean.ToString();
    }

    /// <summary>A score in the colour of its severity.</summary>
    /// <param name="score">The score.</param>
    public static string Score(int score) => Paint(score.ToString(CultureInfo.InvariantCulture), SeverityScale.FromScore(score) switch
    {
        SecurityMonkey.Severity.Critical => Bold + BrightRed,
        SecurityMonkey.Severity.High => Red,
        SecurityMonkey.Severity.Medium => Yellow,
        SecurityMonkey.Severity.Low => Cyan,
        _ => Dim,
    });

    /// <summary>A status in a colour that says whether something is to be done.</summary>
    /// <param name="status">The status.</param>
    public static string Status(RunStatus status) => Paint(status.ToString(), status switch
    {
        RunStatus.Complete => Green,
        RunStatus.Failed or RunStatus.Interrupted => Red,
        RunStatus.Pending or RunStatus.Running => Dim,
        _ => Yellow,
    });

    /// <summary>A count that is coloured where it is not zero.</summary>
    /// <param name="count">The count.</param>
    /// <param name="kind">What is counted, which decides the colour.</param>
    public static string Count(int count, ChangeKind kind) => count == 0 ? Paint("0", Dim) : Paint(count.ToString(CultureInfo.CurrentCulture), ColorOf(kind));

    /// <summary>The kind of a change in its colour.</summary>
    /// <param name="kind">The kind.</param>
    public static string Kind(ChangeKind kind) => Paint(kind.ToString(), ColorOf(kind));

    /// <summary>A change as people like to read it: a headline, and a line for each path.</summary>
    /// <param name="change">The change.</param>
    public static string Change(Change change)
    {
        string[] place = change.NativeId.Length <= LongestShownId && !string.Equals(change.NativeId, change.Name, StringComparison.Ordinal)
            ? [change.NativeId, change.Account, change.Region]
            : [change.Account, change.Region];
        var headline =
            $"{Paint(Time(change.Time), Dim)} {Paint(change.Kind.ToString().PadRight(7), Bold + ColorOf(change.Kind))} {change.ItemType} " +
            $"{Paint(Clean(change.Name), Bold)} {Paint($"({Clean(string.Join(", ", place))})", Dim)}";
        return change.Differences.Count == 0 ? headline : headline + Environment.NewLine + Differences(change);
    }

    /// <summary>The differences of a change, a line for each path.</summary>
    /// <param name="change">The change.</param>
    public static string Differences(Change change) => string.Join(Environment.NewLine, change.Differences.Select(Difference));

    /// <summary>A difference: <c>+</c> added, <c>-</c> removed, <c>~</c> changed.</summary>
    /// <param name="difference">The difference.</param>
    public static string Difference(Difference difference) => difference.Kind switch
    {
        DifferenceKind.Added => OneSided("+", difference.Path, difference.After, Green),
        DifferenceKind.Removed => OneSided("-", difference.Path, difference.Before, Red),
        _ => $"  {Paint("~ " + Clean(difference.Path), Yellow)}: {Paint(ValueOutline.Inline(difference.Before), Red)} -> {Paint(ValueOutline.Inline(difference.After), Green)}",
    };

    /// <summary>How many differences a change has, and the first of their paths.</summary>
    /// <param name="change">The change.</param>
    public static string Summary(Change change) => change.Differences.Count switch
    {
        0 => "",
        1 => Clean(change.Differences[0].Path),
        var count => string.Create(CultureInfo.CurrentCulture, $"{Clean(change.Differences[0].Path)} (+{count - 1} more)"),
    };

    private static string OneSided(string sign, string path, string? json, string color)
    {
        var outline = ValueOutline.Lines(json);
        var first = $"{sign} {Clean(path)}:{(outline.Count == 0 ? " " + ValueOutline.Inline(json) : "")}";
        return string.Join(Environment.NewLine, outline.Select(line => "    " + line).Prepend(first).Select(line => "  " + Paint(line, color)));
    }

    private static string ColorOf(ChangeKind kind) => kind switch
    {
        ChangeKind.Created => Green,
        ChangeKind.Deleted => Red,
        ChangeKind.Changed => Yellow,
        _ => Dim,
    };

    private static string Paint(string text, string color) => color + text + Reset;

    // Control characters, and those that change the direction of text.
    private static bool IsUnsafe(char character)
        => char.IsControl(character) || character is >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069' or '\u200e' or '\u200f';
}
