using System.Text.Json;
using System.Text.Json.Nodes;
using SecurityMonkey.Tests.Providers.Aws.Support;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.Aws.Api;

/// <summary>The calls that collect an item type, with their answers, and the items that come of it.</summary>
/// <remarks>The answers have the form of the services' API references; the configurations are what the AWS CLI prints of them, and what the details add.</remarks>
internal sealed class AwsSample
{
    private AwsSample(string itemType, JsonNode sample)
    {
        ItemType = itemType;
        Calls = [.. sample["calls"]!.AsArray().Select(call => new AwsSampleCall(call!))];
        Items = [.. sample["items"]!.AsArray().Select(item => new AwsSampleItem(
            (string)item!["id"]!, (string)item["name"]!, (string)item["region"]!, Canonical(item["config"]!)))];
    }

    public string ItemType { get; }

    public IReadOnlyList<AwsSampleCall> Calls { get; }

    public IReadOnlyList<AwsSampleItem> Items { get; }

    private static string Folder => Repository.Combine("tests", "SecurityMonkey.Tests", "Providers", "Aws", "Api", "Samples");

    /// <summary>The item types that there are samples of.</summary>
    public static IEnumerable<string> ItemTypes => Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    public static AwsSample Load(string itemType) => new(itemType, JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, itemType + ".json")))!);

    /// <summary>JSON with its members in order.</summary>
    public static string Canonical(JsonNode json) => Sort(json)?.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) ?? "null";

    /// <summary>Answers as the sample says; each answer is given once, but for the last of its call.</summary>
    public AwsAnswer? Answer(AwsRequest request)
    {
        var calls = Calls.Where(call => call.Matches(request)).ToArray();
        var next = calls.FirstOrDefault(call => !call.IsUsed) ?? calls.LastOrDefault();
        return next?.Use();
    }

    private static JsonNode? Sort(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sort(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sort)]),
        _ => node?.DeepClone(),
    };
}

/// <summary>A call of a sample.</summary>
internal sealed class AwsSampleCall(JsonNode call)
{
    private readonly string[] _request = ((string)call["request"]!).Split(' ', 2);

    /// <summary>The action, as policies name it.</summary>
    public string Action { get; } = (string)call["action"]!;

    public string Body { get; } = (string?)call["body"] ?? "";

    public bool IsUsed { get; private set; }

    public bool Matches(AwsRequest request)
        => request.Method == _request[0] && request.PathAndQuery == _request[1] && request.Body == Body && request.Target == ((string?)call["target"] ?? "");

    public AwsAnswer Use()
    {
        IsUsed = true;
        var answer = call["answer"];
        var isXml = answer is JsonValue;
        return new AwsAnswer((int?)call["status"] ?? 200, isXml ? (string)answer! : answer!.ToJsonString(), isXml ? "text/xml" : "application/json");
    }
}

/// <summary>An item of a sample.</summary>
internal sealed record AwsSampleItem(string Id, string Name, string Region, string Config);
