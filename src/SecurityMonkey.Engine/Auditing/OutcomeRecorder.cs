using SecurityMonkey.Engine.Storage;

namespace SecurityMonkey.Engine.Auditing;

/// <summary>Reconciles what rules said with what is stored, and writes it.</summary>
internal sealed class OutcomeRecorder(
    IAuditTransaction transaction, AuditPlan plan, RuleSet rules, GapReconciler gaps, AuditTally tally, DateTimeOffset time, bool isWhatIf)
{
    private readonly IssueReconciler _reconciler = new(rules, time);
    private List<EvaluatedItem> _evaluated = [];
    private List<EvaluatedItem> _shortened = [];

    /// <summary>How many writes wait.</summary>
    public int Waiting => tally.Waiting + _evaluated.Count + _shortened.Count;

    /// <summary>Takes what the rules said of some items.</summary>
    public async Task AddAsync(IReadOnlyList<(AuditSubject Subject, ItemOutcome Outcome)> outcomes, CancellationToken cancellationToken)
    {
        var stored = (await transaction.FindAsync([.. outcomes.Select(outcome => outcome.Subject.Item.Id)], cancellationToken).ConfigureAwait(false))
            .ToLookup(issue => issue.ItemId);
        foreach (var (subject, outcome) in outcomes)
        {
            tally.Evaluated++;
            foreach (var error in outcome.Errors)
            {
                tally.Errors.Add(error);
            }

            foreach (var issue in _reconciler.Reconcile(outcome, [.. stored[outcome.Item.Id]]))
            {
                tally.Add(issue);
            }

            gaps.Add(outcome);
            if (plan.IsWhole(subject.Item.Id))
            {
                _evaluated.Add(new EvaluatedItem(subject, outcome.HoldsUntil));
            }
            else if (outcome.HoldsUntil is not null)
            {
                _shortened.Add(new EvaluatedItem(subject, outcome.HoldsUntil));
            }
        }
    }

    /// <summary>Writes what waits.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var writes = tally.TakeWaiting();
        var ids = isWhatIf || writes.Count == 0
            ? []
            : await transaction.WriteAsync([.. writes.Select(waiting => waiting.Write)], cancellationToken).ConfigureAwait(false);
        for (var index = 0; index < writes.Count; index++)
        {
            if (writes[index].Write is not IssueWrite.Expire)
            {
                tally.Report(writes[index].Issue, isWhatIf ? writes[index].Issue.Issue.Id : ids[index]);
            }
        }

        if (!isWhatIf)
        {
            await gaps.FlushAsync(transaction, cancellationToken).ConfigureAwait(false);
            if (_evaluated.Count > 0)
            {
                await transaction.SaveItemsAsync(_evaluated, rules.IsUnfiltered, cancellationToken).ConfigureAwait(false);
            }

            if (_shortened.Count > 0)
            {
                await transaction.ShortenAsync(_shortened, cancellationToken).ConfigureAwait(false);
            }
        }

        (_evaluated, _shortened) = ([], []);
    }
}
