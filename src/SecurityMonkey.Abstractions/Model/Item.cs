namespace SecurityMonkey;

/// <summary>A resource of an account as it was last seen.</summary>
public sealed record Item
{
    /// <summary>The store's number for the item.</summary>
    public required long Id { get; init; }

    /// <summary>The name of its account.</summary>
    public required string Account { get; init; }

    /// <summary>The type of its account.</summary>
    public required string AccountType { get; init; }

    /// <summary>The id of its item type.</summary>
    public required string ItemType { get; init; }

    /// <summary>The provider's region, or <see cref="SecurityMonkey.Region.Global"/>.</summary>
    public required string Region { get; init; }

    /// <summary>What the provider calls it for ever: an id, an ARN, an ARM id, a GitHub path.</summary>
    public required string NativeId { get; init; }

    /// <summary>A label for people; it may change without the item becoming another one.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it exists, was deleted, or is no longer looked at.</summary>
    public required ItemState State { get; init; }

    /// <summary>When it was first collected (UTC).</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>When it was last collected, or found in a complete list (UTC).</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>When its durable configuration last changed (UTC).</summary>
    public required DateTimeOffset LastChanged { get; init; }

    /// <summary>When only ephemeral values last changed (UTC), or null.</summary>
    public DateTimeOffset? LastEphemeralChange { get; init; }

    /// <summary>The number of its latest revision; the first is 1.</summary>
    public required int RevisionNumber { get; init; }

    /// <summary>The number of its open issues.</summary>
    public int OpenIssues { get; init; }

    /// <summary>The sum of the scores of its open issues that nobody justified.</summary>
    public int Score { get; init; }

    /// <summary>The canonical configuration as JSON text, with the latest ephemeral values. Empty where it was not asked for.</summary>
    public string ConfigJson { get; init; } = "";

    /// <summary>The parts that the latest collection could not read. In the configuration they are as they were last read, or missing.</summary>
    public IReadOnlyList<UnknownPart> UnknownParts { get; init; } = [];

    /// <summary>The part that could not be read at, above or below a path; null when all of it is known.</summary>
    /// <param name="path">Member names separated by dots, compared exactly; empty means the whole configuration.</param>
    public UnknownPart? FindUnknown(string path)
        => UnknownParts.FirstOrDefault(part => path.Length == 0 || IsWithin(path, part.Path) || IsWithin(part.Path, path));

    /// <summary>Makes sure that some parts of the configuration are known.</summary>
    /// <param name="paths">Member names separated by dots.</param>
    /// <exception cref="RuleUnknownException">One of them could not be read; the message says which, of which item, and why.</exception>
    public void RequireKnown(params string[] paths)
    {
        foreach (var path in paths)
        {
            if (FindUnknown(path) is { } part)
            {
                throw new RuleUnknownException($"'{part.Path}' of {ItemType} '{NativeId}' could not be read: {part.Message}");
            }
        }
    }

    /// <summary>Returns the item type and the name.</summary>
    public override string ToString() => $"{ItemType} {Name}";

    private static bool IsWithin(string path, string ancestor)
        => path.StartsWith(ancestor, StringComparison.Ordinal)
            && (path.Length == ancestor.Length || ancestor.Length == 0 || path[ancestor.Length] == '.');
}
