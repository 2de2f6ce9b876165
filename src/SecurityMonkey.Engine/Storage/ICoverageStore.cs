namespace SecurityMonkey.Engine.Storage;

/// <summary>What was collected and evaluated, as the ledger and the last audits have it.</summary>
internal interface ICoverageStore
{
    /// <summary>The last collection of each item type of each account that ended.</summary>
    Task<IReadOnlyList<UnitCoverage>> GetUnitsAsync(CancellationToken cancellationToken);

    /// <summary>The active items in scope, by region.</summary>
    Task<IReadOnlyList<RegionCoverage>> GetRegionsAsync(CancellationToken cancellationToken);

    /// <summary>The rules whose answers are stored.</summary>
    Task<IReadOnlyList<RuleCoverage>> GetRulesAsync(CancellationToken cancellationToken);

    /// <summary>The answers that are missing, by region, rule and reason.</summary>
    Task<IReadOnlyList<GapCoverage>> GetGapsAsync(CancellationToken cancellationToken);
}

/// <summary>The last collection of an item type of an account.</summary>
internal sealed record UnitCoverage(
    long AccountId, string Account, string AccountType, string ItemType, RunStatus Status, DateTimeOffset? LastComplete, DateTimeOffset? LastAudit, IReadOnlyList<ScopeFailure> Failures);

/// <summary>The items of a type in a region of an account.</summary>
internal sealed record RegionCoverage(long AccountId, string ItemType, string Region, int Items, DateTimeOffset? CollectedAt);

/// <summary>A rule that was evaluated on an item type of an account.</summary>
internal sealed record RuleCoverage(long AccountId, string ItemType, string RuleId, DateTimeOffset EvaluatedAt);

/// <summary>Answers of a rule that are missing.</summary>
internal sealed record GapCoverage(long AccountId, string ItemType, string Region, string RuleId, AuditGapKind Kind, string Reason, int Count);
