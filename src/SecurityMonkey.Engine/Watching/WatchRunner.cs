using System.Runtime.CompilerServices;
using System.Threading.Channels;
using SecurityMonkey.Engine.Plugins;
using SecurityMonkey.Engine.Storage;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Watching;

/// <summary>Collects accounts: plans units, runs some of them at the same time, and hands out each one's changes when it is done.</summary>
internal sealed class WatchRunner(IStore store, PluginCatalog plugins, TimeProvider time)
{
    /// <summary>Collects.</summary>
    /// <param name="request">What to collect.</param>
    /// <param name="listener">Hears how it goes.</param>
    /// <param name="cancellationToken">Ends the run; units that are done stay recorded.</param>
    public async IAsyncEnumerable<ChangeSet> RunAsync(
        WatchRequest request, IRunListener listener, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await store.Runs.MarkInterruptedAsync(cancellationToken).ConfigureAwait(false);
        var lease = request.IsWhatIf ? null : await store.Runs.BeginAsync(RunKind.Watch, cancellationToken).ConfigureAwait(false);
        await using (lease ?? (IAsyncDisposable)NothingToDispose.Instance)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var output = Channel.CreateBounded<ChangeSet>(request.ThrottleLimit);
            var running = Task.Run(() => RunAccountsAsync(request, lease, listener, output.Writer, stop.Token), CancellationToken.None);
            var status = RunStatus.Complete;
            try
            {
                await foreach (var changeSet in output.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                {
                    status = Worse(status, changeSet.Status);
                    yield return changeSet;
                }
            }
            finally
            {
                // Whatever ends the reading (a consumer that has enough, Ctrl+C) ends the units, and their end is waited for.
                await stop.CancelAsync().ConfigureAwait(false);
                await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await running.ConfigureAwait(false);
            if (lease is not null)
            {
                await lease.EndAsync(status, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private static RunStatus Worse(RunStatus run, RunStatus unit)
        => unit == RunStatus.Complete || unit == run ? run : RunStatus.Partial;

    private async Task RunAccountsAsync(
        WatchRequest request, IRunLease? lease, IRunListener listener, ChannelWriter<ChangeSet> output, CancellationToken cancellationToken)
    {
        var error = (Exception?)null;
        try
        {
            using var throttle = new SemaphoreSlim(request.ThrottleLimit);
            using var calls = new CallThrottle(request.ThrottleLimit);
            var options = new ParallelOptions { MaxDegreeOfParallelism = request.ThrottleLimit, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(
                request.Accounts,
                options,
                async (account, token) => await RunAccountAsync(account, request, lease, listener, throttle, calls, output, token).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            error = exception;
        }
        finally
        {
            output.Complete(error);
        }
    }

    private async Task RunAccountAsync(
        Account account,
        WatchRequest request,
        IRunLease? lease,
        IRunListener listener,
        SemaphoreSlim throttle,
        CallThrottle calls,
        ChannelWriter<ChangeSet> output,
        CancellationToken cancellationToken)
    {
        var startedAt = time.GetUtcNow();
        IAccountSession session;
        try
        {
            session = await OpenAsync(account, isWhatIf: lease is null, calls, listener, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
        {
            // The account boundary: nothing of it was read, so nothing of it is deleted, and the other accounts go on.
            await output.WriteAsync(await FailAsync(account, request.Region, lease, startedAt, exception).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            return;
        }

        await using (session.ConfigureAwait(false))
        {
            var filter = new ScopeFilter(account);
            var watchers = plugins.WatchersFor(account, session)
                .Where(watcher => filter.IncludesItemType(watcher.ItemType.Id) && request.ItemType.IsMatch(watcher.ItemType.Id))
                .OrderBy(watcher => watcher.ItemType.Id, StringComparer.Ordinal)
                .ToArray();
            var unitIds = lease is null
                ? new long[watchers.Length]
                : await lease.PlanUnitsAsync(account, [.. watchers.Select(watcher => watcher.ItemType.Id)], cancellationToken).ConfigureAwait(false);
            var runner = new UnitRunner(store, plugins, time, listener);
            await Task.WhenAll(watchers.Select(async (watcher, index) =>
            {
                await throttle.WaitAsync(cancellationToken).ConfigureAwait(false);
                try
                {
                    var context = new WatchContext(account, session, request.Region, time, listener);
                    var changeSet = await runner.RunAsync(lease, unitIds[index], watcher, context, cancellationToken).ConfigureAwait(false);
                    await output.WriteAsync(changeSet, cancellationToken).ConfigureAwait(false);
                }
                finally
                {
                    throttle.Release();
                }
            })).ConfigureAwait(false);
        }
    }

    private async Task<IAccountSession> OpenAsync(
        Account account, bool isWhatIf, CallThrottle calls, IRunListener listener, CancellationToken cancellationToken)
    {
        var knownScopes = await store.Items.GetKnownScopesAsync(account, cancellationToken).ConfigureAwait(false);
        var context = new SessionContext(plugins, knownScopes, calls, time, listener) { Cache = store.Caches.Of(account, isWhatIf, listener.Warn) };
        return await plugins.GetAccountType(account.Type).OpenAsync(account, context, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ChangeSet> FailAsync(Account account, TextFilter region, IRunLease? lease, DateTimeOffset startedAt, Exception exception)
    {
        var failure = ErrorMapping.ToFailure("", exception);
        var finishedAt = time.GetUtcNow();
        if (lease is not null)
        {
            var unitIds = await lease.PlanUnitsAsync(account, [SecurityMonkey.ItemType.Every], CancellationToken.None).ConfigureAwait(false);
            var outcome = new UnitOutcome { Status = RunStatus.Failed, FinishedAt = finishedAt, Failures = [failure], Region = region };
            await lease.FailAccountAsync(account, unitIds[0], outcome, CancellationToken.None).ConfigureAwait(false);
        }

        return new ChangeSet
        {
            RunId = lease?.RunId ?? 0,
            Account = account.Name,
            AccountType = account.Type,
            ItemType = SecurityMonkey.ItemType.Every,
            Status = RunStatus.Failed,
            Failures = [failure],
            StartedAt = startedAt,
            Duration = finishedAt - startedAt,
            IsWhatIf = lease is null,
        };
    }

    private sealed class NothingToDispose : IAsyncDisposable
    {
        public static NothingToDispose Instance { get; } = new();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
