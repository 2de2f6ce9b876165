using System.Globalization;

namespace SecurityMonkey.Commands.Formatting;

/// <summary>What the views show of a rule, a line for each thing.</summary>
public static class RuleText
{
    // A window of 100 columns without the label; a list view would break wider texts within words.
    private const int Width = 84;

    /// <summary>The parameters with their values in force.</summary>
    /// <param name="rule">The rule.</param>
    public static string Parameters(Rule rule) => Lines(rule.Parameters.Select(parameter => $"{parameter.Key}: {parameter.Value}"));

    /// <summary>The commands that mend it, by tool.</summary>
    /// <param name="rule">The rule.</param>
    public static string FixCommands(Rule rule) => Lines(rule.FixCommands.Select(command => $"{command.Key}: {command.Value}"));

    /// <summary>The controls, by benchmark.</summary>
    /// <param name="rule">The rule.</param>
    public static string Controls(Rule rule) => Lines(rule.Controls.Select(control => $"{control.Key}: {string.Join(", ", control.Value)}"));

    /// <summary>What was tuned, for whom, when and why; the last that names a thing counts.</summary>
    /// <param name="settings">The settings.</param>
    public static string Settings(IEnumerable<RuleSetting> settings) => Lines(settings.Select(Setting));

    /// <summary>A text on lines that fit into a list view, broken between words; words that are longer than a line stay whole.</summary>
    /// <param name="text">The text.</param>
    public static string Wrap(string? text) => Wrap(text, Width);

    /// <summary>A text on lines of some width.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">The width.</param>
    internal static string Wrap(string? text, int width)
        => Lines((text ?? "").ReplaceLineEndings("\n").Split('\n').SelectMany(paragraph => WrapParagraph(ViewText.Clean(paragraph), width)));

    private static IEnumerable<string> WrapParagraph(string paragraph, int width)
    {
        var line = "";
        foreach (var word in paragraph.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        yield return line;
    }

    private static string Setting(RuleSetting setting)
    {
        string[] changes =
        [
            .. setting.IsEnabled is { } isEnabled ? new[] { isEnabled ? "enabled" : "disabled" } : [],
            .. setting.Score is { } score ? new[] { string.Create(CultureInfo.InvariantCulture, $"score {score}") } : [],
            .. setting.Parameters.Select(parameter => $"{parameter.Key}: {parameter.Value}"),
        ];
        var from = setting.Baseline.Length > 0 ? $"baseline {setting.Baseline}, {setting.RuleId}"
            : $"Set-SMRule {(setting.Tag.Length > 0 ? $"-Tag {setting.Tag}" : setting.RuleId)}{(setting.Account == "*" ? "" : $" -Account {setting.Account}")}";
        var why = string.IsNullOrEmpty(setting.Reason) ? "" : $": {ViewText.Clean(setting.Reason)}";
        var when = setting.UpdatedAt == default ? "" : $", {ViewText.Time(setting.UpdatedAt)}";
        return $"{(changes.Length == 0 ? "nothing" : string.Join(", ", changes))} ({from}{when}){why}";
    }

    private static string Lines(IEnumerable<string> lines) => string.Join(Environment.NewLine, lines);
}
