namespace SecurityMonkey.Engine.Rules;

/// <summary>Says of what baselines say of rules whether there are such rules.</summary>
internal sealed class BaselineCheck(IReadOnlyList<Rule> rules)
{
    private readonly Dictionary<string, Rule> _rules = rules.ToDictionary(rule => rule.Id, StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _controls = new(rules.SelectMany(rule => rule.Controls.Keys), StringComparer.Ordinal);
    private readonly HashSet<string> _tags = new(rules.SelectMany(rule => rule.Tags), StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong with the id of a rule; null where nothing is.</summary>
    public string? FaultOfRule(string id)
        => TextFilter.HasWildcard(id) || _rules.ContainsKey(id) ? null : $"There is no rule '{id}'.{NearName.Hint(id, _rules.Keys)}";

    /// <summary>What is wrong with the name of a benchmark; null where nothing is.</summary>
    public string? FaultOfControl(string benchmark)
        => _controls.Contains(benchmark)
            ? null
            : $"No rule has a control of '{benchmark}'.{NearName.Hint(benchmark, _controls)} Known are: {string.Join(", ", _controls.Order(StringComparer.Ordinal))}.";

    /// <summary>What is wrong with a tag; null where nothing is.</summary>
    public string? FaultOfTag(string tag) => _tags.Contains(tag) ? null : $"No rule has the tag '{tag}'.{NearName.Hint(tag, _tags)}";

    /// <summary>What is wrong with a value for a parameter; null where nothing is, and where there is no such rule.</summary>
    public string? FaultOfParameter(string ruleId, string name, string json)
        => _rules.TryGetValue(ruleId, out var rule) ? RuleParameters.FindFault(rule, name, json) : null;
}
