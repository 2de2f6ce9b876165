using System.Runtime.CompilerServices;
using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Engine.Storage;

namespace SecurityMonkey.Engine.Auditing;

/// <summary>Audits units one after the other, and hands out each one's report when it is done.</summary>
internal sealed class AuditRunner(IStore store, RuleCatalog catalog, TimeProvider time)
{
    /// <summary>Audits.</summary>
    /// <param name="request">What to audit.</param>
    /// <param name="listener">Hears how it goes.</param>
    /// <param name="cancellationToken">Ends the run; units that are done stay recorded.</param>
    public async IAsyncEnumerable<AuditReport> RunAsync(
        AuditRequest request, IRunListener listener, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await store.Runs.MarkInterruptedAsync(cancellationToken).ConfigureAwait(false);
        var tuning = new RuleTuning(await store.RuleSettings.GetAllAsync(cancellationToken).ConfigureAwait(false));
        var lease = request.IsWhatIf ? null : await store.Runs.BeginAsync(RunKind.Audit, cancellationToken).ConfigureAwait(false);
        var status = RunStatus.Complete;
        try
        {
            foreach (var (account, itemType) in request.Units)
            {
                var rules = new RuleSet(catalog, tuning, request.Rule, account.Name, itemType);
                var unitId = lease is null ? 0 : (await lease.PlanUnitsAsync(account, [itemType], cancellationToken).ConfigureAwait(false))[0];
                AuditReport report;
                if (lease is not null && !await lease.TryStartUnitAsync(unitId, cancellationToken).ConfigureAwait(false))
                {
                    report = Skipped(lease.RunId, account, itemType);
                }
                else
                {
                    var isWhole = request.Rule.IsAll && catalog.Problems.Count == 0;
                    report = await new UnitAuditor(store, time, listener)
                        .RunAsync(lease, unitId, account, itemType, rules, isWhole, cancellationToken).ConfigureAwait(false);
                }

                status = report.Status == RunStatus.Complete ? status : RunStatus.Partial;
                yield return report;
            }

            if (lease is not null)
            {
                await lease.EndAsync(status, CancellationToken.None).ConfigureAwait(false);
            }
        }
        finally
        {
            if (lease is not null)
            {
                await lease.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private AuditReport Skipped(long runId, Account account, string itemType) => new()
    {
        RunId = runId,
        Account = account.Name,
        AccountType = account.Type,
        ItemType = itemType,
        Status = RunStatus.Skipped,
        Errors =
        [
            new AuditError("", 0, "", $"Another run is auditing {itemType} of account '{account.Name}'. See Get-SMRun -Status Running; try again when it has finished."),
        ],
        StartedAt = time.GetUtcNow(),
        Duration = TimeSpan.Zero,
    };
}
