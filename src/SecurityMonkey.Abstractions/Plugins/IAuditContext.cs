namespace SecurityMonkey.Plugins;

/// <summary>What the engine offers to a rule in code while it evaluates one item. Safe for several threads.</summary>
public interface IAuditContext
{
    /// <summary>
    /// The clock. An item about which a rule asked for it is evaluated again at every audit, unless the rule says with <see cref="HoldUntil"/> how
    /// long its answer holds.
    /// </summary>
    TimeProvider Time { get; }

    /// <summary>Says that the clock does not change the answer about the item before a time; of several times, the first counts.</summary>
    /// <param name="time">When the rule has to be evaluated again: the day on which a key becomes too old, for example.</param>
    void HoldUntil(DateTimeOffset time)
    {
    }

    /// <summary>The account of the audited item.</summary>
    Account Account { get; }

    /// <summary>All accounts that are known: ours, those of third parties, and those that providers use for their services.</summary>
    IReadOnlyList<Account> Accounts { get; }

    /// <summary>The networks that are known.</summary>
    IReadOnlyList<KnownNetwork> Networks { get; }

    /// <summary>The items of a type in the account of the audited item, with their configurations, in the order of their numbers.</summary>
    /// <param name="itemType">The id of the item type; the rule must name it in <see cref="Rule.Lookups"/>.</param>
    /// <param name="region">Only the items of this region; null means all regions.</param>
    /// <exception cref="RuleUnknownException">The last collection of the type, in that region, was not complete, or there was none.</exception>
    /// <exception cref="InvalidOperationException">The rule does not declare the item type.</exception>
    IReadOnlyList<Item> GetItems(string itemType, string? region = null);

    /// <summary>The items of a type that have a value at a path: a join, by an index that is made once for each unit.</summary>
    /// <param name="itemType">The id of the item type; the rule must name it in <see cref="Rule.Lookups"/>.</param>
    /// <param name="path">Member names separated by dots, <c>[]</c> for the elements of a list: <c>Groups[].GroupId</c>.</param>
    /// <param name="value">The value as text: texts as they are, numbers and booleans as in JSON. Compared exactly.</param>
    /// <param name="region">Only the items of this region; null means all regions.</param>
    /// <exception cref="RuleUnknownException">The last collection of the type, in that region, was not complete, or there was none.</exception>
    /// <exception cref="InvalidOperationException">The rule does not declare the item type.</exception>
    IReadOnlyList<Item> GetItemsBy(string itemType, string path, string value, string? region = null);

    /// <summary>What a rule makes of an item (its parsed configuration, a model of it), made once for each item and kept while its unit is audited.</summary>
    /// <param name="item">The audited item, or one that was looked up.</param>
    /// <param name="derive">Makes it: a pure function of the item.</param>
    /// <typeparam name="T">The kind of thing; one for each item and type.</typeparam>
    T Derive<T>(Item item, Func<Item, T> derive)
        where T : class;
}
