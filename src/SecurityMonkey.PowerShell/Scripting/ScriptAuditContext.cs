using System.Globalization;
using SecurityMonkey.Commands.Formatting;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Commands.Scripting;

/// <summary>What the script of a rule can look at beside its item: the third thing it is given.</summary>
public sealed class ScriptAuditContext
{
    private readonly IAuditContext _context;
    private readonly Func<string, string> _resolve;

    internal ScriptAuditContext(IAuditContext context, Func<string, string> resolve)
    {
        _context = context;
        _resolve = resolve;
    }

    /// <summary>The time it is (UTC). An item about which a rule asked for it is evaluated at every audit, unless the rule says how long its answer holds.</summary>
    public DateTimeOffset Now => _context.Time.GetUtcNow();

    /// <summary>Says that the clock does not change the answer about the item before a time.</summary>
    /// <param name="time">When the rule has to be evaluated again.</param>
    public void HoldUntil(DateTimeOffset time) => _context.HoldUntil(time);

    /// <summary>The account of the item.</summary>
    public Account Account => _context.Account;

    /// <summary>All accounts that are known.</summary>
    public IReadOnlyList<Account> Accounts => _context.Accounts;

    /// <summary>The networks that are known.</summary>
    public IReadOnlyList<KnownNetwork> Networks => _context.Networks;

    /// <summary>The items of a type in the account of the item. Where not all of them could be read, the answer of the rule is unknown.</summary>
    /// <param name="itemType">An id or alias that -Lookup names.</param>
    public object[] GetItems(string itemType) => GetItems(itemType, region: null);

    /// <summary>The items of a type in one region.</summary>
    /// <param name="itemType">An id or alias that -Lookup names.</param>
    /// <param name="region">The region; empty means all.</param>
    public object[] GetItems(string itemType, string? region) => Show(_context.GetItems(_resolve(itemType), NullIfEmpty(region)));

    /// <summary>The items of a type that have a value at a path.</summary>
    /// <param name="itemType">An id or alias that -Lookup names.</param>
    /// <param name="path">Names separated by dots, <c>[]</c> for the elements of a list: <c>Groups[].GroupId</c>.</param>
    /// <param name="value">The value.</param>
    public object[] GetItemsBy(string itemType, string path, object value) => GetItemsBy(itemType, path, value, region: null);

    /// <summary>The items of a type in one region that have a value at a path.</summary>
    /// <param name="itemType">An id or alias that -Lookup names.</param>
    /// <param name="path">Names separated by dots, <c>[]</c> for the elements of a list: <c>Groups[].GroupId</c>.</param>
    /// <param name="value">The value.</param>
    /// <param name="region">The region; empty means all.</param>
    public object[] GetItemsBy(string itemType, string path, object value, string? region)
        => Show(_context.GetItemsBy(_resolve(itemType), path, value is bool flag ? (flag ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", NullIfEmpty(region)));

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static object[] Show(IReadOnlyList<Item> items) => [.. items.Select(ConfigMembers.AddTo)];
}
