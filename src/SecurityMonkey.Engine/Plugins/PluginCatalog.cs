using System.Collections.Concurrent;
using SecurityMonkey.Engine.Diffing;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Plugins;

/// <summary>Everything that plug-ins registered: account types, item types, watchers, auditors.</summary>
public sealed class PluginCatalog
{
    private readonly Dictionary<string, IAccountType> _accountTypes = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ItemType> _itemTypes = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Func<string, ItemType>> _families = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _aliases = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string AccountType, IWatcher Watcher)> _watchers = [];
    private readonly List<IAuditor> _auditors = [];
    private readonly Dictionary<string, IRuleEvaluator> _evaluators = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PathMatcher> _paths = new(StringComparer.Ordinal);

    /// <summary>Takes what plug-ins have to offer.</summary>
    /// <param name="plugins">The plug-ins, in the order in which they are asked.</param>
    /// <exception cref="SecurityMonkeyException">Two plug-ins offer the same thing, or one is broken; the message names it.</exception>
    public PluginCatalog(IEnumerable<IPlugin> plugins)
    {
        foreach (var plugin in plugins)
        {
            try
            {
                plugin.Register(new Registry(this, plugin.Name));
            }
            catch (Exception exception) when (exception is not (SecurityMonkeyException or OutOfMemoryException))
            {
                throw new SecurityMonkeyException(
                    "PluginFailed", ErrorKind.Unexpected, $"The plug-in '{plugin.Name}' could not register what it has: {exception.Message}", exception)
                {
                    Target = plugin.Name,
                };
            }
        }
    }

    /// <summary>The account types, by name.</summary>
    public IReadOnlyList<IAccountType> AccountTypes => [.. _accountTypes.Values.OrderBy(type => type.Definition.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>The item types, by id.</summary>
    public IReadOnlyList<ItemType> ItemTypes => [.. _itemTypes.Values.OrderBy(type => type.Id, StringComparer.Ordinal)];

    /// <summary>The auditors, in the order of their registration.</summary>
    public IReadOnlyList<IAuditor> Auditors => _auditors;

    /// <summary>The kinds of condition that rule documents can use, by name.</summary>
    public IReadOnlyDictionary<string, IRuleEvaluator> Evaluators => _evaluators;

    /// <summary>An account type.</summary>
    /// <param name="name">Its name, compared without case.</param>
    /// <exception cref="SecurityMonkeyException"><c>AccountTypeNotFound</c>: there is none; the message lists those there are.</exception>
    public IAccountType GetAccountType(string name)
        => _accountTypes.TryGetValue(name, out var accountType)
            ? accountType
            : throw new SecurityMonkeyException(
                "AccountTypeNotFound",
                ErrorKind.NotFound,
                $"There is no account type '{name}'. Known are: {string.Join(", ", AccountTypes.Select(type => type.Definition.Name))}.")
            {
                Target = name,
            };

    /// <summary>An item type: the registered one, the one its provider's family makes, or a plain one.</summary>
    /// <param name="id">Its id.</param>
    public ItemType GetItemType(string id)
    {
        if (_itemTypes.TryGetValue(id, out var registered))
        {
            return registered;
        }

        var plain = new ItemType(id, id);
        return _families.TryGetValue(plain.Provider, out var define) ? define(id) : plain;
    }

    /// <summary>The id that an alias stands for, or the text itself.</summary>
    /// <param name="idOrAlias">An id, an alias or a wildcard.</param>
    public string ResolveItemType(string idOrAlias) => _aliases.GetValueOrDefault(idOrAlias, idOrAlias);

    /// <summary>The watchers for an account: the session's, with those that plug-ins registered for its type in their place.</summary>
    internal IReadOnlyList<IWatcher> WatchersFor(Account account, IAccountSession session)
    {
        var registered = _watchers
            .Where(entry => string.Equals(entry.AccountType, account.Type, StringComparison.OrdinalIgnoreCase))
            .Select(entry => entry.Watcher)
            .ToArray();
        return
        [
            .. session.Watchers.Where(watcher => !registered.Any(other => string.Equals(other.ItemType.Id, watcher.ItemType.Id, StringComparison.Ordinal))),
            .. registered,
        ];
    }

    /// <summary>The compiled paths of an item type.</summary>
    internal PathMatcher GetPaths(ItemType itemType) => _paths.GetOrAdd(itemType.Id, _ => ItemTypePaths.Compile(itemType));

    private sealed class Registry(PluginCatalog catalog, string plugin) : IPluginRegistry
    {
        public void AddAccountType(IAccountType accountType)
            => Add(catalog._accountTypes, accountType.Definition.Name, accountType, "account type");

        public void AddItemType(ItemType itemType)
        {
            Add(catalog._itemTypes, itemType.Id, itemType, "item type");
            foreach (var alias in itemType.Aliases)
            {
                Add(catalog._aliases, alias, itemType.Id, "item type alias");
            }
        }

        public void AddItemTypeFamily(string provider, Func<string, ItemType> define) => Add(catalog._families, provider, define, "item type family");

        public void AddWatcher(string accountType, IWatcher watcher)
        {
            catalog._watchers.Add((accountType, watcher));
            catalog._itemTypes.TryAdd(watcher.ItemType.Id, watcher.ItemType);
        }

        public void AddAuditor(IAuditor auditor) => catalog._auditors.Add(auditor);

        public void AddEvaluator(IRuleEvaluator evaluator) => Add(catalog._evaluators, evaluator.Name, evaluator, "evaluator");

        private void Add<T>(Dictionary<string, T> known, string name, T value, string what)
        {
            if (!known.TryAdd(name, value))
            {
                throw new SecurityMonkeyException(
                    "PluginConflict", ErrorKind.AlreadyExists, $"The plug-in '{plugin}' brings the {what} '{name}', which is there already.")
                {
                    Target = plugin,
                };
            }
        }
    }
}
