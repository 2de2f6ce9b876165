namespace SecurityMonkey.Engine.Storage;

/// <summary>
/// What one unit of collection reads and writes. Reading locks nothing; the first write takes the store's write lock, which is
/// held until the end, and everything is written or nothing is. Disposing without committing takes everything back.
/// </summary>
internal interface IWatchTransaction : IAsyncDisposable
{
    /// <summary>How many items of the unit are active and in scope.</summary>
    Task<long> CountActiveAsync(CancellationToken cancellationToken);

    /// <summary>What is stored of some items.</summary>
    /// <param name="nativeIds">Native ids; each may exist in several regions.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    Task<IReadOnlyList<StoredItem>> FindAsync(IReadOnlyList<string> nativeIds, CancellationToken cancellationToken);

    /// <summary>Every active item of the unit that is in scope.</summary>
    IAsyncEnumerable<StoredItem> GetActiveAsync(CancellationToken cancellationToken);

    /// <summary>The configuration of an item's latest revision in UTF-8; null where that is a tombstone.</summary>
    Task<byte[]?> GetLatestConfigAsync(long itemId, CancellationToken cancellationToken);

    /// <summary>The configuration of an item as it was last stored, with its latest ephemeral values, in UTF-8; null where it has none.</summary>
    Task<byte[]?> GetCurrentConfigAsync(long itemId, CancellationToken cancellationToken);

    /// <summary>Writes.</summary>
    /// <returns>The number of the item and of its latest revision, for each write.</returns>
    Task<IReadOnlyList<(long ItemId, int Revision)>> WriteAsync(IReadOnlyList<ItemWrite> writes, CancellationToken cancellationToken);

    /// <summary>Notes which scopes were read to their end, seals what was written, ends the unit in the ledger, and commits.</summary>
    Task CommitAsync(UnitOutcome outcome, IReadOnlyCollection<string> completedScopes, CancellationToken cancellationToken);
}
