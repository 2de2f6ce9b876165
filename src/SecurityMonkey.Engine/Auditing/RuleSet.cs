using SecurityMonkey.Engine.Rules;

namespace SecurityMonkey.Engine.Auditing;

/// <summary>The rules for one unit, as they are in force for its account.</summary>
internal sealed class RuleSet
{
    private readonly Dictionary<string, RuleState> _states = new(StringComparer.Ordinal);
    private readonly List<(CatalogRule Rule, Rule Effective)> _evaluated = [];

    /// <summary>Selects rules.</summary>
    /// <param name="catalog">The rules there are.</param>
    /// <param name="tuning">How they are tuned.</param>
    /// <param name="filter">The rules that are wanted.</param>
    /// <param name="account">The account's name.</param>
    /// <param name="itemType">The item type.</param>
    /// <param name="baseline">The rule set that is wanted; null means all rules.</param>
    /// <param name="isScope">Whether the baseline says which rules there are, and not only which are wanted this time.</param>
    public RuleSet(
        RuleCatalog catalog, RuleTuning tuning, TextFilter filter, string account, string itemType, Baseline? baseline = null, bool isScope = false)
    {
        IsUnfiltered = filter.IsAll && (baseline is null || isScope);
        IsWhole = IsUnfiltered && catalog.Problems.Count == 0;
        foreach (var rule in catalog.Rules)
        {
            var isOutside = baseline?.Includes(rule.Rule) is false;
            if (!filter.IsMatch(rule.Rule.Id) || (isOutside && !isScope))
            {
                _states.Add(rule.Rule.Id, RuleState.Unknown);
            }
            else if (!rule.AppliesTo(itemType))
            {
                _states.Add(rule.Rule.Id, RuleState.Removed);
            }
            else if (isOutside)
            {
                _states.Add(rule.Rule.Id, RuleState.NotInBaseline);
            }
            else
            {
                Add(rule, tuning.Apply(baseline?.Apply(rule.Rule) ?? rule.Rule, account));
            }
        }

        Lookups = [.. _evaluated.SelectMany(rule => rule.Effective.Lookups).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether all rules are wanted.</summary>
    public bool IsUnfiltered { get; }

    /// <summary>Whether there is something to do: all rules are wanted, or one that is wanted looks at the item type.</summary>
    public bool IsWanted => IsUnfiltered || _states.ContainsValue(RuleState.Evaluated) || _states.ContainsValue(RuleState.Disabled) || _states.ContainsValue(RuleState.NotInBaseline);

    /// <summary>Whether these are all rules there are: all are wanted, and all documents could be read.</summary>
    public bool IsWhole { get; }

    /// <summary>The item types that rules look at beside the audited items.</summary>
    public IReadOnlyList<string> Lookups { get; }

    /// <summary>What becomes of the issues of a rule that it did not find again.</summary>
    public RuleState StateOf(string ruleId)
        => _states.TryGetValue(ruleId, out var state) ? state : IsWhole ? RuleState.Removed : RuleState.Unknown;

    /// <summary>Whether nobody looks for a rule's issues any more, so that they leave the scope.</summary>
    public bool IsOut(string ruleId) => StateOf(ruleId) is RuleState.Disabled or RuleState.Removed or RuleState.NotInBaseline;

    /// <summary>The rules that are evaluated, as they are in force.</summary>
    public IReadOnlyList<(CatalogRule Rule, Rule Effective)> Evaluated => _evaluated;

    private void Add(CatalogRule rule, Rule effective)
    {
        _states.Add(effective.Id, effective.IsEnabled ? RuleState.Evaluated : RuleState.Disabled);
        if (effective.IsEnabled)
        {
            _evaluated.Add((rule, effective));
        }
    }
}

/// <summary>What is known of a rule in a unit.</summary>
internal enum RuleState
{
    /// <summary>It was not to be run, or its document cannot be read at present.</summary>
    Unknown,

    /// <summary>It was evaluated.</summary>
    Evaluated,

    /// <summary>It is disabled for the account.</summary>
    Disabled,

    /// <summary>It does not belong to the store's baseline.</summary>
    NotInBaseline,

    /// <summary>There is no such rule any more, or it does not look at this item type any more.</summary>
    Removed,
}
