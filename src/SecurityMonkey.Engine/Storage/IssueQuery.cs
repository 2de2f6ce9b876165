namespace SecurityMonkey.Engine.Storage;

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
