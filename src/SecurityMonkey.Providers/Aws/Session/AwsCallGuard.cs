using System.Runtime.CompilerServices;

namespace SecurityMonkey.Providers.Aws.Session;

/// <summary>Makes calls whose failures say which call it was.</summary>
internal static class AwsCallGuard
{
    /// <summary>Makes a call.</summary>
    /// <param name="call">The call, as messages speak of it.</param>
    /// <param name="send">Makes it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SecurityMonkeyException">It failed.</exception>
    public static async Task<T> SendAsync<T>(AwsCall call, Func<CancellationToken, Task<T>> send, CancellationToken cancellationToken)
    {
        try
        {
            return await send(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            throw AwsErrors.Translate(exception, call);
        }
    }

    /// <summary>Reads what a call and those for its further pages bring.</summary>
    /// <param name="call">The call, as messages speak of it.</param>
    /// <param name="pages">Reads it.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="SecurityMonkeyException">A call failed; what came before it is not the whole list.</exception>
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        AwsCall call, IAsyncEnumerable<T> pages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var items = pages.GetAsyncEnumerator(cancellationToken);
        await using (items.ConfigureAwait(false))
        {
            while (await SendAsync(call, _ => items.MoveNextAsync().AsTask(), cancellationToken).ConfigureAwait(false))
            {
                yield return items.Current;
            }
        }
    }
}
