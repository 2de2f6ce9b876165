namespace SecurityMonkey.Engine.Rules;

/// <summary>A condition as people read it.</summary>
internal static class ConditionText
{
    /// <summary>The condition: what is looked at one by one, the expression or the evaluator with its arguments, and what the rule needs to tell.</summary>
    public static string Write(RuleCondition condition)
    {
        var lines = new List<string>();
        if (condition.ForEach.Count > 0)
        {
            lines.Add($"for each of {string.Join(", ", condition.ForEach.Select(path => path.Text))}:");
        }

        lines.Add(condition.Evaluator is { } use
            ? $"{use.Evaluator.Name}({string.Join(", ", use.Arguments.Select(argument => $"{argument.Key}: {argument.Value}"))}): {use.Evaluator.Description}"
            : condition.When.ReplaceLineEndings(" ").Trim());
        if (condition.Requires.Count > 0)
        {
            lines.Add($"unknown without {string.Join(", ", condition.Requires)}");
        }

        return string.Join('\n', lines);
    }
}
