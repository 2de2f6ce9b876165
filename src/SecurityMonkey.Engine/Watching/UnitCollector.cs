using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using SecurityMonkey.Engine.Diffing;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Watching;

/// <summary>
/// Collects one unit: reads what the watcher has, brings it into the form in which it is stored on all processors, and hands it on in
/// batches, while earlier batches are compared and written.
/// </summary>
internal sealed class UnitCollector(IWatcher watcher, WatchContext context, PathMatcher paths, SecretMask mask)
{
    private readonly ConcurrentBag<ConfigNormalizer> _normalizers = [];
    private readonly UnknownPartTally _unknown = new();
    private long _duplicates;

    /// <summary>The items that were collected.</summary>
    public SeenItems Seen { get; } = new();

    /// <summary>The ephemeral paths that matched nothing in any configuration, and were not declared as optional.</summary>
    public IEnumerable<string> UnmatchedEphemeralPaths
        => paths.Unmatched(PathFlags.Ephemeral, _normalizers.Aggregate(0UL, (matched, normalizer) => matched | normalizer.Matched));

    /// <summary>Collects.</summary>
    /// <param name="handleBatch">Takes the next items; each item comes once.</param>
    /// <param name="cancellationToken">Ends the collection.</param>
    /// <remarks>A failure of the watcher becomes a failed scope; a failure of <paramref name="handleBatch"/> is thrown.</remarks>
    public async Task CollectAsync(Func<IReadOnlyList<CollectedItem>, Task> handleBatch, CancellationToken cancellationToken)
    {
        await OrderedPipeline.RunAsync(ReadAsync, Normalize, handleBatch, cancellationToken).ConfigureAwait(false);
        _unknown.Report(context);
        if (_duplicates > 0)
        {
            context.Warn(
                $"{context.Account.Name} {watcher.ItemType.Id}: {_duplicates} items were listed more than once, and the first listing was taken. " +
                "Overlapping documents can be the cause.");
        }
    }

    private async IAsyncEnumerable<RawBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var batch = new RawBatch();
        var items = watcher.CollectAsync(context, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (items.ConfigureAwait(false))
        {
            while (await TryMoveNextAsync(items, cancellationToken).ConfigureAwait(false))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (IsWanted(items.Current))
                {
                    batch.Add(items.Current);
                }

                if (batch.IsFull)
                {
                    yield return batch;
                    batch = new RawBatch();
                }
            }
        }

        yield return batch;
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

    private bool IsWanted(ItemSnapshot item)
    {
        if (!context.IsWanted(item))
        {
            return false;
        }

        var isNew = Seen.Add(item.Region, item.NativeId);
        _unknown.Add(item);
        _duplicates += isNew ? 0 : 1;
        return isNew;
    }

    private IReadOnlyList<CollectedItem> Normalize(RawBatch batch)
    {
        using (batch)
        {
            var normalizer = _normalizers.TryTake(out var free) ? free : new ConfigNormalizer(paths, mask);
            var items = new List<CollectedItem>(batch.Count);
            for (var index = 0; index < batch.Count; index++)
            {
                var (item, config) = batch[index];
                if (Normalize(normalizer, item, config.Span) is { } normalized)
                {
                    items.Add(new CollectedItem(item.NativeId, item.Region, item.Name, item.Scope, normalized) { UnknownParts = item.UnknownParts });
                }
            }

            _normalizers.Add(normalizer);
            return items;
        }
    }

    private NormalizedConfig? Normalize(ConfigNormalizer normalizer, ItemSnapshot item, ReadOnlySpan<byte> config)
    {
        try
        {
            return normalizer.Normalize(config);
        }
        catch (JsonException exception)
        {
            var message = $"The configuration of '{item.NativeId}' is not JSON that can be stored: {exception.Message}";
            context.Fail(
                ScopeCoverage.Join(item.Scope, item.NativeId),
                new SecurityMonkeyException("ConfigInvalid", ErrorKind.ParseError, message, exception));
            return null;
        }
    }
}
