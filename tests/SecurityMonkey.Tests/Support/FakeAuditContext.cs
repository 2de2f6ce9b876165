using SecurityMonkey.Plugins;

namespace SecurityMonkey.Tests.Support;

/// <summary>What a rule in code can look at, as tests make it up. Every item type is declared, complete, and empty until it is filled.</summary>
public sealed class FakeAuditContext(TimeProvider time) : IAuditContext
{
    public TimeProvider Time => time;

    public Account Account { get; set; } = new() { Name = "prod", Type = "AWS", Identifier = "123456789012" };

    public IReadOnlyList<Account> Accounts { get; set; } = [];

    public IReadOnlyList<KnownNetwork> Networks { get; set; } = [];

    /// <summary>The other items.</summary>
    public List<Item> Items { get; } = [];

    /// <summary>Item types that were not collected completely.</summary>
    public List<string> Incomplete { get; } = [];

    public IReadOnlyList<Item> GetItems(string itemType, string? region = null)
        => Incomplete.Contains(itemType)
            ? throw new RuleUnknownException($"{itemType} was not collected completely.")
            : [.. Items.Where(item => item.ItemType == itemType && (region is null || item.Region == region))];

    public IReadOnlyList<Item> GetItemsBy(string itemType, string path, string value, string? region = null)
    {
        var table = new Engine.Rules.LookupTable(itemType, Account.Name, GetItems(itemType), [], []);
        return table.GetBy(path, value, region).Items;
    }

    public T Derive<T>(Item item, Func<Item, T> derive)
        where T : class
        => derive(item);
}
