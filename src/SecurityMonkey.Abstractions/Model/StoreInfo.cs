namespace SecurityMonkey;

/// <summary>A store and what is in it.</summary>
public sealed record StoreInfo
{
    /// <summary>Where it is.</summary>
    public required string Path { get; init; }

    /// <summary>The kind of database.</summary>
    public required string Kind { get; init; }

    /// <summary>The number of its latest migration.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>Its size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Accounts that were not removed.</summary>
    public required long Accounts { get; init; }

    /// <summary>Items, deleted ones included.</summary>
    public required long Items { get; init; }

    /// <summary>Revisions.</summary>
    public required long Revisions { get; init; }

    /// <summary>Open issues.</summary>
    public required long OpenIssues { get; init; }

    /// <summary>When the last run ended (UTC), or null.</summary>
    public DateTimeOffset? LastRun { get; init; }

    /// <summary>Returns the path.</summary>
    public override string ToString() => Path;
}
