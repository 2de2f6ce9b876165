using System.Runtime.CompilerServices;
using System.Threading.Channels;
using SecurityMonkey.Engine.Plugins;
using SecurityMonkey.Engine.Watching;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Accounts;

/// <summary>Tries what an account lets its watchers read: signs in, and lets each of them read until its first item.</summary>
internal sealed class AccountTester(PluginCatalog plugins, TimeProvider time)
{
    /// <summary>Tries an account.</summary>
    /// <param name="account">The account.</param>
    /// <param name="itemTypes">The item types to try.</param>
    /// <param name="regions">The regions to choose from; one is tried.</param>
    /// <param name="throttleLimit">How many item types, and how many calls, are tried at the same time.</param>
    /// <param name="listener">Hears how it goes.</param>
    /// <param name="cancellationToken">Ends the test.</param>
    /// <returns>First whether the module can sign in, then each item type when it was tried.</returns>
    public async IAsyncEnumerable<AccountTest> TestAsync(
        Account account, TextFilter itemTypes, TextFilter regions, int throttleLimit, IRunListener listener, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var calls = new CallThrottle(throttleLimit);
        var (session, problem) = await TryOpenAsync(account, new SessionContext(plugins, [], calls, time, listener), cancellationToken).ConfigureAwait(false);
        if (session is null)
        {
            yield return Create(account, "", SecurityMonkey.ItemType.Every, RunStatus.Failed, [], [problem!]);
            yield break;
        }

        await using (session.ConfigureAwait(false))
        {
            yield return Create(account, session.Identity, SecurityMonkey.ItemType.Every, RunStatus.Complete, [], []);
            var filter = new ScopeFilter(account);
            var watchers = plugins.WatchersFor(account, session)
                .Where(watcher => filter.IncludesItemType(watcher.ItemType.Id) && itemTypes.IsMatch(watcher.ItemType.Id))
                .OrderBy(watcher => watcher.ItemType.Id, StringComparer.Ordinal);
            await foreach (var test in TestAllAsync(account, session, watchers, regions, throttleLimit, listener, cancellationToken).ConfigureAwait(false))
            {
                yield return test;
            }
        }
    }

    private async IAsyncEnumerable<AccountTest> TestAllAsync(
        Account account,
        IAccountSession session,
        IEnumerable<IWatcher> watchers,
        TextFilter regions,
        int throttleLimit,
        IRunListener listener,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var results = Channel.CreateUnbounded<AccountTest>();
        var running = RunAsync();
        try
        {
            await foreach (var test in results.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return test;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await running.ConfigureAwait(false);

        async Task RunAsync()
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = throttleLimit, CancellationToken = stop.Token };
            try
            {
                await Parallel.ForEachAsync(
                    watchers,
                    options,
                    async (watcher, token) =>
                    {
                        var unit = $"{account.Name} {watcher.ItemType.Id}";
                        listener.UnitStarted(unit);
                        var context = new TrialContext(account, session, regions, time, listener);
                        var test = await TestOneAsync(account, session.Identity, watcher, context, token).ConfigureAwait(false);
                        listener.UnitEnded(unit);
                        results.Writer.TryWrite(test);
                    }).ConfigureAwait(false);
                results.Writer.TryComplete();
            }
            catch (Exception exception)
            {
                results.Writer.TryComplete(exception);
            }
        }
    }

    private static async Task<AccountTest> TestOneAsync(
        Account account, string identity, IWatcher watcher, TrialContext context, CancellationToken cancellationToken)
    {
        var hasItem = false;
        try
        {
            await foreach (var item in watcher.CollectAsync(context, cancellationToken).ConfigureAwait(false))
            {
                hasItem = true;
                foreach (var part in item.UnknownParts)
                {
                    context.Add(part);
                }

                break;
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            context.Fail("", exception);
        }

        var failures = context.Failures;
        var status = failures.Count == 0 ? RunStatus.Complete : hasItem || context.HasCompleted ? RunStatus.Partial : RunStatus.Failed;
        return Create(account, identity, watcher.ItemType.Id, status, watcher.Permissions, failures);
    }

    private async Task<(IAccountSession? Session, ScopeFailure? Problem)> TryOpenAsync(
        Account account, SessionContext context, CancellationToken cancellationToken)
    {
        try
        {
            return (await plugins.GetAccountType(account.Type).OpenAsync(account, context, cancellationToken).ConfigureAwait(false), null);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            return (null, ErrorMapping.ToFailure("", exception));
        }
    }

    private static AccountTest Create(
        Account account, string identity, string itemType, RunStatus status, IReadOnlyList<string> permissions, IReadOnlyList<ScopeFailure> failures)
        => new()
        {
            Account = account.Name,
            AccountType = account.Type,
            Identity = identity,
            ItemType = itemType,
            Status = status,
            Permissions = permissions,
            Failures = failures,
        };
}
