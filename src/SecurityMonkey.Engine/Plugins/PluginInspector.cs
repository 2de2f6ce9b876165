using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Plugins;

/// <summary>Says what a plug-in brings, without making use of it.</summary>
public sealed class PluginInspector : IPluginRegistry
{
    private readonly SortedSet<string> _accountTypes = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<string> _itemTypes = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _rules = new(StringComparer.OrdinalIgnoreCase);

    private PluginInspector()
    {
    }

    /// <summary>Asks a plug-in what it has.</summary>
    /// <param name="plugin">The plug-in.</param>
    /// <param name="kind">How it came into the session.</param>
    /// <param name="path">Where it came from; empty where that is nowhere.</param>
    /// <exception cref="SecurityMonkeyException"><c>PluginFailed</c>: it threw.</exception>
    public static PluginInfo Inspect(IPlugin plugin, PluginKind kind, string path = "")
    {
        var inspector = new PluginInspector();
        try
        {
            plugin.Register(inspector);
            return new PluginInfo
            {
                Name = plugin.Name,
                Kind = kind,
                Path = path,
                AccountTypes = [.. inspector._accountTypes],
                ItemTypes = [.. inspector._itemTypes],
                Rules = [.. inspector._rules],
            };
        }
        catch (Exception exception) when (exception is not (SecurityMonkeyException or OutOfMemoryException))
        {
            throw new SecurityMonkeyException(
                "PluginFailed",
                ErrorKind.Unexpected,
                $"The plug-in {(path.Length > 0 ? $"'{path}'" : plugin.GetType().FullName)} could not register what it has: {exception.Message}",
                exception)
            {
                Target = path,
            };
        }
    }

    void IPluginRegistry.AddAccountType(IAccountType accountType) => _accountTypes.Add(accountType.Definition.Name);

    void IPluginRegistry.AddItemType(ItemType itemType) => _itemTypes.Add(itemType.Id);

    void IPluginRegistry.AddItemTypeFamily(string provider, Func<string, ItemType> define) => _itemTypes.Add(provider + ".*");

    void IPluginRegistry.AddWatcher(string accountType, IWatcher watcher) => _itemTypes.Add(watcher.ItemType.Id);

    void IPluginRegistry.AddAuditor(IAuditor auditor) => _rules.UnionWith(auditor.Rules.Select(rule => rule.Id));

    void IPluginRegistry.AddEvaluator(IRuleEvaluator evaluator)
    {
    }
}
