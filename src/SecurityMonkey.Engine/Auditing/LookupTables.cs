using SecurityMonkey.Engine.Rules;

namespace SecurityMonkey.Engine.Auditing;

/// <summary>
/// The looked-up items of the account that is being audited, kept from one of its units to the next while what is stored of them stays the same.
/// Not safe for several threads.
/// </summary>
internal sealed class LookupTables
{
    // In characters of the texts. What rules make of them takes more than ten times as much.
    private const long MostParsed = 3_000_000;
    private const long MostText = 20_000_000;

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

        Use(itemType, entry);
        return entry.Table;
    }

    /// <summary>Keeps a table. Where there is too much of them, those that were not used for the longest time are kept as texts, or not at all.</summary>
    /// <param name="itemType">The item type.</param>
    /// <param name="state">The state of the items, read before the items.</param>
    /// <param name="table">The table.</param>
    public void Keep(string itemType, string state, LookupTable table)
    {
        Drop(itemType);
        Use(itemType, new Entry(state, table, LastUse: 0, IsParsed: true));
    }

    /// <summary>Lets go of all tables.</summary>
    public void Clear()
    {
        foreach (var itemType in _tables.Keys)
        {
            Drop(itemType);
        }
    }

    private void Use(string itemType, Entry entry)
    {
        _tables[itemType] = entry with { LastUse = ++_uses, IsParsed = true };
        while (_tables.Values.Where(other => other.IsParsed).Sum(other => other.Table.Size) > MostParsed
            && _tables.Where(other => other.Value.IsParsed && other.Key != itemType).MinBy(other => other.Value.LastUse) is { Key: { } oldest, Value: var parsed })
        {
            parsed.Table.Forget();
            _tables[oldest] = parsed with { IsParsed = false };
            NoteDropped(parsed);
        }

        while (_tables.Count > 1 && _tables.Values.Sum(other => other.Table.Size) > MostText)
        {
            Drop(_tables.MinBy(other => other.Value.LastUse).Key);
        }
    }

    private void Drop(string itemType)
    {
        if (_tables.Remove(itemType, out var entry) && entry.IsParsed)
        {
            NoteDropped(entry);
        }
    }

    // It is old enough that the runtime would leave it where it is until memory has grown to a multiple: it is told when it is worth looking.
    private void NoteDropped(Entry entry)
    {
        _dropped += entry.Table.Size;
        if (_dropped > MostParsed / 2)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
            _dropped = 0;
        }
    }

    private sealed record Entry(string State, LookupTable Table, long LastUse, bool IsParsed);
}
