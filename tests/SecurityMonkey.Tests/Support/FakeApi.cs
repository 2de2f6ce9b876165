using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Tests.Support;

/// <summary>A plug-in with an account type whose API answers what tests put there, call by call.</summary>
public sealed class FakeApi : IPlugin, IApiAccountType, IApiSession
{
    public const string AccountTypeName = "Api";

    private readonly Dictionary<string, Func<IEnumerable<string>>> _answers = new(StringComparer.Ordinal);

    public string Name => "Fake API";

    /// <summary>The scopes of every kind.</summary>
    public List<ApiScope> Scopes { get; } = [new("here", "here") { Variables = new Dictionary<string, string> { ["place"] = "here" } }];

    /// <summary>The calls that were made, as <c>scope call</c>.</summary>
    public ConcurrentQueue<string> Calls { get; } = [];

    AccountType IAccountType.Definition { get; } = new()
    {
        Name = AccountTypeName,
        Description = "A made-up API.",
        IdentifierLabel = "Identifier",
        IdentifierToolTip = "Anything.",
    };

    IReadOnlyList<string> IApiAccountType.ScopeKinds => ["place", "everywhere"];

    IReadOnlyList<ApiCallMember> IApiAccountType.CallMembers =>
    [
        new("path") { IsRequired = true, IsUrlPath = true }, new("method") { AllowedValues = ["GET", "POST"] }, new("query") { IsStructure = true },
    ];

    IReadOnlyList<IWatcher> IAccountSession.Watchers => [];

    /// <summary>What a path answers, page by page.</summary>
    public FakeApi Answer(string path, params string[] pages)
    {
        _answers[path] = () => pages;
        return this;
    }

    /// <summary>What a path answers before it fails.</summary>
    public FakeApi Fail(string path, string code, params string[] pages)
    {
        _answers[path] = () => pages.Concat(Throw(path, code));
        return this;
    }

    IReadOnlyList<string> IApiAccountType.GetPermissions(string callJson) => callJson.Contains("{item", StringComparison.Ordinal) ? ["things:ReadDetail"] : ["things:List"];

    void IPlugin.Register(IPluginRegistry registry) => registry.AddAccountType(this);

    void IAccountType.Validate(Account account)
    {
    }

    ValueTask<IAccountSession> IAccountType.OpenAsync(Account account, ISessionContext context, CancellationToken cancellationToken)
        => ValueTask.FromResult<IAccountSession>(this);

    ValueTask<IReadOnlyList<ApiScope>> IApiSession.GetScopesAsync(string kind, IWatchContext context, CancellationToken cancellationToken)
        => ValueTask.FromResult<IReadOnlyList<ApiScope>>(Scopes);

    async IAsyncEnumerable<ReadOnlyMemory<byte>> IApiSession.CallAsync(ApiScope scope, string callJson, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Calls.Enqueue($"{scope.Name} {callJson}");
        var path = System.Text.Json.Nodes.JsonNode.Parse(callJson)!["path"]!.GetValue<string>();
        var answer = _answers.TryGetValue(path, out var known) ? known : () => Throw(path, "404");
        foreach (var page in answer())
        {
            await Task.Yield();
            yield return Encoding.UTF8.GetBytes(page);
        }
    }

    ValueTask IAsyncDisposable.DisposeAsync() => ValueTask.CompletedTask;

    private static IEnumerable<string> Throw(string path, string code)
    {
        yield return code is "" ? "" : throw new SecurityMonkeyException("AccessDenied", ErrorKind.PermissionDenied, $"{path} was refused with {code}.") { Codes = [code] };
    }
}
