namespace SecurityMonkey.Engine.Storage;

/// <summary>Which units of the ledger.</summary>
public sealed record RunQuery
{
    /// <summary>Numbers of runs; empty means any.</summary>
    public IReadOnlyList<long> RunIds { get; init; } = [];

    /// <summary>The kind; null means any.</summary>
    public RunKind? Kind { get; init; }

    /// <summary>Names of accounts.</summary>
    public TextFilter Account { get; init; } = TextFilter.All;

    /// <summary>Ids of item types.</summary>
    public TextFilter ItemType { get; init; } = TextFilter.All;

    /// <summary>Statuses; empty means any.</summary>
    public IReadOnlyList<RunStatus> Statuses { get; init; } = [];

    /// <summary>Not before this time.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only the newest one of each kind, account and item type.</summary>
    public bool LatestOnly { get; init; }
}
