namespace SecurityMonkey;

/// <summary>An immutable durable state of an item.</summary>
public sealed record Revision
{
    /// <summary>The store's number for the revision.</summary>
    public required long Id { get; init; }

    /// <summary>The store's number for its item.</summary>
    public required long ItemId { get; init; }

    /// <summary>1 for the item's first revision, then 2, 3, ...</summary>
    public required int Number { get; init; }

    /// <summary>The name of the account.</summary>
    public required string Account { get; init; }

    /// <summary>The id of the item type.</summary>
    public required string ItemType { get; init; }

    /// <summary>The region.</summary>
    public required string Region { get; init; }

    /// <summary>The item's native id.</summary>
    public required string NativeId { get; init; }

    /// <summary>The item's present name.</summary>
    public required string Name { get; init; }

    /// <summary><see cref="ItemState.Active"/>, or <see cref="ItemState.Deleted"/> for a tombstone.</summary>
    public required ItemState State { get; init; }

    /// <summary>When the state was first seen (UTC).</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The run that saw it first.</summary>
    public required long RunId { get; init; }

    /// <summary>SHA-256 of the canonical configuration, lower-case hexadecimal; empty for a tombstone.</summary>
    public required string CompleteHash { get; init; }

    /// <summary>SHA-256 of the canonical configuration without its ephemeral paths; empty for a tombstone.</summary>
    public required string DurableHash { get; init; }

    /// <summary>SHA-256 over this revision and the one before it: changing history breaks the chain.</summary>
    public required string ChainHash { get; init; }

    /// <summary>The canonical configuration as JSON text; empty for a tombstone.</summary>
    public string ConfigJson { get; init; } = "";

    /// <summary>Returns item and number.</summary>
    public override string ToString() => $"{ItemType} {Name} #{Number}";
}
