namespace SecurityMonkey;

/// <summary>The result of checking a store's hashes and chains.</summary>
public sealed record StoreCheck
{
    /// <summary>Where the store is.</summary>
    public required string Path { get; init; }

    /// <summary>Whether nothing was found.</summary>
    public bool IsIntact => Problems.Count == 0;

    /// <summary>How many revisions were checked.</summary>
    public required long Revisions { get; init; }

    /// <summary>How many seals were checked.</summary>
    public required long Seals { get; init; }

    /// <summary>The newest seal of each account: keep them elsewhere, and a shortened history shows as well.</summary>
    public required IReadOnlyDictionary<string, string> LatestSeals { get; init; }

    /// <summary>What does not fit.</summary>
    public required IReadOnlyList<string> Problems { get; init; }
}
