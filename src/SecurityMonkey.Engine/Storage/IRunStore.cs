namespace SecurityMonkey.Engine.Storage;

/// <summary>The ledger: what was collected and audited, when, and how it ended.</summary>
internal interface IRunStore
{
    /// <summary>Starts a run. It counts as interrupted when its process ends without ending it.</summary>
    Task<IRunLease> BeginAsync(RunKind kind, CancellationToken cancellationToken);

    /// <summary>Marks the runs whose process is gone as interrupted, with the units they had not ended.</summary>
    /// <returns>How many runs were marked.</returns>
    Task<int> MarkInterruptedAsync(CancellationToken cancellationToken);

    /// <summary>Units, newest first. A run whose process is gone reads as interrupted even before it was marked.</summary>
    IAsyncEnumerable<Run> QueryAsync(RunQuery query, CancellationToken cancellationToken);

    /// <summary>The collections of some item types of an account that ended, and the times at which it could not be opened, by run.</summary>
    Task<IReadOnlyList<StoredCollection>> GetCollectionsAsync(Account account, IReadOnlyList<string> itemTypes, CancellationToken cancellationToken);

    /// <summary>How much of an item type of an account was collected.</summary>
    Task<CollectionState> GetCollectionAsync(Account account, string itemType, CancellationToken cancellationToken);
}
