using SecurityMonkey.Engine.Storage;

namespace SecurityMonkey.Engine.Auditing;

/// <summary>Brings the answers that are missing now together with those that were missing before.</summary>
internal sealed class GapReconciler(AuditPlan plan, RuleSet rules, DateTimeOffset time)
{
    private const int LongestReason = 1000;

    private readonly ILookup<long, AuditGap> _known = plan.Gaps.Values.ToLookup(gap => gap.ItemId);
    private List<AuditGap> _added = [];
    private List<AuditGap> _removed = [];
    private int _change;

    /// <summary>How many answers are unknown.</summary>
    public int Unknown => plan.Gaps.Values.Count(gap => gap.Kind == AuditGapKind.Unknown) + _change;

    /// <summary>Takes what the rules said of an item.</summary>
    public void Add(ItemOutcome outcome)
    {
        var now = outcome.Unknown.Select(answer => NewGap(outcome.Item, answer.RuleId, AuditGapKind.Unknown, answer.Reason))
            .Concat(outcome.Errors.Select(error => NewGap(outcome.Item, error.RuleId, AuditGapKind.Error, error.Message)));
        foreach (var gap in now)
        {
            var known = plan.Gaps.GetValueOrDefault((gap.ItemId, gap.RuleId));
            if (known is null || known.Kind != gap.Kind || !string.Equals(known.Reason, gap.Reason, StringComparison.Ordinal))
            {
                _added.Add(known is null ? gap : gap with { Since = known.Since });
                _change += Count(gap) - Count(known);
            }
        }

        foreach (var gap in _known[outcome.Item.Id])
        {
            if (outcome.IsAnswered(gap.RuleId) || rules.IsOut(gap.RuleId))
            {
                _removed.Add(gap);
                _change -= Count(gap);
            }
        }
    }

    /// <summary>Writes what waits.</summary>
    public async Task FlushAsync(IAuditTransaction transaction, CancellationToken cancellationToken)
    {
        if (_added.Count + _removed.Count > 0)
        {
            await transaction.SaveGapsAsync(_added, _removed, cancellationToken).ConfigureAwait(false);
            (_added, _removed) = ([], []);
        }
    }

    private static int Count(AuditGap? gap) => gap?.Kind == AuditGapKind.Unknown ? 1 : 0;

    private AuditGap NewGap(Item item, string ruleId, AuditGapKind kind, string reason)
        => new(item.Id, ruleId, kind, reason.Length <= LongestReason ? reason : reason[..LongestReason] + "...", time);
}
