using System.Runtime.CompilerServices;
using System.Threading.Channels;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Watching.Documents;

/// <summary>Reads several things at the same time while they are still being listed, each with as many results as it has; the first failure ends all.</summary>
internal static class ParallelReading
{
    /// <summary>Reads.</summary>
    /// <param name="parallelism">How many things are read at the same time.</param>
    /// <param name="produce">Hands out the things.</param>
    /// <param name="read">Reads a thing.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<ItemSnapshot> ReadAsync<T>(
        int parallelism,
        Func<Func<T, ValueTask>, CancellationToken, Task> produce,
        Func<T, CancellationToken, IAsyncEnumerable<ItemSnapshot>> read,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var things = Channel.CreateBounded<T>(parallelism);
        var results = Channel.CreateBounded<ItemSnapshot>(parallelism);
        var running = Task.WhenAll([ProduceAsync(), .. Enumerable.Range(0, parallelism).Select(_ => ReadOnAsync())]);
        var completing = running.ContinueWith(
            task => results.Writer.TryComplete(task.Exception?.InnerException), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            await foreach (var result in results.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return result;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await completing.ConfigureAwait(false);
        }

        async Task ProduceAsync()
        {
            try
            {
                await produce(thing => things.Writer.WriteAsync(thing, stop.Token), stop.Token).ConfigureAwait(false);
                things.Writer.Complete();
            }
            catch (Exception exception)
            {
                // What was listed before is read to its end and counts; then the failure shows.
                things.Writer.Complete(exception);
            }
        }

        async Task ReadOnAsync()
        {
            await foreach (var thing in things.Reader.ReadAllAsync(stop.Token).ConfigureAwait(false))
            {
                await foreach (var result in read(thing, stop.Token).ConfigureAwait(false))
                {
                    await results.Writer.WriteAsync(result, stop.Token).ConfigureAwait(false);
                }
            }
        }
    }
}
