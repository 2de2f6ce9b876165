using SecurityMonkey.Engine;
using SecurityMonkey.Engine.Storage;
using SecurityMonkey.Engine.Watching;
using SecurityMonkey.Providers.Aws;
using SecurityMonkey.Providers.Azure;
using SecurityMonkey.Providers.Export;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.Azure.Live;

/// <summary>An engine with the module's watchers for Azure, on a store of its own, and a clock on which waiting takes no time.</summary>
internal sealed class AzureEngine : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private MonkeyEngine? _engine;

    public ImpatientTime Time { get; } = new(TimeProvider.System.GetUtcNow());

    public RecordingListener Listener { get; } = new();

    public TemporaryFolder Folder => _folder;

    /// <summary>More watcher documents.</summary>
    public List<string> WatcherPaths { get; } = [Repository.Combine("module", "watchers", "azure")];

    public async Task<MonkeyEngine> GetAsync()
        => _engine ??= await MonkeyEngine.OpenAsync(
            new EngineOptions
            {
                StorePath = _folder.PathOf("store.db"),
                Plugins = [new AwsPlugin(), new AzurePlugin(), new ExportPlugin()],
                WatcherPaths = WatcherPaths,
                Time = Time,
            },
            CancellationToken.None);

    /// <summary>Adds an account, where it is not there yet, and collects it.</summary>
    public async Task<IReadOnlyList<ChangeSet>> WatchAsync(Account account, params string[] itemTypes)
    {
        var engine = await GetAsync();
        var known = (await engine.GetAccountsAsync(CancellationToken.None)).FirstOrDefault(other => other.Name == account.Name);
        var stored = known is null
            ? await engine.AddAccountAsync(account, CancellationToken.None)
            : await engine.UpdateAccountAsync(account with { Id = known.Id }, CancellationToken.None);
        Time.Advance(TimeSpan.FromMinutes(1));
        var request = new WatchRequest { Accounts = [stored], ItemType = TextFilter.Of(itemTypes.Length == 0 ? null : itemTypes) };
        return await engine.WatchAsync(request, Listener, CancellationToken.None).ToListAsync();
    }

    /// <summary>Collects one item type of an account.</summary>
    public async Task<ChangeSet> WatchOneAsync(Account account, string itemType) => Assert.Single(await WatchAsync(account, itemType));

    public async Task<IReadOnlyList<Item>> ItemsAsync(string account = "contoso", string itemType = "*")
        => await (await GetAsync()).GetItemsAsync(new ItemQuery { Account = TextFilter.Of([account]), ItemType = TextFilter.Of([itemType]) }, CancellationToken.None).ToListAsync();

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        _folder.Dispose();
    }
}
