using SecurityMonkey.Engine.Diffing;

namespace SecurityMonkey.Engine.Storage;

/// <summary>Something to be written about an item.</summary>
internal abstract record ItemWrite
{
    private ItemWrite()
    {
    }

    /// <summary>When it was collected (UTC).</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What could not be read of the item.</summary>
    public IReadOnlyList<UnknownPart> UnknownParts { get; init; } = [];

    /// <summary>A new item, with its first revision.</summary>
    public sealed record Create(string NativeId, string Region, string Name, string Scope, NormalizedConfig Config) : ItemWrite;

    /// <summary>A new revision of an item that changed durably or came back.</summary>
    public sealed record Revise(StoredItem Item, string Name, string Scope, NormalizedConfig Config) : ItemWrite;

    /// <summary>New ephemeral values, another name or scope, or another declaration of what is ephemeral: no revision.</summary>
    public sealed record Refresh(StoredItem Item, string Name, string Scope, NormalizedConfig Config) : ItemWrite;

    /// <summary>The item is gone: a tombstone, and its open issues are fixed.</summary>
    public sealed record Delete(StoredItem Item) : ItemWrite;
}
