using System.Runtime.CompilerServices;
using SecurityMonkey.Engine.Storage;

namespace SecurityMonkey.Engine.Auditing;

/// <summary>Audits one unit: rules are evaluated on all processors, and what they find is reconciled in the order of the items.</summary>
internal sealed class UnitAuditor(IStore store, TimeProvider time, IRunListener listener)
{
    private const int BatchSize = 128;
    private const int MostWaitingWrites = 1000;

    /// <summary>Audits.</summary>
    /// <param name="lease">The run; null where nothing is to be recorded.</param>
    /// <param name="unitId">The unit's number in the run.</param>
    /// <param name="account">The account.</param>
    /// <param name="itemType">The item type.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="isWhole">Whether all rules are in the set.</param>
    /// <param name="cancellationToken">Ends the unit; nothing of it is then recorded.</param>
    public async Task<AuditReport> RunAsync(
        IRunLease? lease, long unitId, Account account, string itemType, RuleSet rules, bool isWhole, CancellationToken cancellationToken)
    {
        var startedAt = time.GetUtcNow();
        var tally = new AuditTally();
        var reconciler = new IssueReconciler(rules, startedAt);
        var unit = $"{account.Name} {itemType}";
        listener.UnitStarted(unit);
        var transaction = await store.Issues.OpenUnitAsync(account, itemType, lease?.RunId ?? 0, unitId, cancellationToken).ConfigureAwait(false);
        try
        {
            var lookups = rules.Evaluated.SelectMany(rule => rule.Effective.Lookups).Distinct(StringComparer.Ordinal);
            var surroundings = await new SurroundingsLoader(store, time).LoadAsync(account, lookups, cancellationToken).ConfigureAwait(false);
            using var evaluators = new EvaluatorPool(rules.Evaluated, surroundings);
            await OrderedPipeline.RunAsync(
                token => BatchesAsync(account, itemType, token),
                batch => evaluators.Evaluate(batch, cancellationToken),
                async outcomes =>
                {
                    await ReconcileAsync(transaction, reconciler, outcomes, tally, cancellationToken).ConfigureAwait(false);
                    if (tally.Waiting >= MostWaitingWrites)
                    {
                        await FlushAsync(transaction, tally, isWhatIf: lease is null, cancellationToken).ConfigureAwait(false);
                    }

                    listener.UnitAdvanced(unit, tally.Items, expected: null);
                },
                cancellationToken).ConfigureAwait(false);
            await FlushAsync(transaction, tally, isWhatIf: lease is null, cancellationToken).ConfigureAwait(false);
            var finishedAt = time.GetUtcNow();
            var status = tally.Errors.Count == 0 && tally.Unknown == 0 && isWhole ? RunStatus.Complete : RunStatus.Partial;
            if (lease is not null)
            {
                await transaction.CommitAsync(tally.ToOutcome(status, finishedAt), cancellationToken).ConfigureAwait(false);
            }

            return tally.ToReport(lease?.RunId ?? 0, account, itemType, status, rules.Count, startedAt, finishedAt, isWhatIf: lease is null);
        }
        finally
        {
            listener.UnitEnded(unit);
            await transaction.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task ReconcileAsync(
        IAuditTransaction transaction,
        IssueReconciler reconciler,
        IReadOnlyList<ItemOutcome> outcomes,
        AuditTally tally,
        CancellationToken cancellationToken)
    {
        var stored = (await transaction.FindAsync([.. outcomes.Select(outcome => outcome.Item.Id)], cancellationToken).ConfigureAwait(false))
            .ToLookup(issue => issue.ItemId);
        foreach (var outcome in outcomes)
        {
            tally.Items++;
            tally.Evaluated++;
            tally.Unknown += outcome.Unknown.Count;
            tally.Errors.AddRange(outcome.Errors);
            foreach (var issue in reconciler.Reconcile(outcome, [.. stored[outcome.Item.Id]]))
            {
                tally.Add(issue);
            }
        }
    }

    private static async Task FlushAsync(IAuditTransaction transaction, AuditTally tally, bool isWhatIf, CancellationToken cancellationToken)
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
    }

    private async IAsyncEnumerable<IReadOnlyList<Item>> BatchesAsync(
        Account account, string itemType, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var batch = new List<Item>(BatchSize);
        await foreach (var item in store.Items.GetUnitAsync(account, itemType, cancellationToken).ConfigureAwait(false))
        {
            batch.Add(item);
            if (batch.Count == BatchSize)
            {
                yield return batch;
                batch = new List<Item>(BatchSize);
            }
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }
}
