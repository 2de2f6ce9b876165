namespace SecurityMonkey.Engine.Storage;

/// <summary>Issues and what happened to them.</summary>
internal interface IIssueStore
{
    /// <summary>Opens the transaction of one unit of audit. Nothing is locked before its first write.</summary>
    Task<IAuditTransaction> OpenUnitAsync(Account account, string itemType, long runId, long unitId, CancellationToken cancellationToken);

    /// <summary>Issues, the highest score first.</summary>
    IAsyncEnumerable<Issue> QueryAsync(IssueQuery query, CancellationToken cancellationToken);

    /// <summary>What happened to an issue, oldest first.</summary>
    Task<IReadOnlyList<IssueEvent>> GetEventsAsync(long issueId, CancellationToken cancellationToken);

    /// <summary>Accepts an issue.</summary>
    Task JustifyAsync(long issueId, Justification justification, CancellationToken cancellationToken);

    /// <summary>Takes an acceptance back.</summary>
    Task RevokeJustificationAsync(long issueId, string by, CancellationToken cancellationToken);
}
