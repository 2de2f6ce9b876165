using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecurityMonkey.Providers.Aws.Api;

/// <summary>A request that is written but not yet signed.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="PathAndQuery">Path and query, encoded.</param>
/// <param name="ContentType">The type of the body; empty where there is none.</param>
/// <param name="Target">The header <c>X-Amz-Target</c>; empty where there is none.</param>
/// <param name="Body">The body.</param>
internal sealed record ApiRequest(string Method, string PathAndQuery, string ContentType, string Target, byte[] Body)
{
    /// <summary>The number of the account, which S3's control API wants to be told.</summary>
    public string AccountId { get; init; } = "";

    /// <summary>Further headers, by name in lower case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Writes a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="tokens">The tokens of the page to ask for, by parameter.</param>
    public static ApiRequest Create(ApiCall call, IReadOnlyDictionary<string, string> tokens)
    {
        var service = call.Service;
        switch (service.Protocol)
        {
            case "query":
                IEnumerable<KeyValuePair<string, string>> form =
                    [new("Action", call.Action), new("Version", service.Version), .. Flatten(call.Parameters, ""), .. tokens];
                return new("POST", "/", "application/x-www-form-urlencoded; charset=utf-8", "", Encoding.UTF8.GetBytes(Encode(form)));
            case "json":
                return new("POST", "/", $"application/x-amz-json-{service.Version}", $"{service.Target}.{call.Action}", WriteJson(call.Parameters, tokens));
            case var _ when call.Method is "GET" or "HEAD":
                var query = Encode([.. Flatten(call.Parameters, ""), .. tokens]);
                return new(call.Method, query.Length == 0 ? call.Path : $"{call.Path}{(call.Path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}", "", "", []);
            default:
                return new(call.Method, call.Path, "application/json", "", WriteJson(call.Parameters, tokens));
        }
    }

    private static byte[] WriteJson(JsonElement parameters, IReadOnlyDictionary<string, string> tokens)
    {
        var body = JsonNode.Parse(parameters.GetRawText())?.AsObject() ?? [];
        foreach (var (name, token) in tokens)
        {
            body[name] = token;
        }

        return Encoding.UTF8.GetBytes(body.ToJsonString());
    }

    private static string Encode(IEnumerable<KeyValuePair<string, string>> values)
        => string.Join('&', values.Select(value => $"{Uri.EscapeDataString(value.Key)}={Uri.EscapeDataString(value.Value)}"));

    // Structures become names with dots, and lists are numbered: Filter.member.1.
    private static IEnumerable<KeyValuePair<string, string>> Flatten(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Flatten(member.Value, name.Length == 0 ? member.Name : $"{name}.{member.Name}")),
        JsonValueKind.Array => value.EnumerateArray().SelectMany((element, index) => Flatten(element, string.Create(CultureInfo.InvariantCulture, $"{name}.member.{index + 1}"))),
        JsonValueKind.Null => [],
        JsonValueKind.True => [new(name, "true")],
        JsonValueKind.False => [new(name, "false")],
        _ => [new(name, value.ToString())],
    };
}
