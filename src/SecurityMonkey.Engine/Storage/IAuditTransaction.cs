namespace SecurityMonkey.Engine.Storage;

/// <summary>What one unit of audit reads and writes; locking and committing as in <see cref="IWatchTransaction"/>.</summary>
internal interface IAuditTransaction : IAsyncDisposable
{
    /// <summary>The issues of some items, whatever their status.</summary>
    Task<IReadOnlyList<StoredIssue>> FindAsync(IReadOnlyList<long> itemIds, CancellationToken cancellationToken);

    /// <summary>Writes.</summary>
    /// <returns>The numbers of the issues.</returns>
    Task<IReadOnlyList<long>> WriteAsync(IReadOnlyList<IssueWrite> writes, CancellationToken cancellationToken);

    /// <summary>Ends the unit in the ledger and commits.</summary>
    Task CommitAsync(UnitOutcome outcome, CancellationToken cancellationToken);
}
