using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Engine.Storage;

namespace SecurityMonkey.Engine.Auditing;

/// <summary>
/// What of a unit has to be evaluated: some rules on all items, because the rules or what they depend on changed, and all rules on some
/// items, because these changed. For everything else, what is stored is what an evaluation would say.
/// </summary>
internal sealed class AuditPlan
{
    private readonly HashSet<long> _items;
    private readonly HashSet<string> _rules;
    private readonly Dictionary<long, HashSet<string>> _failed;
    private readonly Dictionary<string, EvaluatedRule> _known;

    private AuditPlan(
        HashSet<long> items,
        HashSet<string> rules,
        Dictionary<long, HashSet<string>> failed,
        Dictionary<string, EvaluatedRule> known,
        IReadOnlyList<OpenIssue> openIssues,
        IReadOnlyList<AuditGap> gaps,
        int itemCount,
        RuleFingerprints fingerprints)
    {
        _items = items;
        _rules = rules;
        _failed = failed;
        _known = known;
        OpenIssues = openIssues;
        Gaps = gaps.ToDictionary(gap => (gap.ItemId, gap.RuleId));
        ItemCount = itemCount;
        Fingerprints = fingerprints;
    }

    /// <summary>The issues that were open before.</summary>
    public IReadOnlyList<OpenIssue> OpenIssues { get; }

    /// <summary>The answers that were missing before.</summary>
    public IReadOnlyDictionary<(long ItemId, string RuleId), AuditGap> Gaps { get; }

    /// <summary>How many items the unit has.</summary>
    public int ItemCount { get; }

    /// <summary>The fingerprints of the rules.</summary>
    public RuleFingerprints Fingerprints { get; }

    /// <summary>Whether every item is looked at.</summary>
    public bool IsEveryItem => _rules.Count > 0;

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => _rules.Count == 0 && _items.Count == 0 && _failed.Count == 0;

    /// <summary>The items that are looked at, in the order of their numbers; null means all.</summary>
    public IReadOnlyList<long>? Items => IsEveryItem ? null : [.. _items.Union(_failed.Keys).Order()];

    /// <summary>Whether an item is looked at.</summary>
    public bool IsLookedAt(long itemId) => IsEveryItem || _items.Contains(itemId) || _failed.ContainsKey(itemId);

    /// <summary>Whether all rules are evaluated on an item.</summary>
    public bool IsWhole(long itemId) => _items.Contains(itemId);

    /// <summary>Whether a rule is evaluated on all items.</summary>
    public bool IsForEveryItem(string ruleId) => _rules.Contains(ruleId);

    /// <summary>Whether a rule is evaluated on any item.</summary>
    public bool IsForAnyItem(string ruleId) => _items.Count > 0 || _rules.Contains(ruleId) || _failed.Values.Any(rules => rules.Contains(ruleId));

    /// <summary>Whether a rule is evaluated on an item.</summary>
    public bool IsEvaluated(long itemId, string ruleId)
        => _rules.Contains(ruleId) || _items.Contains(itemId) || (_failed.TryGetValue(itemId, out var rules) && rules.Contains(ruleId));

    /// <summary>What a rule asked for when it was last evaluated.</summary>
    public RuleUse UsesOf(string ruleId) => _known.TryGetValue(ruleId, out var known) ? (RuleUse)known.Uses : RuleUse.None;

    /// <summary>Makes a plan.</summary>
    /// <param name="transaction">The unit.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="fingerprints">What the rules depend on now.</param>
    /// <param name="isFull">Whether everything is evaluated, whether or not it changed.</param>
    /// <param name="isTimely">Whether answers that do not hold any more because time went by are asked for; otherwise only what changed in the store counts.</param>
    /// <param name="time">The time of the audit.</param>
    /// <param name="cancellationToken">Ends the planning.</param>
    public static async Task<AuditPlan> MakeAsync(
        IAuditTransaction transaction,
        RuleSet rules,
        RuleFingerprints fingerprints,
        bool isFull,
        bool isTimely,
        DateTimeOffset time,
        CancellationToken cancellationToken)
    {
        var known = (await transaction.GetRulesAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(rule => rule.RuleId, StringComparer.Ordinal);
        var changed = rules.Evaluated
            .Where(rule => isFull || !HoldsStill(known.GetValueOrDefault(rule.Effective.Id), rule, fingerprints))
            .Select(rule => rule.Effective.Id)
            .ToHashSet(StringComparer.Ordinal);
        var openIssues = await transaction.GetOpenIssuesAsync(cancellationToken).ConfigureAwait(false);
        var gaps = await transaction.GetGapsAsync(cancellationToken).ConfigureAwait(false);
        var items = (await transaction.GetChangedItemsAsync(isTimely ? time : null, cancellationToken).ConfigureAwait(false)).ToHashSet();
        items.UnionWith(openIssues
            .Where(issue => issue.HasJustExpired(time) || rules.IsOut(issue.RuleId))
            .Select(issue => issue.ItemId));

        // One that is gone gives no answer about anything, and one that failed may not fail again.
        items.UnionWith(gaps.Where(gap => rules.IsOut(gap.RuleId)).Select(gap => gap.ItemId));
        var failed = gaps
            .Where(gap => gap.Kind == AuditGapKind.Error && rules.StateOf(gap.RuleId) == RuleState.Evaluated)
            .GroupBy(gap => gap.ItemId, gap => gap.RuleId)
            .ToDictionary(group => group.Key, group => group.ToHashSet(StringComparer.Ordinal));
        return new AuditPlan(
            items, changed, failed, known, openIssues, gaps, await transaction.CountItemsAsync(cancellationToken).ConfigureAwait(false), fingerprints);
    }

    private static bool HoldsStill(EvaluatedRule? known, (CatalogRule Rule, Rule Effective) rule, RuleFingerprints fingerprints)
        => known is not null
            && known.Fingerprint.AsSpan().SequenceEqual(fingerprints.Of(rule.Rule, rule.Effective, (RuleUse)known.Uses));
}
