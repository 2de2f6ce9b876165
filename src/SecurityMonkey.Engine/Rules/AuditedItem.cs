using Newtonsoft.Json.Linq;

namespace SecurityMonkey.Engine.Rules;

/// <summary>An item under audit; its configuration is read once for all rules.</summary>
internal sealed class AuditedItem(Item item)
{
    private JToken? _config;
    private JToken? _facts;

    /// <summary>The item.</summary>
    public Item Item => item;

    /// <summary>Its configuration.</summary>
    public JToken Config => _config ??= JmesExpression.ParseConfig(item.ConfigJson);

    /// <summary>What <c>item()</c> gives in expressions.</summary>
    public JToken Facts => _facts ??= new JObject
    {
        ["account"] = item.Account,
        ["itemType"] = item.ItemType,
        ["region"] = item.Region,
        ["name"] = item.Name,
        ["nativeId"] = item.NativeId,
    };
}
