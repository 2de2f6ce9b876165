using System.Collections.Concurrent;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.GitHub;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.GitHub;

/// <summary>What a GitHub session sees of the engine: a clock on which waiting takes no time, secrets of the test, and a cache in memory.</summary>
internal sealed class GitHubTestContext : ISessionContext, ISessionCache, IDisposable
{
    private readonly SemaphoreSlim _turns = new(4);

    public ImpatientTime Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));

    public TimeProvider Time => Clock;

    public IReadOnlyList<KnownScope> KnownScopes => [];

    public ISessionCache Cache => this;

    public ConcurrentDictionary<string, byte[]> Kept { get; } = new();

    public Dictionary<string, string> Secrets { get; } = new() { ["env:TOKEN"] = "first-token" };

    public ConcurrentQueue<string> Warnings { get; } = new();

    /// <summary>How many calls took a turn, and how many of them still have it.</summary>
    public int Turns { get; private set; }

    public int OpenTurns => 4 - _turns.CurrentCount;

    /// <summary>An account for a server.</summary>
    public static Account Account(FakeGitHub github, params (string Name, string Value)[] fields)
    {
        var values = fields.ToDictionary(field => field.Name, field => field.Value);
        values.TryAdd("BaseUrl", github.Url);
        if (!values.ContainsKey("AppId"))
        {
            values.TryAdd("TokenRef", "env:TOKEN");
        }

        return new Account { Id = 1, Name = "acme", Type = "GitHub", Identifier = "acme", Fields = values };
    }

    /// <summary>Opens a session.</summary>
    public async Task<GitHubSession> OpenAsync(Account account) => (GitHubSession)await new GitHubAccountType().OpenAsync(account, this, CancellationToken.None);

    /// <summary>Makes a call in a session of its own.</summary>
    public async Task<IReadOnlyList<string>> CallAsync(FakeGitHub github, string path, params (string Name, string Value)[] fields)
    {
        await using var session = await OpenAsync(Account(github, fields));
        return await CallAsync(session, path);
    }

    public static async Task<IReadOnlyList<string>> CallAsync(IApiSession session, string path)
        => await session.CallAsync(new ApiScope("", "global"), $$"""{"path":"{{path}}"}""", CancellationToken.None)
            .Select(page => System.Text.Encoding.UTF8.GetString(page.Span))
            .ToListAsync();

    public ItemType GetItemType(string itemTypeId) => new(itemTypeId, itemTypeId);

    public async ValueTask<IDisposable> EnterCallAsync(CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        Turns++;
        return new Turn(_turns);
    }

    public ValueTask<string> GetSecretAsync(string reference, CancellationToken cancellationToken)
        => Secrets.TryGetValue(reference, out var secret)
            ? ValueTask.FromResult(secret)
            : throw new SecurityMonkeyException("SecretNotFound", ErrorKind.NotFound, $"'{reference}' is not there.");

    public void Warn(string message) => Warnings.Enqueue(message);

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken)
        => ValueTask.FromResult(Kept.TryGetValue(key, out var value) ? value : (ReadOnlyMemory<byte>?)null);

    public ValueTask SetAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        Kept[key] = value.ToArray();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _turns.Dispose();

    private sealed class Turn(SemaphoreSlim turns) : IDisposable
    {
        public void Dispose() => turns.Release();
    }
}
