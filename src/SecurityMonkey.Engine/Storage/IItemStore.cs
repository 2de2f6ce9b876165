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

    /// <summary>The active items of a unit that are in scope, or some of them, for an audit, in the order of their numbers.</summary>
    /// <param name="account">The account.</param>
    /// <param name="itemType">The item type.</param>
    /// <param name="itemIds">Numbers of items in their order; null means all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<AuditSubject> GetSubjectsAsync(
        Account account, string itemType, IReadOnlyList<long>? itemIds, CancellationToken cancellationToken);

    /// <summary>A hash that changes when an item of a unit does, or comes, or goes.</summary>
    Task<byte[]> GetStateHashAsync(Account account, string itemType, CancellationToken cancellationToken);

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
