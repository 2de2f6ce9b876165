namespace SecurityMonkey.Providers.Aws.Ec2;

/// <summary>Helpers for lists that come in pages.</summary>
internal static class PageExtensions
{
    /// <summary>Reads a list to its end.</summary>
    public static async Task<List<T>> CollectAsync<T>(this IAsyncEnumerable<T> pages, CancellationToken cancellationToken)
    {
        var all = new List<T>();
        await foreach (var item in pages.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            all.Add(item);
        }

        return all;
    }
}
