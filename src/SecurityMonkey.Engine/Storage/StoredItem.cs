namespace SecurityMonkey.Engine.Storage;

/// <summary>What a collection needs to know of an item that is stored.</summary>
internal sealed record StoredItem
{
    public required long Id { get; init; }

    public required string Region { get; init; }

    public required string NativeId { get; init; }

    public required string Name { get; init; }

    public required string Scope { get; init; }

    public required bool IsActive { get; init; }

    public required bool IsInScope { get; init; }

    public required byte[] CompleteHash { get; init; }

    public required byte[] DurableHash { get; init; }

    public required int RevisionNumber { get; init; }

    public IReadOnlyList<UnknownPart> UnknownParts { get; init; } = [];
}
