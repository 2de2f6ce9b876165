using System.Runtime.CompilerServices;
using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Engine.Storage;

namespace SecurityMonkey.Engine.Auditing;

/// <summary>
/// Audits one unit: what changed is evaluated on all processors, and what the rules find is reconciled in the order of the items.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="loader">Reads what rules look at beside the items of the unit.</param>
/// <param name="time">The clock.</param>
/// <param name="listener">Hears how it goes.</param>
internal sealed class UnitAuditor(IStore store, SurroundingsLoader loader, TimeProvider time, IRunListener listener)
{
    // Small, so that the few items that most units have are shared out among the processors.
    private const int BatchSize = 32;
    private const int MostIds = 500;
    private const int MostWaitingWrites = 1000;

    /// <summary>Whether something of the unit changed in the store since it was last audited.</summary>
    public async Task<bool> HasChangedAsync(Account account, string itemType, RuleSet rules, Knowledge knowledge, CancellationToken cancellationToken)
    {
        var transaction = await store.Issues.OpenUnitAsync(account, itemType, runId: 0, unitId: 0, cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            return !(await PlanAsync(transaction, account, rules, knowledge, isFull: false, isTimely: false, cancellationToken).ConfigureAwait(false)).IsEmpty;
        }
    }

    /// <summary>Audits.</summary>
    /// <param name="lease">The run; null where nothing is to be recorded.</param>
    /// <param name="unitId">The unit's number in the run.</param>
    /// <param name="account">The account.</param>
    /// <param name="itemType">The item type.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="knowledge">The accounts and networks that are known.</param>
    /// <param name="isFull">Whether everything is evaluated, whether or not it changed.</param>
    /// <param name="cancellationToken">Ends the unit; nothing of it is then recorded.</param>
    public async Task<AuditReport> RunAsync(
        IRunLease? lease,
        long unitId,
        Account account,
        string itemType,
        RuleSet rules,
        Knowledge knowledge,
        bool isFull,
        CancellationToken cancellationToken)
    {
        var startedAt = time.GetUtcNow();
        var unit = $"{account.Name} {itemType}";
        listener.UnitStarted(unit);
        var transaction = await store.Issues.OpenUnitAsync(account, itemType, lease?.RunId ?? 0, unitId, cancellationToken).ConfigureAwait(false);
        try
        {
            var plan = await PlanAsync(transaction, account, rules, knowledge, isFull, isTimely: true, cancellationToken).ConfigureAwait(false);
            var tally = new AuditTally { Items = plan.ItemCount };
            var gaps = new GapReconciler(plan, rules, startedAt);
            var uses = (IReadOnlyDictionary<string, RuleUse>)new Dictionary<string, RuleUse>();
            if (!plan.IsEmpty)
            {
                var surroundings = await loader.LoadAsync(account, plan.Fingerprints, knowledge, cancellationToken).ConfigureAwait(false);
                using var evaluators = new EvaluatorPool(rules, plan, surroundings);
                var recorder = new OutcomeRecorder(transaction, plan, rules, gaps, tally, startedAt, isWhatIf: lease is null);
                await OrderedPipeline.RunAsync(
                    token => BatchesAsync(account, itemType, plan.Items, token),
                    batch => evaluators.Evaluate(batch, cancellationToken),
                    async outcomes =>
                    {
                        await recorder.AddAsync(outcomes, cancellationToken).ConfigureAwait(false);
                        if (recorder.Waiting >= MostWaitingWrites)
                        {
                            await recorder.FlushAsync(cancellationToken).ConfigureAwait(false);
                        }

                        listener.UnitAdvanced(unit, tally.Evaluated, expected: null);
                    },
                    cancellationToken).ConfigureAwait(false);
                await recorder.FlushAsync(cancellationToken).ConfigureAwait(false);
                uses = evaluators.GetUses();
            }

            if (!plan.IsEveryItem)
            {
                tally.AddUntouched(plan.OpenIssues.Where(issue => !plan.IsLookedAt(issue.ItemId)), startedAt);
            }

            tally.Unknown = gaps.Unknown;
            var finishedAt = time.GetUtcNow();
            var status = tally.Errors.Count == 0 && tally.Unknown == 0 && rules.IsWhole ? RunStatus.Complete : RunStatus.Partial;
            if (lease is not null)
            {
                await transaction.CommitAsync(
                    tally.ToOutcome(status, finishedAt), EvaluatedRules(plan, rules, uses), rules.IsUnfiltered, cancellationToken).ConfigureAwait(false);
            }

            return tally.ToReport(lease?.RunId ?? 0, account, itemType, status, rules.Evaluated.Count, startedAt, finishedAt, isWhatIf: lease is null);
        }
        finally
        {
            listener.UnitEnded(unit);
            await transaction.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static EvaluatedRule[] EvaluatedRules(AuditPlan plan, RuleSet rules, IReadOnlyDictionary<string, RuleUse> uses)
        =>
        [
            .. from rule in rules.Evaluated
               let id = rule.Effective.Id
               let use = uses.GetValueOrDefault(id) | (plan.IsForEveryItem(id) ? RuleUse.None : plan.UsesOf(id))
               select new EvaluatedRule(id, plan.Fingerprints.Of(rule.Rule, rule.Effective, use), (int)use),
        ];

    private async Task<AuditPlan> PlanAsync(
        IAuditTransaction transaction, Account account, RuleSet rules, Knowledge knowledge, bool isFull, bool isTimely, CancellationToken cancellationToken)
    {
        // Read before the items: what changes in between makes the next audit do too much, and never too little.
        var fingerprints = await RuleFingerprints.ReadAsync(loader, account, rules.Lookups, knowledge, cancellationToken).ConfigureAwait(false);
        return await AuditPlan.MakeAsync(transaction, rules, fingerprints, isFull, isTimely, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
    }

    private async IAsyncEnumerable<IReadOnlyList<AuditSubject>> BatchesAsync(
        Account account, string itemType, IReadOnlyList<long>? itemIds, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var ids in itemIds?.Chunk(MostIds) ?? [null!])
        {
            var batch = new List<AuditSubject>(BatchSize);
            await foreach (var subject in store.Items.GetSubjectsAsync(account, itemType, ids, cancellationToken).ConfigureAwait(false))
            {
                batch.Add(subject);
                if (batch.Count == BatchSize)
                {
                    yield return batch;
                    batch = new List<AuditSubject>(BatchSize);
                }
            }

            if (batch.Count > 0)
            {
                yield return batch;
            }
        }
    }
}
