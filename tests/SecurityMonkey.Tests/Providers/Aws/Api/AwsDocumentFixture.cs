using Amazon.Runtime;
using SecurityMonkey.Engine;
using SecurityMonkey.Engine.Storage;
using SecurityMonkey.Engine.Watching;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Aws;
using SecurityMonkey.Providers.Aws.Session;
using SecurityMonkey.Providers.Export;
using SecurityMonkey.Tests.Providers.Aws.Support;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.Aws.Api;

/// <summary>An engine with the watcher documents of the module, and an AWS account that is a server on this machine, with one region.</summary>
public sealed class AwsDocumentFixture : IAsyncLifetime, IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("securitymonkey-").FullName;
    private MonkeyEngine? _engine;

    public AwsDocumentFixture() => Server.Regions("eu-west-1");

    internal AwsServer Server { get; } = new();

    internal ImpatientTime Time { get; } = new();

    /// <summary>Files of documents besides the module's.</summary>
    public List<string> Documents { get; } = [];

    internal AwsSessionOptions Options { get; set; } = new()
    {
        Environment = _ => null,
        SourceCredentials = new SessionAWSCredentials("AKIDEXAMPLE", "EXAMPLE-SECRET", "EXAMPLE-TOKEN"),
        Retries = 2,
        AttemptTimeout = TimeSpan.FromSeconds(20),
    };

    public static string DocumentFolder => Repository.Combine("module", "watchers", "aws");

    /// <summary>Answers the calls of a sample.</summary>
    internal AwsSample Use(string itemType)
    {
        var sample = AwsSample.Load(itemType);
        Server.Otherwise = sample.Answer;
        return sample;
    }

    /// <summary>Writes a document that counts besides the module's.</summary>
    public void Write(string yaml)
    {
        var file = Path.Combine(_folder, $"{Documents.Count}.yaml");
        File.WriteAllText(file, yaml);
        Documents.Add(file);
    }

    public async Task<MonkeyEngine> GetEngineAsync()
    {
        if (_engine is null)
        {
            _engine = await MonkeyEngine.OpenAsync(
                new EngineOptions
                {
                    StorePath = Path.Combine(_folder, "store.db"),
                    Plugins = [new AwsPlugin(Options), new ExportPlugin()],
                    RulePaths = [],
                    WatcherPaths = [DocumentFolder, .. Documents],
                    Time = Time,
                },
                CancellationToken.None);
            await _engine.AddAccountAsync(
                new Account
                {
                    Name = "prod",
                    Type = "AWS",
                    Identifier = AwsServer.AccountNumber,
                    Fields = new Dictionary<string, string> { [AwsFields.EndpointUrl] = Server.Url },
                },
                CancellationToken.None);
        }

        return _engine;
    }

    public async Task<Account> AddExportAsync(string fileName, string json)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "export")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, fileName), json);
        var account = new Account { Name = "export", Type = "Export", Identifier = "", Fields = new Dictionary<string, string> { ["Path"] = folder } };
        return await (await GetEngineAsync()).AddAccountAsync(account, CancellationToken.None);
    }

    public async Task<IWatcher> GetWatcherAsync(string itemType)
        => (await GetEngineAsync()).Plugins.WatchersOf("AWS").Single(watcher => watcher.ItemType.Id == itemType);

    public async Task<ChangeSet> WatchAsync(string itemType, string account = "prod")
    {
        Time.Now += TimeSpan.FromMinutes(1);
        var engine = await GetEngineAsync();
        var accounts = await engine.GetAccountsAsync(CancellationToken.None);
        var request = new WatchRequest { Accounts = [.. accounts.Where(known => known.Name == account)], ItemType = TextFilter.Of([itemType]) };
        return Assert.Single(await engine.WatchAsync(request, new RecordingListener(), CancellationToken.None).ToListAsync());
    }

    public async Task<IReadOnlyList<Item>> GetItemsAsync(string account = "prod")
        => [.. (await (await GetEngineAsync()).GetItemsAsync(new ItemQuery(), CancellationToken.None).ToListAsync())
            .Where(item => item.Account == account)
            .OrderBy(item => item.NativeId, StringComparer.Ordinal)];

    public Task InitializeAsync() => Task.CompletedTask;

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        await Server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
