namespace SecurityMonkey.Engine.Storage;

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

    /// <summary>In the order of the runs that wrote them, and not item by item.</summary>
    public bool InOrderOfRuns { get; init; }
}
