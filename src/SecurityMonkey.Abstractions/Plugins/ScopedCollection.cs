using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace SecurityMonkey.Plugins;

/// <summary>Collects several scopes (regions, subscriptions) at the same time, each of which may fail alone.</summary>
public static class ScopedCollection
{
    private const int MostWaitingItems = 64;

    /// <summary>Collects. Each scope is called complete when it was read to its end, and failed when reading it threw.</summary>
    /// <param name="context">Takes what is complete and what failed.</param>
    /// <param name="scopes">The names of the scopes.</param>
    /// <param name="collect">Collects one scope. What it yields must not share buffers. It may say by <see cref="IWatchContext.Fail"/> that parts of its scope failed.</param>
    /// <param name="cancellationToken">Ends the collection.</param>
    /// <remarks>How many calls are under way is limited by <see cref="ISessionContext.EnterCallAsync"/>, and not here.</remarks>
    public static async IAsyncEnumerable<ItemSnapshot> CollectAsync(
        IWatchContext context,
        IEnumerable<string> scopes,
        Func<string, CancellationToken, IAsyncEnumerable<ItemSnapshot>> collect,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var items = Channel.CreateBounded<ItemSnapshot>(new BoundedChannelOptions(MostWaitingItems) { SingleReader = true });
        var running = CollectAllAsync(context, scopes, collect, items.Writer, stop.Token);
        try
        {
            await foreach (var item in items.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return item;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await running.ConfigureAwait(false);
    }

    private static async Task CollectAllAsync(
        IWatchContext context,
        IEnumerable<string> scopes,
        Func<string, CancellationToken, IAsyncEnumerable<ItemSnapshot>> collect,
        ChannelWriter<ItemSnapshot> items,
        CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(scopes.Select(scope => CollectScopeAsync(context, scope, collect, items, cancellationToken))).ConfigureAwait(false);
            items.Complete();
        }
        catch (Exception exception)
        {
            items.Complete(exception);
        }
    }

    // The boundary of a scope: it fails alone, and nothing of it is treated as deleted.
    private static async Task CollectScopeAsync(
        IWatchContext context,
        string scope,
        Func<string, CancellationToken, IAsyncEnumerable<ItemSnapshot>> collect,
        ChannelWriter<ItemSnapshot> items,
        CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var item in collect(scope, cancellationToken).ConfigureAwait(false))
            {
                await items.WriteAsync(item, cancellationToken).ConfigureAwait(false);
            }

            context.Complete(scope);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            context.Fail(scope, exception);
        }
    }
}
