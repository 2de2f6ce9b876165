using System.Globalization;
using System.Runtime.CompilerServices;
using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Benchmarks;

/// <summary>Accounts that hold the items of the catalogue's examples.</summary>
internal sealed class SampleCloud : IPlugin, IAccountType
{
    /// <summary>The name of the account type.</summary>
    public const string AccountType = "Sample";

    private readonly int _itemsPerAccount;
    private CatalogueItems? _items;

    public SampleCloud(int itemsPerAccount) => _itemsPerAccount = itemsPerAccount;

    public string Name => "Sample cloud";

    /// <summary>Another number changes one item of a hundred.</summary>
    public int Round { get; set; }

    AccountType IAccountType.Definition { get; } = new()
    {
        Name = AccountType,
        Description = "What the rules' examples show.",
        IdentifierLabel = "Number",
        IdentifierToolTip = "A number.",
    };

    /// <summary>Takes the rules whose examples there are to be.</summary>
    public void Use(IReadOnlyList<RuleDocument> rules) => _items = new CatalogueItems(rules);

    void IPlugin.Register(IPluginRegistry registry) => registry.AddAccountType(this);

    void IAccountType.Validate(Account account)
    {
    }

    ValueTask<IAccountSession> IAccountType.OpenAsync(Account account, ISessionContext context, CancellationToken cancellationToken)
    {
        var items = _items!.Create(int.Parse(account.Notes!, CultureInfo.InvariantCulture), _itemsPerAccount, Round).ToLookup(item => item.ItemType);
        return ValueTask.FromResult<IAccountSession>(new Session([.. _items.ItemTypes.Select(type => new Watcher(type, [.. items[type]]))]));
    }

    private sealed class Session(IReadOnlyList<IWatcher> watchers) : IAccountSession
    {
        public IReadOnlyList<IWatcher> Watchers => watchers;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Watcher(string itemType, IReadOnlyList<Item> items) : IWatcher
    {
        public ItemType ItemType { get; } = new(itemType, itemType);

        public async IAsyncEnumerable<ItemSnapshot> CollectAsync(IWatchContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            foreach (var item in items)
            {
                yield return new ItemSnapshot(item.NativeId, item.ConfigJson) { Name = item.Name, Region = item.Region, UnknownParts = item.UnknownParts };
            }
        }
    }
}
