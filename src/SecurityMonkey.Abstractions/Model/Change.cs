namespace SecurityMonkey;

/// <summary>What happened to one item between two of its states.</summary>
public sealed record Change
{
    /// <summary>Created, changed, deleted, or unchanged where two equal states were compared.</summary>
    public required ChangeKind Kind { get; init; }

    /// <summary>When the new state was seen (UTC).</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The name of the account.</summary>
    public required string Account { get; init; }

    /// <summary>The id of the item type.</summary>
    public required string ItemType { get; init; }

    /// <summary>The region.</summary>
    public required string Region { get; init; }

    /// <summary>The item's native id.</summary>
    public required string NativeId { get; init; }

    /// <summary>The item's name.</summary>
    public required string Name { get; init; }

    /// <summary>The store's number for the item; 0 where nothing was stored (-WhatIf).</summary>
    public long ItemId { get; init; }

    /// <summary>The run that saw the new state.</summary>
    public long RunId { get; init; }

    /// <summary>The number of the earlier revision; 0 when there is none.</summary>
    public int FromRevision { get; init; }

    /// <summary>The number of the later revision; 0 where nothing was stored (-WhatIf).</summary>
    public int ToRevision { get; init; }

    /// <summary>The path-by-path difference; empty for an item that was created or deleted.</summary>
    public IReadOnlyList<Difference> Differences { get; init; } = [];

    /// <summary>The earlier canonical configuration; null when there is none, and in a <see cref="ChangeSet"/>, which stays small.</summary>
    public string? BeforeJson { get; init; }

    /// <summary>The later canonical configuration; null when there is none, and in a <see cref="ChangeSet"/>, which stays small.</summary>
    public string? AfterJson { get; init; }

    /// <summary>The jsondiffpatch delta from before to after, as JSON text; null where the configurations are not carried.</summary>
    public string? Delta { get; init; }

    /// <summary>Returns kind, item type and name.</summary>
    public override string ToString() => $"{Kind} {ItemType} {Name}";
}
