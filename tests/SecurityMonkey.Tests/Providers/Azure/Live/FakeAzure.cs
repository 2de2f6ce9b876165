using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.Azure.Live;

/// <summary>The services of a cloud on the loopback address: the authority that gives out tokens, Resource Manager, Resource Graph and Graph.</summary>
internal sealed class FakeAzure : IAsyncDisposable
{
    public const string Tenant = "72f988bf-86f1-41af-91ab-2d7cd011db47";
    public const string Subscription = "00000000-0000-0000-0000-000000000001";
    public const string ClientId = "11111111-1111-1111-1111-111111111111";
    public const string SecretVariable = "SM_TEST_AZURE_SECRET";

    private readonly LoopbackServer _server;
    private readonly ConcurrentDictionary<string, Func<WireRequest, WireResponse>> _answers = new(StringComparer.OrdinalIgnoreCase);

    public FakeAzure()
    {
        _server = new LoopbackServer(Answer);
        Environment.SetEnvironmentVariable(SecretVariable, "not-a-real-one");
        On($"/{Tenant}/oauth2/v2.0/token", _ => Json($$"""{"token_type":"Bearer","expires_in":3600,"ext_expires_in":3600,"access_token":"{{Token()}}"}"""));
        List("/subscriptions", Subscriptions(Subscription));
    }

    /// <summary>Where it is.</summary>
    public string Root => _server.Root.AbsoluteUri.TrimEnd('/');

    /// <summary>What is answered where nothing was said.</summary>
    public Func<WireRequest, WireResponse> Otherwise { get; set; } = request => Error(404, "ResourceNotFound", $"There is nothing at {request.Path}.");

    /// <summary>What was asked, but for tokens.</summary>
    public IEnumerable<WireRequest> Requests => _server.Requests.Where(request => !request.Path.EndsWith("/token", StringComparison.Ordinal));

    /// <summary>What was asked of the authority.</summary>
    public IEnumerable<WireRequest> TokenRequests => _server.Requests.Where(request => request.Path.EndsWith("/token", StringComparison.Ordinal));

    /// <summary>How often a path was asked for.</summary>
    public int CountOf(string path) => Requests.Count(request => string.Equals(Decode(request), path, StringComparison.OrdinalIgnoreCase));

    /// <summary>Says what a path answers.</summary>
    public FakeAzure On(string path, Func<WireRequest, WireResponse> answer)
    {
        _answers[path] = answer;
        return this;
    }

    /// <summary>Says what a path answers, one answer after the other, and the last for ever.</summary>
    public FakeAzure On(string path, params WireResponse[] answers)
    {
        var next = -1;
        return On(path, _ => answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)]);
    }

    /// <summary>Says what a list has, as one page.</summary>
    public FakeAzure List(string path, params string[] elements) => On(path, Page(elements));

    public static WireResponse Json(string body) => new(200, body);

    public static WireResponse Page(params string[] elements) => Json($$"""{"value":[{{string.Join(',', elements)}}]}""");

    public static WireResponse PageBefore(string nextLink, params string[] elements)
        => Json($$"""{"value":[{{string.Join(',', elements)}}],"nextLink":"{{nextLink}}"}""");

    public static WireResponse Error(int status, string code, string message) => new(status, new JsonObject
    {
        ["error"] = new JsonObject { ["code"] = code, ["message"] = message },
    }.ToJsonString());

    public static WireResponse Throttled(string seconds)
        => Error(429, "TooManyRequests", "Slow down.") with { Headers = new Dictionary<string, string> { ["Retry-After"] = seconds } };

    public static WireResponse Forbidden(string action) => Error(
        403,
        "AuthorizationFailed",
        $"The client 'x' with object id 'y' does not have authorization to perform action '{action}' over scope '/subscriptions/{Subscription}' or the scope is invalid.");

    public static string[] Subscriptions(params string[] ids)
        => [.. ids.Select(id => $$"""{"id":"/subscriptions/{{id}}","subscriptionId":"{{id}}","tenantId":"{{Tenant}}","displayName":"sub {{id[^1]}}","state":"Enabled"}""")];

    /// <summary>The path of the list of a resource type.</summary>
    public static string PathOf(string type, string subscription = Subscription) => $"/subscriptions/{subscription}/providers/{type}";

    /// <summary>A resource.</summary>
    public static string Resource(string type, string name, string properties = "{}", string subscription = Subscription)
        => $$"""{"id":"/subscriptions/{{subscription}}/resourceGroups/rg/providers/{{type}}/{{name}}","name":"{{name}}","type":"{{type}}","location":"westeurope","properties":{{properties}}}""";

    /// <summary>A token that says who it is for; it proves nothing.</summary>
    public static string Token(DateTimeOffset? expiresAt = null)
    {
        var end = (expiresAt ?? TimeProvider.System.GetUtcNow().AddHours(1)).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{Encode("""{"alg":"none"}""")}.{Encode($$"""{"tid":"{{Tenant}}","appid":"{{ClientId}}","exp":{{end}}}""")}.nothing";
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static string Decode(WireRequest request) => Uri.UnescapeDataString(request.Path);

    private WireResponse Answer(WireRequest request)
    {
        var isToken = request.Path.EndsWith("/token", StringComparison.Ordinal);
        return !isToken && !request.Header("Authorization").StartsWith("Bearer ", StringComparison.Ordinal) ? Error(401, "AuthenticationFailed", "There is no token.")
            : _answers.TryGetValue(Uri.UnescapeDataString(request.Target), out var exact) ? exact(request)
            : _answers.TryGetValue(Decode(request), out var answer) ? answer(request)
            : Otherwise(request);
    }
}
