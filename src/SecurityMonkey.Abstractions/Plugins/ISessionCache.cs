namespace SecurityMonkey.Plugins;

/// <summary>
/// Keeps answers of a provider from one run to the next, so that a provider that is asked "is this still so?" needs to say no more than
/// yes. What is kept is encrypted, belongs to one account, and may be gone at any time. Safe for several threads.
/// </summary>
public interface ISessionCache
{
    /// <summary>A cache that keeps nothing.</summary>
    static ISessionCache None { get; } = new EmptyCache();

    /// <summary>What was kept under a key, or null.</summary>
    /// <param name="key">The key, such as the address that was asked. Part of it should be whatever else the answer depends on.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken);

    /// <summary>Keeps bytes under a key, in the place of what was kept there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The bytes, in the session's own form.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    ValueTask SetAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken);

    private sealed class EmptyCache : ISessionCache
    {
        public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken) => ValueTask.FromResult<ReadOnlyMemory<byte>?>(null);

        public ValueTask SetAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
