using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using SecurityMonkey.Engine.Diffing;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Watching;

/// <summary>
/// Collects one unit: reads what the watcher has, brings it into the form in which it is stored, and hands it on in batches.
/// Reading and normalizing go on while earlier batches are compared and written; what waits between the two is bounded.
/// </summary>
internal sealed class UnitCollector(IWatcher watcher, WatchContext context, ConfigNormalizer normalizer)
{
    private const int BatchSize = 256;
    private const int MostWaitingBatches = 4;

    private readonly SeenItems _seen = new();
    private long _duplicates;

    /// <summary>The items that were collected, in scope or not.</summary>
    public SeenItems Seen => _seen;

    /// <summary>Collects.</summary>
    /// <param name="handleBatch">Takes the next items; each item comes once.</param>
    /// <param name="cancellationToken">Ends the collection.</param>
    /// <remarks>A failure of the watcher becomes a failed scope; a failure of <paramref name="handleBatch"/> is thrown.</remarks>
    public async Task CollectAsync(Func<IReadOnlyList<CollectedItem>, Task> handleBatch, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var batches = Channel.CreateBounded<IReadOnlyList<CollectedItem>>(
            new BoundedChannelOptions(MostWaitingBatches) { SingleReader = true, SingleWriter = true });
        var reading = Task.Run(() => ReadAsync(batches.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var batch in batches.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                await handleBatch(batch).ConfigureAwait(false);
            }
        }
        finally
        {
            // Whatever ended the loop ends the reading as well, and its end is waited for.
            await stop.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await reading.ConfigureAwait(false);
        WarnOfDuplicates();
    }

    private async Task ReadAsync(ChannelWriter<IReadOnlyList<CollectedItem>> output, CancellationToken cancellationToken)
    {
        var error = (Exception?)null;
        try
        {
            await foreach (var batch in ReadBatchesAsync(cancellationToken).ConfigureAwait(false))
            {
                await output.WriteAsync(batch, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException exception)
        {
            error = exception;
        }
        finally
        {
            output.Complete(error);
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<CollectedItem>> ReadBatchesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var batch = new List<CollectedItem>(BatchSize);
        var items = watcher.CollectAsync(context, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (items.ConfigureAwait(false))
        {
            while (await TryMoveNextAsync(items, cancellationToken).ConfigureAwait(false))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Normalize(items.Current) is { } item)
                {
                    batch.Add(item);
                }

                if (batch.Count == BatchSize)
                {
                    yield return batch;
                    batch = new List<CollectedItem>(BatchSize);
                }
            }
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }

        if (context.Completed.Count == 0 && context.Failures.Count == 0)
        {
            context.Complete("");
        }
    }

    // The unit boundary: whatever a watcher throws fails the unit, so that nothing of it counts as deleted; what it read before counts.
    private async Task<bool> TryMoveNextAsync(IAsyncEnumerator<ItemSnapshot> items, CancellationToken cancellationToken)
    {
        try
        {
            return await items.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            context.Fail("", exception);
            return false;
        }
    }

    private CollectedItem? Normalize(ItemSnapshot snapshot)
    {
        if (!context.IsWanted(snapshot))
        {
            return null;
        }

        if (!_seen.Add(snapshot.Region, snapshot.NativeId))
        {
            _duplicates++;
            return null;
        }

        try
        {
            return new CollectedItem(snapshot.NativeId, snapshot.Region, snapshot.Name, snapshot.Scope, normalizer.Normalize(snapshot.Config.Span));
        }
        catch (JsonException exception)
        {
            var message = $"The configuration of '{snapshot.NativeId}' is not JSON that can be stored: {exception.Message}";
            context.Fail(
                ScopeCoverage.Join(snapshot.Scope, snapshot.NativeId),
                new SecurityMonkeyException("ConfigInvalid", ErrorKind.ParseError, message, exception));
            return null;
        }
    }

    private void WarnOfDuplicates()
    {
        if (_duplicates > 0)
        {
            context.Warn(
                $"{context.Account.Name} {watcher.ItemType.Id}: {_duplicates} items were listed more than once, and the first listing was taken. " +
                "Overlapping documents can be the cause.");
        }
    }
}
