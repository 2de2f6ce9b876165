namespace SecurityMonkey.Engine.Storage;

/// <summary>Which items.</summary>
public sealed record ItemQuery
{
    /// <summary>Numbers of items; empty means any.</summary>
    public IReadOnlyList<long> Ids { get; init; } = [];

    /// <summary>Names of accounts.</summary>
    public TextFilter Account { get; init; } = TextFilter.All;

    /// <summary>Ids of item types.</summary>
    public TextFilter ItemType { get; init; } = TextFilter.All;

    /// <summary>Regions.</summary>
    public TextFilter Region { get; init; } = TextFilter.All;

    /// <summary>Names or native ids of items.</summary>
    public TextFilter Name { get; init; } = TextFilter.All;

    /// <summary>States; empty means any.</summary>
    public IReadOnlyList<ItemState> States { get; init; } = [];

    /// <summary>The least score.</summary>
    public int MinScore { get; init; }

    /// <summary>Whether the configurations are wanted.</summary>
    public bool WithConfig { get; init; } = true;
}

/// <summary>Which revisions.</summary>
public sealed record RevisionQuery
{
    /// <summary>Numbers of revisions; empty means any.</summary>
    public IReadOnlyList<long> Ids { get; init; } = [];

    /// <summary>Which items.</summary>
    public ItemQuery Item { get; init; } = new();

    /// <summary>Not before this time.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Not after this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only the newest one of each item (within the times).</summary>
    public bool LatestOnly { get; init; }
}

/// <summary>Which changes.</summary>
public sealed record ChangeQuery
{
    /// <summary>Which items.</summary>
    public ItemQuery Item { get; init; } = new();

    /// <summary>Not before this time.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Not after this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The run that saw them; null means any.</summary>
    public long? RunId { get; init; }

    /// <summary>Kinds; empty means any.</summary>
    public IReadOnlyList<ChangeKind> Kinds { get; init; } = [];
}

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

/// <summary>Which issues.</summary>
public sealed record IssueQuery
{
    /// <summary>Numbers of issues; empty means any.</summary>
    public IReadOnlyList<long> Ids { get; init; } = [];

    /// <summary>Numbers of items; empty means any.</summary>
    public IReadOnlyList<long> ItemIds { get; init; } = [];

    /// <summary>Names of accounts.</summary>
    public TextFilter Account { get; init; } = TextFilter.All;

    /// <summary>Ids of item types.</summary>
    public TextFilter ItemType { get; init; } = TextFilter.All;

    /// <summary>Regions.</summary>
    public TextFilter Region { get; init; } = TextFilter.All;

    /// <summary>Names or native ids of items.</summary>
    public TextFilter Name { get; init; } = TextFilter.All;

    /// <summary>Ids of rules.</summary>
    public TextFilter Rule { get; init; } = TextFilter.All;

    /// <summary>Statuses; empty means any.</summary>
    public IReadOnlyList<IssueStatus> Statuses { get; init; } = [];

    /// <summary>Severities; empty means any.</summary>
    public IReadOnlyList<Severity> Severities { get; init; } = [];

    /// <summary>The least score.</summary>
    public int MinScore { get; init; }

    /// <summary>First seen, fixed or reopened not before this time.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Whether justified issues are wanted: null means both.</summary>
    public bool? IsJustified { get; init; }
}
