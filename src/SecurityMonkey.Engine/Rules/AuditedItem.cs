using System.Collections.Concurrent;
using Newtonsoft.Json.Linq;

namespace SecurityMonkey.Engine.Rules;

/// <summary>An item that rules look at, audited or looked up; its configuration is read once for all rules. Safe for several threads.</summary>
internal sealed class AuditedItem(Item item)
{
    private JToken? _config;
    private JToken? _facts;
    private ConcurrentDictionary<Type, object>? _derived;

    /// <summary>The item.</summary>
    public Item Item => item;

    /// <summary>Its configuration.</summary>
    public JToken Config => LazyInitializer.EnsureInitialized(ref _config, () => JmesExpression.ParseConfig(item.ConfigJson));

    /// <summary>What <c>item()</c> gives in expressions.</summary>
    public JToken Facts => LazyInitializer.EnsureInitialized(
        ref _facts,
        () => new JObject
        {
            ["account"] = item.Account,
            ["itemType"] = item.ItemType,
            ["region"] = item.Region,
            ["name"] = item.Name,
            ["nativeId"] = item.NativeId,
        });

    /// <summary>What a rule makes of the item, made once for each type.</summary>
    public T Derive<T>(Func<Item, T> derive)
        where T : class
    {
        var derived = LazyInitializer.EnsureInitialized(ref _derived, static () => new ConcurrentDictionary<Type, object>());
        return derived.TryGetValue(typeof(T), out var known) ? (T)known : (T)derived.GetOrAdd(typeof(T), derive(item));
    }

    /// <summary>Lets go of what was made of the item, which is made again when it is asked for. Only while no rule looks at it.</summary>
    public void Forget()
    {
        _config = null;
        _facts = null;
        _derived = null;
    }
}
