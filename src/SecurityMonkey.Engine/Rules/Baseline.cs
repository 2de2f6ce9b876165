namespace SecurityMonkey.Engine.Rules;

/// <summary>Says which rules belong to a baseline, and how they are tuned in it.</summary>
internal sealed class Baseline
{
    private readonly TextFilter? _rules;
    private readonly TextFilter? _except;
    private readonly HashSet<string> _named;
    private readonly DateOnly? _until;
    private readonly RuleTuning _tuning;

    /// <summary>Creates the baseline of a definition.</summary>
    public Baseline(RuleBaseline definition)
    {
        Definition = definition;
        _rules = definition.Rules.Count == 0 ? null : TextFilter.Of(definition.Rules);
        _except = definition.Except.Count == 0 ? null : TextFilter.Of(definition.Except);
        _named = new HashSet<string>(_rules?.Literals ?? [], StringComparer.OrdinalIgnoreCase);
        _until = RuleDay.TryParse(definition.Until);
        _tuning = new RuleTuning([.. definition.Settings.Select(setting => setting with { Baseline = definition.Name })]);
    }

    /// <summary>The definition.</summary>
    public RuleBaseline Definition { get; }

    /// <summary>Whether a rule belongs to it.</summary>
    public bool Includes(Rule rule) => IsWanted(rule) && !IsTooNew(rule);

    /// <summary>Whether a rule would belong to it if it were not newer.</summary>
    public bool LeavesOutAsNewer(Rule rule) => IsWanted(rule) && IsTooNew(rule);

    /// <summary>A rule as it is in the baseline.</summary>
    public Rule Apply(Rule rule) => _tuning.Apply(rule, account: null);

    /// <summary>The baseline without what is newer than a day.</summary>
    /// <param name="pin">The day or month, as it was written.</param>
    /// <param name="until">The day.</param>
    public Baseline Pin(string pin, DateOnly until)
        => new(Definition with
        {
            Name = $"{Definition.Name}@{pin}",
            Until = RuleDay.ToText(_until is { } own && own < until ? own : until),
        });

    private bool IsWanted(Rule rule)
        => _except?.IsMatch(rule.Id) is not true
            && (_rules?.IsMatch(rule.Id) is true
                || Definition.Controls.Any(rule.Controls.ContainsKey)
                || Definition.Tags.Any(tag => rule.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase)));

    private bool IsTooNew(Rule rule) => _until is { } until && RuleDay.Of(rule) > until && !_named.Contains(rule.Id);
}
