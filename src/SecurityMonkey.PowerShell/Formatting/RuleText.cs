using System.Globalization;

namespace SecurityMonkey.Commands.Formatting;

/// <summary>What the views show of a rule, a line for each thing.</summary>
public static class RuleText
{
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
