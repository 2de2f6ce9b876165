using Microsoft.Extensions.Time.Testing;
using SecurityMonkey.Engine;
using SecurityMonkey.Engine.Auditing;
using SecurityMonkey.Engine.Storage;
using SecurityMonkey.Engine.Watching;

namespace SecurityMonkey.Tests.Support;

/// <summary>An engine on a store of its own in a temporary folder, with a cloud that tests make up.</summary>
public sealed class EngineFixture : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("securitymonkey-").FullName;
    private MonkeyEngine? _engine;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));

    public FakeCloud Cloud { get; } = new();

    public RecordingListener Listener { get; } = new();

    public string StorePath => Path.Combine(_folder, "store.db");

    public string RuleFolder => Path.Combine(_folder, "rules");

    public string BaselineFolder => Path.Combine(_folder, "baselines");

    public async Task<MonkeyEngine> GetEngineAsync()
        => _engine ??= await MonkeyEngine.OpenAsync(OptionsOf(StorePath), CancellationToken.None);

    /// <summary>What an engine on a store, this one or a copy of it, is made of.</summary>
    public EngineOptions OptionsOf(string storePath)
        => new() { StorePath = storePath, Plugins = [Cloud], RulePaths = [RuleFolder], BaselinePaths = [BaselineFolder], Time = Time };

    /// <summary>Closes the engine, so that the next one opens the store anew.</summary>
    public async Task ReopenAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
            _engine = null;
        }
    }

    public async Task<Account> AddAccountAsync(string name = "acme", Func<Account, Account>? change = null)
    {
        var account = new Account { Name = name, Type = FakeCloud.AccountTypeName, Identifier = name };
        return await (await GetEngineAsync()).AddAccountAsync(change?.Invoke(account) ?? account, CancellationToken.None);
    }

    /// <summary>Collects everything, or what the request says.</summary>
    public async Task<IReadOnlyList<ChangeSet>> WatchAsync(Func<WatchRequest, WatchRequest>? change = null, CancellationToken cancellationToken = default)
    {
        Time.Advance(TimeSpan.FromMinutes(1));
        var engine = await GetEngineAsync();
        var request = new WatchRequest { Accounts = await engine.GetAccountsAsync(cancellationToken) };
        return await engine.WatchAsync(change?.Invoke(request) ?? request, Listener, cancellationToken).ToListAsync(cancellationToken);
    }

    /// <summary>Audits every unit.</summary>
    public async Task<IReadOnlyList<AuditReport>> AuditAsync(AuditOptions? options = null)
    {
        Time.Advance(TimeSpan.FromMinutes(1));
        var engine = await GetEngineAsync();
        await using var run = await engine.PrepareAuditAsync(options ?? new AuditOptions(), CancellationToken.None);
        var reports = await run.AuditAsync(await engine.GetUnitsAsync(CancellationToken.None), Listener, CancellationToken.None).ToListAsync();
        await run.EndAsync(CancellationToken.None);
        return reports;
    }

    public async Task<IReadOnlyList<Item>> GetItemsAsync(ItemQuery? query = null)
        => await (await GetEngineAsync()).GetItemsAsync(query ?? new ItemQuery(), CancellationToken.None).ToListAsync();

    public async Task<IReadOnlyList<Revision>> GetRevisionsAsync(RevisionQuery? query = null)
        => await (await GetEngineAsync()).GetRevisionsAsync(query ?? new RevisionQuery(), CancellationToken.None).ToListAsync();

    public async Task<IReadOnlyList<Change>> GetChangesAsync(ChangeQuery? query = null)
        => await (await GetEngineAsync()).GetChangesAsync(query ?? new ChangeQuery(), CancellationToken.None).ToListAsync();

    public async Task<IReadOnlyList<Issue>> GetIssuesAsync(IssueQuery? query = null)
        => await (await GetEngineAsync()).GetIssuesAsync(query ?? new IssueQuery(), CancellationToken.None).ToListAsync();

    public async Task<IReadOnlyList<Run>> GetRunsAsync(RunQuery? query = null)
        => await (await GetEngineAsync()).GetRunsAsync(query ?? new RunQuery(), CancellationToken.None).ToListAsync();

    /// <summary>Writes a rule document into the rule folder.</summary>
    public void WriteRule(string id, string yamlSpec, string title = "Something is wrong", string tags = "")
    {
        Directory.CreateDirectory(RuleFolder);
        var spec = string.Join(Environment.NewLine, yamlSpec.ReplaceLineEndings("\n").Trim('\n').Split('\n').Select(line => "  " + line));
        File.WriteAllText(
            Path.Combine(RuleFolder, id + ".yaml"),
            $$"""
            apiVersion: securitymonkey/v1
            kind: Rule
            metadata: { id: {{id}}, title: {{title}}, tags: [{{tags}}] }
            spec:
              itemTypes: [fake.*]
            {{spec}}
            """);
    }

    /// <summary>Writes a baseline.</summary>
    public void WriteBaseline(string text)
    {
        Directory.CreateDirectory(BaselineFolder);
        File.WriteAllText(Path.Combine(BaselineFolder, "baseline.yaml"), text);
    }

    /// <summary>Changes the store behind the engine's back.</summary>
    public async Task ExecuteSqlAsync(string sql)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={StorePath};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    public void RemoveRule(string id) => File.Delete(Path.Combine(RuleFolder, id + ".yaml"));

    public async ValueTask DisposeAsync()
    {
        await ReopenAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
