namespace SecurityMonkey.Engine.Rules;

/// <summary>Says which rules belong to a baseline, and how they are tuned in it.</summary>
internal sealed class Baseline
{
    private readonly TextFilter? _rules;
    private readonly TextFilter? _except;
    private readonly RuleTuning _tuning;

    /// <summary>Creates the baseline of a definition.</summary>
    public Baseline(RuleBaseline definition)
    {
        Definition = definition;
        _rules = definition.Rules.Count == 0 ? null : TextFilter.Of(definition.Rules);
        _except = definition.Except.Count == 0 ? null : TextFilter.Of(definition.Except);
        _tuning = new RuleTuning(definition.Settings);
    }

    /// <summary>The definition.</summary>
    public RuleBaseline Definition { get; }

    /// <summary>Whether a rule belongs to it.</summary>
    public bool Includes(Rule rule)
        => _except?.IsMatch(rule.Id) is not true
            && (_rules?.IsMatch(rule.Id) is true
                || Definition.Controls.Any(rule.Controls.ContainsKey)
                || Definition.Tags.Any(tag => rule.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase)));

    /// <summary>A rule as it is in the baseline.</summary>
    public Rule Apply(Rule rule) => _tuning.Apply(rule, account: null);
}
