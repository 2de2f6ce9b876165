using System.Runtime.CompilerServices;

namespace SecurityMonkey.Providers.Aws;

/// <summary>Works on several elements of a sequence at the same time, and hands out the results in the order of the elements.</summary>
internal static class AheadReading
{
    /// <summary>Works.</summary>
    /// <param name="source">The elements.</param>
    /// <param name="select">Makes the result of one.</param>
    /// <param name="window">How many are under way at most.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <remarks>What fails is thrown in its turn, after the results of the elements before it.</remarks>
    public static async IAsyncEnumerable<TResult> SelectAsync<T, TResult>(
        IAsyncEnumerable<T> source,
        Func<T, CancellationToken, Task<TResult>> select,
        int window,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new Queue<Task<TResult>>();
        var elements = source.GetAsyncEnumerator(cancellationToken);
        try
        {
            Exception? error = null;
            while (error is null)
            {
                try
                {
                    if (!await elements.MoveNextAsync().ConfigureAwait(false))
                    {
                        break;
                    }
                }
                catch (Exception exception) when (exception is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
                {
                    error = exception;
                    break;
                }

                running.Enqueue(select(elements.Current, stop.Token));
                if (running.Count >= window)
                {
                    yield return await running.Dequeue().ConfigureAwait(false);
                }
            }

            while (running.TryDequeue(out var next))
            {
                yield return await next.ConfigureAwait(false);
            }

            if (error is not null)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)Task.WhenAll(running)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await elements.DisposeAsync().ConfigureAwait(false);
        }
    }
}
