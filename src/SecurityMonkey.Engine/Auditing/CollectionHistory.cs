using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Engine.Storage;

namespace SecurityMonkey.Engine.Auditing;

/// <summary>Follows, through the ledger, how completely the item types of an account were collected.</summary>
/// <param name="account">The account.</param>
/// <param name="itemTypes">The item types.</param>
internal sealed class CollectionHistory(Account account, IReadOnlyList<string> itemTypes)
{
    private static readonly CollectionState Never = new(IsCollected: false, IsWhole: false, []);

    private readonly Dictionary<string, CollectionState> _states = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<ScopeFailure>> _closed = new(StringComparer.Ordinal);

    /// <summary>Goes on to the next collection.</summary>
    /// <returns>The item types that are collected more or less completely than before.</returns>
    public IReadOnlyList<string> Apply(StoredCollection collection)
    {
        if (string.Equals(collection.ItemType, ItemType.Every, StringComparison.Ordinal))
        {
            foreach (var itemType in itemTypes)
            {
                _closed[itemType] = collection.Failures;
            }

            return itemTypes;
        }

        var before = _states.GetValueOrDefault(collection.ItemType) ?? Never;
        var wasClosed = !collection.IsNarrowed && _closed.Remove(collection.ItemType);

        // The ledger does not tell which regions a narrowed collection was for: what failed before counts as failed until all are collected again.
        var failed = collection.Failures.Select(failure => failure.Scope).ToHashSet(StringComparer.Ordinal);
        var after = collection.IsNarrowed
            ? new CollectionState(true, before.IsWhole, [.. before.Failures.Where(failure => !failed.Contains(failure.Scope)), .. collection.Failures])
            : new CollectionState(true, true, collection.Failures);
        _states[collection.ItemType] = after;
        return wasClosed || before.IsCollected != after.IsCollected || before.IsWhole != after.IsWhole || !before.Failures.SequenceEqual(after.Failures)
            ? [collection.ItemType]
            : [];
    }

    /// <summary>What was missing of an item type.</summary>
    public IReadOnlyList<LookupGap> GapsOf(string itemType)
    {
        var state = _states.GetValueOrDefault(itemType) ?? Never;
        return SurroundingsLoader.ToGaps(account, itemType, state with { Failures = [.. state.Failures, .. _closed.GetValueOrDefault(itemType) ?? []] });
    }
}
