using Amazon.Runtime;
using Microsoft.Extensions.Time.Testing;
using SecurityMonkey.Engine;
using SecurityMonkey.Engine.Storage;
using SecurityMonkey.Engine.Watching;
using SecurityMonkey.Providers.Aws;
using SecurityMonkey.Providers.Aws.Session;
using SecurityMonkey.Providers.Export;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.Aws.Support;

/// <summary>An engine on a store of its own, with an AWS account that is a server on this machine.</summary>
internal sealed class AwsFixture : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("securitymonkey-").FullName;
    private MonkeyEngine? _engine;

    public AwsServer Server { get; } = new();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));

    public RecordingListener Listener { get; } = new();

    /// <summary>What sessions take from the process: nothing of this machine.</summary>
    public AwsSessionOptions Options { get; set; } = new()
    {
        Environment = _ => null,
        SourceCredentials = new BasicAWSCredentials("AKIDEXAMPLE", "EXAMPLE-SECRET"),
        Retries = 1,
        AttemptTimeout = TimeSpan.FromSeconds(20),
    };

    public async Task<MonkeyEngine> GetEngineAsync()
        => _engine ??= await MonkeyEngine.OpenAsync(
            new EngineOptions { StorePath = Path.Combine(_folder, "store.db"), Plugins = [new AwsPlugin(Options), new ExportPlugin()], RulePaths = [], Time = Time },
            CancellationToken.None);

    public async Task<Account> AddAccountAsync(Func<Account, Account>? change = null)
    {
        var account = new Account
        {
            Name = "prod",
            Type = "AWS",
            Identifier = AwsServer.AccountNumber,
            Fields = new Dictionary<string, string> { [AwsFields.EndpointUrl] = Server.Url },
        };
        return await (await GetEngineAsync()).AddAccountAsync(change?.Invoke(account) ?? account, CancellationToken.None);
    }

    public async Task<Account> AddExportAsync(string name, params (string File, string Json)[] documents)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        foreach (var (file, json) in documents)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, file))!);
            await File.WriteAllTextAsync(Path.Combine(folder, file), json);
        }

        var account = new Account { Name = name, Type = "Export", Identifier = "", Fields = new Dictionary<string, string> { ["Path"] = folder } };
        return await (await GetEngineAsync()).AddAccountAsync(account, CancellationToken.None);
    }

    /// <summary>Collects item types of all accounts.</summary>
    public async Task<IReadOnlyList<ChangeSet>> WatchAsync(string itemType = "*", int throttleLimit = 5, CancellationToken cancellationToken = default)
    {
        Time.Advance(TimeSpan.FromMinutes(1));
        var engine = await GetEngineAsync();
        var request = new WatchRequest
        {
            Accounts = await engine.GetAccountsAsync(cancellationToken),
            ItemType = TextFilter.Of([itemType]),
            ThrottleLimit = throttleLimit,
        };
        return await engine.WatchAsync(request, Listener, cancellationToken).ToListAsync(cancellationToken);
    }

    /// <summary>Collects one item type of the only account.</summary>
    public async Task<ChangeSet> WatchOneAsync(string itemType, CancellationToken cancellationToken = default)
        => Assert.Single(await WatchAsync(itemType, cancellationToken: cancellationToken));

    public async Task<IReadOnlyList<Item>> GetItemsAsync(string account = "prod")
        => [.. (await (await GetEngineAsync()).GetItemsAsync(new ItemQuery(), CancellationToken.None).ToListAsync()).Where(item => item.Account == account)];

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
