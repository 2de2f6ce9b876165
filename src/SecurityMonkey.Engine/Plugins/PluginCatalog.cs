using System.Collections.Concurrent;
using SecurityMonkey.Engine.Diffing;
using SecurityMonkey.Engine.Documents;
using SecurityMonkey.Engine.Watching.Documents;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Plugins;

/// <summary>Everything that plug-ins registered: account types, item types, watchers, auditors.</summary>
public sealed class PluginCatalog
{
    private readonly Dictionary<string, IAccountType> _accountTypes = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ItemType> _itemTypes = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Func<string, ItemType>> _families = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _aliases = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string AccountType, string ItemType), IWatcher> _watchers = [];
    private readonly List<DocumentProblem> _problems = [];
    private readonly List<IAuditor> _auditors = [];
    private readonly Dictionary<string, IRuleEvaluator> _evaluators = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PathMatcher> _paths = new(StringComparer.Ordinal);

    /// <summary>Takes what plug-ins have to offer.</summary>
    /// <param name="plugins">The plug-ins, in the order in which they are asked.</param>
    /// <param name="watcherPaths">Files and folders of watcher documents; none where only what plug-ins bring is of interest.</param>
    /// <exception cref="SecurityMonkeyException">Two plug-ins offer the same thing, or one is broken; the message names it.</exception>
    public PluginCatalog(IEnumerable<IPlugin> plugins, IReadOnlyList<string>? watcherPaths = null)
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

        var documents = new WatcherLibrary(this).Load(watcherPaths ?? []);
        _problems.AddRange(documents.Problems);
        foreach (var watcher in documents.Watchers)
        {
            AddDocument(watcher);
        }
    }

    /// <summary>What is wrong with watcher documents. Their item types are not collected, and nothing of them counts as deleted.</summary>
    public IReadOnlyList<DocumentProblem> Problems => _problems;

    /// <summary>The watchers that are registered for an account type, by item type; a session may bring more.</summary>
    /// <param name="accountType">The name of the account type, compared without case.</param>
    public IReadOnlyList<IWatcher> WatchersOf(string accountType)
        =>
        [
            .. _watchers.Where(entry => string.Equals(entry.Key.AccountType, accountType, StringComparison.OrdinalIgnoreCase))
                .Select(entry => entry.Value)
                .OrderBy(watcher => watcher.ItemType.Id, StringComparer.Ordinal),
        ];

    /// <summary>The item types whose watchers come from some documents.</summary>
    /// <param name="files">The documents.</param>
    public IReadOnlyList<string> ItemTypesOfDocuments(IReadOnlyList<string> files)
        =>
        [
            .. _watchers.Values.OfType<DocumentWatcher>()
                .Where(watcher => files.Contains(watcher.Document.File, StringComparer.Ordinal))
                .Select(watcher => watcher.ItemType.Id)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Checks the paths of an item type.</summary>
    /// <exception cref="SecurityMonkeyException"><c>ItemTypePathInvalid</c>: one of them is wrong; the message says which.</exception>
    public static void CheckPaths(ItemType itemType)
    {
        foreach (var path in itemType.EphemeralPaths.Concat(itemType.UnorderedPaths).Concat(itemType.SecretPaths))
        {
            try
            {
                PathPattern.Parse(path);
            }
            catch (FormatException exception)
            {
                var message = $"'{path}' is no path in {itemType.Id}: {exception.Message}";
                throw new SecurityMonkeyException("ItemTypePathInvalid", ErrorKind.InvalidArgument, message, exception) { Target = path };
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
            : throw NotFound("AccountTypeNotFound", "account type", name, [.. AccountTypes.Select(type => type.Definition.Name)]);

    /// <summary>A condition in code.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="SecurityMonkeyException"><c>EvaluatorNotFound</c>: there is none; the message lists those there are.</exception>
    public IRuleEvaluator GetEvaluator(string name)
        => _evaluators.TryGetValue(name, out var evaluator)
            ? evaluator
            : throw NotFound("EvaluatorNotFound", "evaluator", name, [.. _evaluators.Keys.Order(StringComparer.Ordinal)]);

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

    /// <summary>What is wrong with the name of an item type that a document is to have; null where nothing is.</summary>
    /// <param name="itemType">An id, with wildcards.</param>
    public string? FindFault(string itemType) => new ItemTypeCheck(this).FindFault(itemType);

    /// <summary>Whether a provider has item types beyond those that are registered.</summary>
    internal bool HasFamily(string provider) => _families.ContainsKey(provider);

    /// <summary>The watchers for an account: the session's, with those that plug-ins registered for its type in their place.</summary>
    internal IReadOnlyList<IWatcher> WatchersFor(Account account, IAccountSession session)
    {
        var registered = WatchersOf(account.Type);
        return
        [
            .. session.Watchers.Where(watcher => !registered.Any(other => string.Equals(other.ItemType.Id, watcher.ItemType.Id, StringComparison.Ordinal))),
            .. registered,
        ];
    }

    /// <summary>The compiled paths of an item type.</summary>
    internal PathMatcher GetPaths(ItemType itemType) => _paths.GetOrAdd(itemType.Id, _ => ItemTypePaths.Compile(itemType));

    private static SecurityMonkeyException NotFound(string errorId, string what, string name, IReadOnlyList<string> known)
        => new(errorId, ErrorKind.NotFound, $"There is no {what} '{name}'.{NearName.Hint(name, known)} Known are: {string.Join(", ", known)}.") { Target = name };

    private static (string AccountType, string ItemType) KeyOf(string accountType, ItemType itemType) => (accountType.ToUpperInvariant(), itemType.Id);

    private void AddDocument(WatcherDocument document)
    {
        foreach (var alias in document.ItemType.Aliases.Where(alias => !_aliases.TryAdd(alias, document.ItemType.Id)))
        {
            if (!string.Equals(_aliases[alias], document.ItemType.Id, StringComparison.Ordinal))
            {
                _problems.Add(new DocumentProblem(document.File, document.Line, 1, $"The alias '{alias}' stands for '{_aliases[alias]}' already."));
            }
        }

        _itemTypes[document.ItemType.Id] = document.ItemType;
        _watchers[KeyOf(document.AccountType, document.ItemType)] = new DocumentWatcher(document);
    }

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
            catalog._watchers[KeyOf(accountType, watcher.ItemType)] = watcher;
            if (catalog._itemTypes.TryAdd(watcher.ItemType.Id, watcher.ItemType))
            {
                foreach (var alias in watcher.ItemType.Aliases)
                {
                    Add(catalog._aliases, alias, watcher.ItemType.Id, "item type alias");
                }
            }
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
