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

    /// <summary>The last collection of an item type of an account that ended, whether complete or not; null when there was none.</summary>
    Task<Run?> GetLastCollectionAsync(Account account, string itemType, CancellationToken cancellationToken);
}
