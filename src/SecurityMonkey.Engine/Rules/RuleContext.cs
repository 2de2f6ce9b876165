using Newtonsoft.Json.Linq;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Rules;

/// <summary>What one rule can look at while it is evaluated, and a record of what it asked for. One for each rule and thread.</summary>
internal sealed class RuleContext(Rule rule, AuditSurroundings surroundings) : IAuditContext
{
    private AuditedItem? _item;
    private bool _isClockRead;
    private DateTimeOffset? _holdsUntil;

    /// <summary>What the rule asked for.</summary>
    public RuleUse Use { get; private set; }

    /// <summary>The audited item.</summary>
    public AuditedItem Item
    {
        get => _item ?? throw new InvalidOperationException("No item is being audited.");
        set
        {
            _item = value;
            _isClockRead = false;
            _holdsUntil = null;
        }
    }

    /// <summary>
    /// Until when the answer about the item holds as far as the clock is concerned; null means for ever, and the beginning of time that it has
    /// to be asked for again at each audit, because the rule read the clock and did not say what for.
    /// </summary>
    public DateTimeOffset? HoldsUntil => _holdsUntil ?? (_isClockRead ? DateTimeOffset.MinValue : null);

    public TimeProvider Time
    {
        get
        {
            _isClockRead = true;
            return surroundings.Time;
        }
    }

    public Account Account => Note(RuleUse.Account, surroundings.Account);

    public IReadOnlyList<Account> Accounts => Note(RuleUse.Accounts, surroundings.Accounts);

    public IReadOnlyList<KnownNetwork> Networks => Note(RuleUse.Networks, surroundings.Networks);

    /// <summary>The account as expressions take it.</summary>
    public JToken AccountFacts => Note(RuleUse.Account, surroundings.AccountFacts);

    /// <summary>The accounts as expressions take them.</summary>
    public JToken AccountList => Note(RuleUse.Accounts, surroundings.AccountList);

    /// <summary>The networks as expressions take them.</summary>
    public JToken NetworkList => Note(RuleUse.Networks, surroundings.NetworkList);

    public void HoldUntil(DateTimeOffset time)
    {
        if (_holdsUntil is null || time < _holdsUntil)
        {
            _holdsUntil = time;
        }
    }

    /// <summary>The whole days since a time. They stay the same until the next time at which another day is full.</summary>
    public long GetAgeInDays(DateTimeOffset time)
    {
        var now = surroundings.Time.GetUtcNow();
        var days = (long)Math.Floor((now - time).TotalDays);
        HoldUntil(now + (TimeSpan.FromDays(days + 1) - (now - time)));
        return days;
    }

    public IReadOnlyList<Item> GetItems(string itemType, string? region = null) => Table(itemType).Get(region).Items;

    public IReadOnlyList<Item> GetItemsBy(string itemType, string path, string value, string? region = null)
        => Table(itemType).GetBy(path, value, region).Items;

    public T Derive<T>(Item item, Func<Item, T> derive)
        where T : class
    {
        var known = ReferenceEquals(item, _item?.Item) ? _item : surroundings.Tables.GetValueOrDefault(item.ItemType)?.Find(item);
        return known is null ? derive(item) : known.Derive(derive);
    }

    /// <summary>The items of a type that the rule declares to look at.</summary>
    /// <exception cref="InvalidOperationException">It does not declare it.</exception>
    public LookupTable Table(string itemType)
        => rule.Lookups.Contains(itemType, StringComparer.Ordinal) && surroundings.Tables.TryGetValue(itemType, out var table)
            ? table
            : throw new InvalidOperationException(
                $"Rule {rule.Id} looks at '{itemType}' without declaring it: add it to the rule's lookups, so that a change there is noticed.");

    private T Note<T>(RuleUse use, T value)
    {
        Use |= use;
        return value;
    }
}
