using Newtonsoft.Json.Linq;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Rules;

/// <summary>What one rule can look at while it is evaluated, and a record of what it asked for. One for each rule and thread.</summary>
internal sealed class RuleContext(Rule rule, AuditSurroundings surroundings) : IAuditContext
{
    private AuditedItem? _item;

    /// <summary>What the rule asked for.</summary>
    public RuleUse Use { get; private set; }

    /// <summary>The audited item.</summary>
    public AuditedItem Item
    {
        get => _item ?? throw new InvalidOperationException("No item is being audited.");
        set => _item = value;
    }

    public TimeProvider Time => Note(RuleUse.Time, surroundings.Time);

    public Account Account => Note(RuleUse.Account, surroundings.Account);

    public IReadOnlyList<Account> Accounts => Note(RuleUse.Accounts, surroundings.Accounts);

    public IReadOnlyList<KnownNetwork> Networks => Note(RuleUse.Networks, surroundings.Networks);

    /// <summary>The account as expressions take it.</summary>
    public JToken AccountFacts => Note(RuleUse.Account, surroundings.AccountFacts);

    /// <summary>The accounts as expressions take them.</summary>
    public JToken AccountList => Note(RuleUse.Accounts, surroundings.AccountList);

    /// <summary>The networks as expressions take them.</summary>
    public JToken NetworkList => Note(RuleUse.Networks, surroundings.NetworkList);

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
