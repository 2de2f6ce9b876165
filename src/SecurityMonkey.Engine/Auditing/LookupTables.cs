using SecurityMonkey.Engine.Rules;

namespace SecurityMonkey.Engine.Auditing;

/// <summary>
/// The looked-up items of the account that is being audited, kept from one of its units to the next while what is stored of them stays the same.
/// Not safe for several threads.
/// </summary>
internal sealed class LookupTables
{
    // In characters of the texts. Parsed configurations take more than ten times as much.
    private const long MostText = 3_000_000;

    private readonly Dictionary<string, Entry> _tables = new(StringComparer.Ordinal);
    private long _accountId;
    private long _uses;
    private long _dropped;

    /// <summary>A table that was made before.</summary>
    /// <param name="account">The account.</param>
    /// <param name="itemType">The item type.</param>
    /// <param name="state">The state in which the items are now.</param>
    public LookupTable? Find(Account account, string itemType, string state)
    {
        if (_accountId != account.Id)
        {
            Clear();
            _accountId = account.Id;
        }

        if (!_tables.TryGetValue(itemType, out var entry) || !string.Equals(entry.State, state, StringComparison.Ordinal))
        {
            return null;
        }

        _tables[itemType] = entry with { LastUse = ++_uses };
        return entry.Table;
    }

    /// <summary>Keeps a table, and forgets those that were not used for the longest time where there is too much of them.</summary>
    /// <param name="itemType">The item type.</param>
    /// <param name="state">The state of the items, read before the items.</param>
    /// <param name="table">The table.</param>
    public void Keep(string itemType, string state, LookupTable table)
    {
        Drop([itemType]);
        _tables[itemType] = new Entry(state, table, ++_uses);
        while (_tables.Count > 1 && _tables.Values.Sum(entry => entry.Table.Size) > MostText)
        {
            Drop([_tables.MinBy(entry => entry.Value.LastUse).Key]);
        }
    }

    /// <summary>Lets go of all tables.</summary>
    public void Clear() => Drop([.. _tables.Keys]);

    // They are old enough that the runtime would leave them where they are until memory has grown to a multiple: it is told when it is worth looking.
    private void Drop(IReadOnlyList<string> itemTypes)
    {
        foreach (var itemType in itemTypes)
        {
            _dropped += _tables.Remove(itemType, out var entry) ? entry.Table.Size : 0;
        }

        if (_dropped > MostText / 2)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
            _dropped = 0;
        }
    }

    private sealed record Entry(string State, LookupTable Table, long LastUse);
}
