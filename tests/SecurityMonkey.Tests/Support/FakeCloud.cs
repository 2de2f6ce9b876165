using SecurityMonkey.Plugins;
using System.Runtime.CompilerServices;

namespace SecurityMonkey.Tests.Support;

/// <summary>A plug-in with a cloud that holds what tests put there, and fails where they say so.</summary>
public sealed class FakeCloud : IPlugin, IAccountType, IAccountSession
{
    public const string AccountTypeName = "Fake";
    public const string ItemTypeId = "fake.service.thing";

    private readonly List<FakeWatcher> _watchers = [];

    public FakeCloud() => Things = AddWatcher(new ItemType(ItemTypeId, "Thing") { Aliases = ["thing"] });

    public string Name => "Fake cloud";

    /// <summary>What there is of the item type that is always there.</summary>
    public FakeWatcher Things { get; }

    /// <summary>Thrown when the account is opened.</summary>
    public Exception? OpenError { get; set; }

    public List<IAuditor> Auditors { get; } = [];

    /// <summary>What the engine said to be known when the account was last opened.</summary>
    public IReadOnlyList<KnownScope> KnownScopes { get; private set; } = [];

    public int Opened { get; private set; }

    public int Disposed { get; private set; }

    AccountType IAccountType.Definition { get; } = new()
    {
        Name = AccountTypeName,
        Description = "A made-up cloud.",
        IdentifierLabel = "Identifier",
        IdentifierToolTip = "Anything.",
        Fields =
        [
            new AccountField("Token", "Token") { IsSecret = true, ToolTip = "Where the token is." },
            new AccountField("Tier", "Tier") { AllowedValues = ["Free", "Paid"], ToolTip = "The tier." },
        ],
    };

    IReadOnlyList<IWatcher> IAccountSession.Watchers => _watchers;

    public FakeWatcher AddWatcher(ItemType itemType)
    {
        var watcher = new FakeWatcher(itemType);
        _watchers.Add(watcher);
        return watcher;
    }

    void IPlugin.Register(IPluginRegistry registry)
    {
        registry.AddAccountType(this);
        foreach (var watcher in _watchers)
        {
            registry.AddItemType(watcher.ItemType);
        }

        Auditors.ForEach(registry.AddAuditor);
    }

    void IAccountType.Validate(Account account)
    {
    }

    ValueTask<IAccountSession> IAccountType.OpenAsync(Account account, ISessionContext context, CancellationToken cancellationToken)
    {
        Opened++;
        KnownScopes = context.KnownScopes;
        return OpenError is null ? ValueTask.FromResult<IAccountSession>(this) : throw OpenError;
    }

    ValueTask IAsyncDisposable.DisposeAsync()
    {
        Disposed++;
        return ValueTask.CompletedTask;
    }
}

/// <summary>A watcher of the made-up cloud.</summary>
public sealed class FakeWatcher(ItemType itemType) : IWatcher
{
    public ItemType ItemType => itemType;

    /// <summary>The things there are, in the order in which they are listed.</summary>
    public List<FakeThing> Items { get; } = [];

    /// <summary>Scopes to be called complete; none means that the watcher says nothing, which means everything.</summary>
    public List<string> Completed { get; } = [];

    /// <summary>Scopes to fail.</summary>
    public List<(string Scope, Exception Error)> Failed { get; } = [];

    /// <summary>Thrown after the items.</summary>
    public Exception? Error { get; set; }

    /// <summary>Awaited before each item.</summary>
    public Func<CancellationToken, Task>? BeforeItem { get; set; }

    public FakeWatcher Add(string id, string configJson, string region = "here", string scope = "", string? name = null, params string[] unknown)
    {
        Items.RemoveAll(item => item.Id == id && item.Region == region);
        Items.Add(new FakeThing(id, configJson, region, scope, name ?? id) { Unknown = unknown });
        return this;
    }

    public async IAsyncEnumerable<ItemSnapshot> CollectAsync(IWatchContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        context.Expect(Items.Count);
        foreach (var item in Items)
        {
            if (BeforeItem is not null)
            {
                await BeforeItem(cancellationToken);
            }

            yield return new ItemSnapshot(item.Id, item.ConfigJson)
            {
                Name = item.Name,
                Region = item.Region,
                Scope = item.Scope,
                UnknownParts = [.. item.Unknown.Select(path => new UnknownPart(path, "AccessDenied", $"{path} needs a permission."))],
            };
        }

        Completed.ForEach(context.Complete);
        Failed.ForEach(failure => context.Fail(failure.Scope, failure.Error));
        if (Error is not null)
        {
            throw Error;
        }
    }
}

/// <summary>A thing of the made-up cloud.</summary>
public sealed record FakeThing(string Id, string ConfigJson, string Region, string Scope, string Name)
{
    /// <summary>Parts that cannot be read.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];
}
