using System.Threading.Channels;

namespace SecurityMonkey.Engine;

/// <summary>
/// Three stages at once: a source is read, what it brings is transformed on all processors, and the results are handled one by one in
/// the order of the source. What waits between the stages is bounded, so that memory stays flat.
/// </summary>
internal static class OrderedPipeline
{
    private static int MostInFlight => Environment.ProcessorCount * 2;

    /// <summary>Runs the stages until the source ends.</summary>
    /// <param name="source">Read in the background.</param>
    /// <param name="transform">Runs on several threads.</param>
    /// <param name="handle">Runs for one result at a time.</param>
    /// <param name="cancellationToken">Ends all stages.</param>
    /// <remarks>The first exception of any stage ends the others, whose end is waited for, and is thrown.</remarks>
    public static async Task RunAsync<TIn, TOut>(
        Func<CancellationToken, IAsyncEnumerable<TIn>> source, Func<TIn, TOut> transform, Func<TOut, Task> handle, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var inFlight = Channel.CreateBounded<Task<TOut>>(new BoundedChannelOptions(MostInFlight) { SingleReader = true, SingleWriter = true });
        var reading = Task.Run(() => ReadAsync(source(stop.Token), transform, inFlight.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var result in inFlight.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                await handle(await result.ConfigureAwait(false)).ConfigureAwait(false);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(false);
            await ForgetAsync(inFlight.Reader).ConfigureAwait(false);
        }
    }

    // Hands its exception on through the channel, so that the results before it are handled first.
    private static async Task ReadAsync<TIn, TOut>(
        IAsyncEnumerable<TIn> source, Func<TIn, TOut> transform, ChannelWriter<Task<TOut>> output, CancellationToken cancellationToken)
    {
        var error = (Exception?)null;
        try
        {
            await foreach (var value in source.ConfigureAwait(false))
            {
                await output.WriteAsync(Task.Run(() => transform(value), cancellationToken), cancellationToken).ConfigureAwait(false);
            }
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

    private static async Task ForgetAsync<TOut>(ChannelReader<Task<TOut>> results)
    {
        while (results.TryRead(out var result))
        {
            await ((Task)result).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
