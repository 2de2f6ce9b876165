using System.Text.Json;
using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Engine.Storage;

namespace SecurityMonkey.Engine.Auditing;

/// <summary>Reads from the store what rules look at beside the items of a unit.</summary>
internal sealed class SurroundingsLoader(IStore store, TimeProvider time)
{
    private readonly LookupTables _kept = new();
    private readonly Dictionary<(long AccountId, string ItemType), (string Version, string Hash)> _hashes = [];

    /// <summary>Reads the items that rules look up.</summary>
    /// <param name="account">The account of the unit.</param>
    /// <param name="fingerprints">The item types that are looked up, and the state in which they are.</param>
    /// <param name="knowledge">The accounts and networks that are known.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<AuditSurroundings> LoadAsync(
        Account account, RuleFingerprints fingerprints, Knowledge knowledge, CancellationToken cancellationToken)
    {
        var tables = new Dictionary<string, LookupTable>(StringComparer.Ordinal);
        foreach (var (itemType, state) in fingerprints.Lookups)
        {
            if (_kept.Find(account, itemType, state) is not { } table)
            {
                _kept.Keep(itemType, state, table = await ReadAsync(account, itemType, cancellationToken).ConfigureAwait(false));
            }

            tables.Add(itemType, table);
        }

        return new AuditSurroundings(time, account)
        {
            Accounts = knowledge.Accounts,
            Networks = knowledge.Networks,
            Tables = tables,
        };
    }

    /// <summary>Lets go of the items that were read.</summary>
    public void Forget() => _kept.Clear();

    /// <summary>A text that changes when an item of an item type or the completeness of its collection does.</summary>
    public async Task<string> GetStateAsync(Account account, string itemType, CancellationToken cancellationToken)
    {
        // Read before the items: what changes in between makes the next audit do too much, and never too little.
        var collection = await store.Runs.GetCollectionAsync(account, itemType, cancellationToken).ConfigureAwait(false);
        var key = (account.Id, itemType);
        if (!_hashes.TryGetValue(key, out var known) || !string.Equals(known.Version, collection.Version, StringComparison.Ordinal))
        {
            var hash = await store.Items.GetStateHashAsync(account, itemType, cancellationToken).ConfigureAwait(false);
            _hashes[key] = known = (collection.Version, Convert.ToHexString(hash));
        }

        return $"{known.Hash} {JsonSerializer.Serialize(ToGaps(account, itemType, collection))}";
    }

    private async Task<LookupTable> ReadAsync(Account account, string itemType, CancellationToken cancellationToken)
    {
        var gaps = await GetGapsAsync(account, itemType, cancellationToken).ConfigureAwait(false);
        var regions = gaps.Count == 0 ? [] : await store.Items.GetRegionsAsync(cancellationToken).ConfigureAwait(false);
        var items = new List<Item>();
        await foreach (var item in store.Items.GetUnitAsync(account, itemType, cancellationToken).ConfigureAwait(false))
        {
            items.Add(item);
        }

        return new LookupTable(itemType, account.Name, items, gaps, regions);
    }

    /// <summary>What the last collection of a unit did not read.</summary>
    public async Task<IReadOnlyList<LookupGap>> GetGapsAsync(Account account, string itemType, CancellationToken cancellationToken)
        => ToGaps(account, itemType, await store.Runs.GetCollectionAsync(account, itemType, cancellationToken).ConfigureAwait(false));

    /// <summary>What was not read, where an item type was collected so far.</summary>
    public static IReadOnlyList<LookupGap> ToGaps(Account account, string itemType, CollectionState collection)
    {
        var command = $"Invoke-SMWatcher -Account '{account.Name}' -ItemType {itemType}";

        // A part of an item that could not be read ("scope/*/path") is on the item; the list itself was read.
        var failures = collection.Failures
            .Where(failure => !failure.Scope.Split('/').Contains("*", StringComparer.Ordinal))
            .Select(failure => new LookupGap(failure.Scope, failure.Message))
            .ToArray();
        return failures.Length > 0 || collection.IsWhole ? failures
            : [new LookupGap("", collection.IsCollected ? $"only some regions of it were ever collected. Collect all with {command}." : $"it was never collected. Collect it with {command}.")];
    }
}
