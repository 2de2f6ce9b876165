using SecurityMonkey.Engine.Diffing;
using SecurityMonkey.Engine.Plugins;
using SecurityMonkey.Engine.Storage;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Watching;

/// <summary>Collects one unit (account and item type), compares it with what is stored, and records it in one transaction.</summary>
internal sealed class UnitRunner(IStore store, PluginCatalog plugins, TimeProvider time, IRunListener listener)
{
    /// <summary>Collects, compares and records.</summary>
    /// <param name="lease">The run; null where nothing is to be recorded.</param>
    /// <param name="unitId">The unit's number in the run.</param>
    /// <param name="watcher">The watcher.</param>
    /// <param name="context">The account, its session and the regions that are wanted.</param>
    /// <param name="cancellationToken">Ends the unit; nothing of it is then recorded.</param>
    public async Task<ChangeSet> RunAsync(IRunLease? lease, long unitId, IWatcher watcher, WatchContext context, CancellationToken cancellationToken)
    {
        var startedAt = time.GetUtcNow();
        var itemType = watcher.ItemType;
        if (lease is not null && !await lease.TryStartUnitAsync(unitId, cancellationToken).ConfigureAwait(false))
        {
            return Skipped(lease.RunId, context.Account, itemType, startedAt);
        }

        var unit = $"{context.Account.Name} {itemType.Id}";
        listener.UnitStarted(unit);
        try
        {
            return await CollectAsync(lease, unitId, watcher, context, unit, startedAt, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            listener.UnitEnded(unit);
        }
    }

    private async Task<ChangeSet> CollectAsync(
        IRunLease? lease, long unitId, IWatcher watcher, WatchContext context, string unit, DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        var account = context.Account;
        var itemType = watcher.ItemType;
        var paths = plugins.GetPaths(itemType);
        var collector = new UnitCollector(watcher, context, paths, new SecretMask(store.MaskingKey));
        var transaction = await store.Items.OpenUnitAsync(account, itemType.Id, unitId, cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var recorder = new ChangeRecorder(
                transaction, new JsonDifferencer(paths), new UnknownPartFiller(transaction, new ConfigNormalizer(paths, new SecretMask(store.MaskingKey))), account, itemType.Id, lease?.RunId ?? 0, startedAt, isWhatIf: lease is null);
            await collector.CollectAsync(
                async batch =>
                {
                    await recorder.HandleAsync(batch, cancellationToken).ConfigureAwait(false);
                    listener.UnitAdvanced(unit, recorder.Seen, context.Expected);
                },
                cancellationToken).ConfigureAwait(false);
            await DeleteMissingAsync(transaction, recorder, collector.Seen, context, cancellationToken).ConfigureAwait(false);
            await recorder.FlushAsync(cancellationToken).ConfigureAwait(false);

            var finishedAt = time.GetUtcNow();
            var outcome = new UnitOutcome
            {
                Status = StatusOf(recorder, context),
                FinishedAt = finishedAt,
                Seen = recorder.Seen,
                Created = recorder.Created,
                Changed = recorder.Changed,
                Deleted = recorder.Deleted,
                Failures = context.Failures,
                Region = context.Region,
            };
            if (lease is not null)
            {
                await transaction.CommitAsync(outcome, context.Completed, cancellationToken).ConfigureAwait(false);
            }

            WarnOfUnmatchedPaths(collector, recorder, itemType, unit);
            return new ChangeSet
            {
                RunId = lease?.RunId ?? 0,
                Account = account.Name,
                AccountType = account.Type,
                ItemType = itemType.Id,
                Status = outcome.Status,
                Seen = recorder.Seen,
                Created = recorder.Created,
                Changed = recorder.Changed,
                Deleted = recorder.Deleted,
                EphemeralOnly = recorder.EphemeralOnly,
                Unchanged = recorder.Unchanged,
                Changes = recorder.Changes,
                Failures = context.Failures,
                StartedAt = startedAt,
                Duration = finishedAt - startedAt,
                IsWhatIf = lease is null,
            };
        }
    }

    // Deleted is what was active, was not seen, and was in a scope that was read to its end.
    private static async Task DeleteMissingAsync(
        IWatchTransaction transaction, ChangeRecorder recorder, SeenItems seen, WatchContext context, CancellationToken cancellationToken)
    {
        var coverage = new ScopeCoverage(context.Completed, context.Failures.Select(failure => failure.Scope));
        if (context.Completed.Count == 0 || await transaction.CountActiveAsync(cancellationToken).ConfigureAwait(false) == recorder.SeenActive)
        {
            return;
        }

        await foreach (var item in transaction.GetActiveAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!seen.Contains(item.Region, item.NativeId) && context.IsRegionWanted(item.Region) && coverage.TellsDeleted(item.Scope, item.NativeId))
            {
                await recorder.DeleteAsync(item, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static RunStatus StatusOf(ChangeRecorder recorder, WatchContext context)
        => context.Failures.Count > 0
            ? context.Completed.Count > 0 || recorder.Seen > 0 ? RunStatus.Partial : RunStatus.Failed
            : context.CoversAllRegions ? RunStatus.Complete : RunStatus.Partial;

    private static ChangeSet Skipped(long runId, Account account, ItemType itemType, DateTimeOffset startedAt) => new()
    {
        RunId = runId,
        Account = account.Name,
        AccountType = account.Type,
        ItemType = itemType.Id,
        Status = RunStatus.Skipped,
        Failures =
        [
            new ScopeFailure(
                "",
                "UnitBusy",
                $"Another run is collecting {itemType.Id} of account '{account.Name}'. See Get-SMRun -Status Running; try again when it has finished.",
                ErrorKind.Busy),
        ],
        StartedAt = startedAt,
        Duration = TimeSpan.Zero,
    };

    private void WarnOfUnmatchedPaths(UnitCollector collector, ChangeRecorder recorder, ItemType itemType, string unit)
    {
        if (recorder.Seen == 0)
        {
            return;
        }

        foreach (var path in collector.UnmatchedEphemeralPaths)
        {
            listener.Warn(
                $"{unit}: the ephemeral path '{path}' of {itemType.Id} matched nothing in {recorder.Seen} items. " +
                "Check its spelling; write a question mark behind it if it may be absent.");
        }
    }
}
