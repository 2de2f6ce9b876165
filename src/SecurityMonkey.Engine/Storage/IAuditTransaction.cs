namespace SecurityMonkey.Engine.Storage;

/// <summary>What one unit of audit reads and writes; locking and committing as in <see cref="IWatchTransaction"/>.</summary>
internal interface IAuditTransaction : IAsyncDisposable
{
    /// <summary>The rules whose answers for the unit are stored.</summary>
    Task<IReadOnlyList<EvaluatedRule>> GetRulesAsync(CancellationToken cancellationToken);

    /// <summary>The active items in scope that are not in the state in which they were last evaluated, or of which an answer does not hold any more.</summary>
    /// <param name="time">The time; null leaves time out of account.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<long>> GetChangedItemsAsync(DateTimeOffset? time, CancellationToken cancellationToken);

    /// <summary>The open issues of active items in scope.</summary>
    Task<IReadOnlyList<OpenIssue>> GetOpenIssuesAsync(CancellationToken cancellationToken);

    /// <summary>The rules that gave no answer about active items in scope.</summary>
    Task<IReadOnlyList<AuditGap>> GetGapsAsync(CancellationToken cancellationToken);

    /// <summary>How many active items in scope there are.</summary>
    Task<int> CountItemsAsync(CancellationToken cancellationToken);

    /// <summary>The issues of some items, whatever their status.</summary>
    Task<IReadOnlyList<StoredIssue>> FindAsync(IReadOnlyList<long> itemIds, CancellationToken cancellationToken);

    /// <summary>Writes.</summary>
    /// <returns>The numbers of the issues.</returns>
    Task<IReadOnlyList<long>> WriteAsync(IReadOnlyList<IssueWrite> writes, CancellationToken cancellationToken);

    /// <summary>Notes in which state items were evaluated, and until when that holds.</summary>
    /// <param name="items">The items.</param>
    /// <param name="isWhole">Whether by all rules; otherwise they are to be evaluated again at the next audit by all rules.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    Task SaveItemsAsync(IReadOnlyList<EvaluatedItem> items, bool isWhole, CancellationToken cancellationToken);

    /// <summary>Notes of items that were evaluated by some rules until when these answers hold; what was noted before stays where it is sooner.</summary>
    Task ShortenAsync(IReadOnlyList<EvaluatedItem> items, CancellationToken cancellationToken);

    /// <summary>Writes the rules that give no answer about an item now, and takes those away that do.</summary>
    Task SaveGapsAsync(IReadOnlyList<AuditGap> added, IReadOnlyList<AuditGap> removed, CancellationToken cancellationToken);

    /// <summary>Notes which rules were evaluated, ends the unit in the ledger and commits.</summary>
    /// <param name="outcome">How the unit ended.</param>
    /// <param name="rules">The rules whose answers are stored now.</param>
    /// <param name="isWhole">Whether these are all; then others are forgotten.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    Task CommitAsync(UnitOutcome outcome, IReadOnlyList<EvaluatedRule> rules, bool isWhole, CancellationToken cancellationToken);
}
