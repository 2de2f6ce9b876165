using System.Text.Json;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.Azure.Calls;

/// <summary>A call as a watcher document describes it.</summary>
/// <param name="Api">Which service is called.</param>
/// <param name="Method">GET, or POST for what Azure reads by POST.</param>
/// <param name="Path">The path, from its slash; empty for a query.</param>
/// <param name="ApiVersion">The version of the API; empty where the path needs none.</param>
/// <param name="ResourceType">The resource type that is read, such as <c>Microsoft.Sql/servers/databases</c>; empty where the path tells it.</param>
internal sealed record AzureCall(AzureApi Api, string Method, string Path, string ApiVersion, string ResourceType)
{
    private const string ApiMember = "api";
    private const string MethodMember = "method";
    private const string PathMember = "path";
    private const string ApiVersionMember = "apiVersion";
    private const string ResourceTypeMember = "resourceType";
    private const string ResourceGraphMember = "resourceGraph";
    private const string QueryMember = "query";
    private const string BodyMember = "body";
    private const string MergeMember = "merge";
    private const string SharedMember = "shared";
    private const string DistinctMember = "distinct";

    /// <summary>The members that calls can have.</summary>
    public static IReadOnlyList<ApiCallMember> Members { get; } =
    [
        new(ApiMember) { AllowedValues = ["arm", "graph", "resourcegraph"] },
        new(MethodMember) { AllowedValues = ["GET", "POST"] },
        new(PathMember) { IsUrlPath = true },
        new(ApiVersionMember),
        new(ResourceTypeMember),
        new(ResourceGraphMember),
        new(QueryMember),
        new(BodyMember) { IsStructure = true },
        new(MergeMember) { AllowedValues = ["value"] },
        new(SharedMember) { AllowedValues = ["true", "false"] },
        new(DistinctMember) { AllowedValues = ["true", "false"] },
    ];

    /// <summary>The table of Resource Graph that holds the same resources; empty where none does.</summary>
    public string ResourceGraphTable { get; init; } = "";

    /// <summary>The query of Resource Graph.</summary>
    public string Query { get; init; } = "";

    /// <summary>What is sent, as JSON; null where nothing is.</summary>
    public string? Body { get; init; }

    /// <summary>Whether the lists of all pages are one answer.</summary>
    public bool IsMerged { get; init; }

    /// <summary>Whether several watchers make the same call, so that its answer is kept while the session lasts.</summary>
    public bool IsShared { get; init; }

    /// <summary>Whether what lies outside the subscription, and is listed with each below it, is taken from one of them only.</summary>
    public bool IsDistinct { get; init; }

    /// <summary>What is read, for messages.</summary>
    public string Description => Api == AzureApi.ResourceGraph ? "Resource Graph" : $"{(Method is "GET" ? "" : Method + " ")}{Path.Split('?')[0]}";

    /// <summary>Reads a call.</summary>
    /// <param name="json">The call as JSON.</param>
    /// <exception cref="SecurityMonkeyException">A member has a value that makes no call.</exception>
    public static AzureCall Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var api = Text(root, ApiMember) switch
        {
            "graph" => AzureApi.Graph,
            "resourcegraph" => AzureApi.ResourceGraph,
            _ => AzureApi.Arm,
        };
        return new AzureCall(api, Text(root, MethodMember) is { Length: > 0 } method ? method : "GET", Text(root, PathMember), Text(root, ApiVersionMember), Text(root, ResourceTypeMember))
        {
            ResourceGraphTable = Text(root, ResourceGraphMember),
            Query = Text(root, QueryMember),
            Body = root.TryGetProperty(BodyMember, out var body) ? body.GetRawText() : null,
            IsMerged = Text(root, MergeMember).Length > 0,
            IsShared = Text(root, SharedMember) is "true",
            IsDistinct = Text(root, DistinctMember) is "true",
        };
    }

    /// <summary>Checks that the call can be made: it must stay on its service.</summary>
    /// <exception cref="SecurityMonkeyException">It cannot.</exception>
    public void Validate()
    {
        if (Api == AzureApi.ResourceGraph ? Query.Length == 0 : !Path.StartsWith('/') || Path.StartsWith("//", StringComparison.Ordinal) || Path.Contains('\\', StringComparison.Ordinal))
        {
            throw new SecurityMonkeyException(
                "CallInvalid",
                ErrorKind.InvalidData,
                Api == AzureApi.ResourceGraph ? "A call of Resource Graph needs a 'query'." : $"'{Path}' is no path of an Azure service; it must begin with one slash.");
        }
    }

    // YAML reads true as a truth value and 2021 as a number; here they are the texts they were written as.
    private static string Text(JsonElement root, string name)
        => !root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? ""
            : value.ValueKind == JsonValueKind.String ? value.GetString()!
            : value.GetRawText();
}
