using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Storage;

/// <summary>Items and their revisions.</summary>
internal interface IItemStore
{
    /// <summary>The scopes of an account that hold items which are not deleted.</summary>
    Task<IReadOnlyList<KnownScope>> GetKnownScopesAsync(Account account, CancellationToken cancellationToken);

    /// <summary>Opens the transaction of one unit of collection. Nothing is locked before its first write.</summary>
    Task<IWatchTransaction> OpenUnitAsync(Account account, string itemType, long unitId, CancellationToken cancellationToken);

    /// <summary>The active items of a unit that are in scope, with their configurations, in the order of their numbers.</summary>
    IAsyncEnumerable<Item> GetUnitAsync(Account account, string itemType, CancellationToken cancellationToken);

    /// <summary>Items by account, item type, region and name.</summary>
    IAsyncEnumerable<Item> QueryAsync(ItemQuery query, CancellationToken cancellationToken);

    /// <summary>Revisions, oldest first for each item.</summary>
    IAsyncEnumerable<Revision> QueryRevisionsAsync(RevisionQuery query, CancellationToken cancellationToken);

    /// <summary>Revisions with the ones before them, oldest first.</summary>
    IAsyncEnumerable<RevisionPair> QueryChangesAsync(ChangeQuery query, CancellationToken cancellationToken);

    /// <summary>The item types that were ever collected.</summary>
    Task<IReadOnlyList<string>> GetItemTypesAsync(CancellationToken cancellationToken);

    /// <summary>The regions that items were ever found in.</summary>
    Task<IReadOnlyList<string>> GetRegionsAsync(CancellationToken cancellationToken);

    /// <summary>The units (account and item type) that have items which are not deleted.</summary>
    Task<IReadOnlyList<(Account Account, string ItemType)>> GetUnitsAsync(CancellationToken cancellationToken);
}
