using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.Azure.Live;

/// <summary>The recorded answers of the services, read over the network and as documents: the same resource has the same configuration.</summary>
public sealed partial class AzureEqualityTests : IAsyncLifetime
{
    private static readonly string[] NotListed =
    [
        // No list of a subscription: a page of Resource Graph, and the diagnostic settings of a resource.
        "Microsoft.ResourceGraph.resources", "Microsoft.Insights.diagnosticSettings.resource",
    ];

    // Documents have no place for names that are not at the top of a resource.
    private static readonly string[] NamedOtherwise = ["azure.authorization.policyassignments", "azure.authorization.roledefinitions", "azure.security.assessments"];

    private readonly FakeAzure _azure = new();
    private readonly AzureEngine _engine = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _azure.DisposeAsync();
    }

    [SkippableFact]
    public async Task Every_recorded_answer_gives_the_same_items_live_as_from_documents()
    {
        var answers = await ReadAnswersAsync();
        Serve(answers);
        foreach (var (name, answer) in answers)
        {
            _engine.Folder.Write($"documents/{name}.json", answer.ToJsonString());
        }

        var live = await _engine.WatchAsync(_azure.Account());
        var exported = await _engine.WatchAsync(ExportAccount());

        Assert.Empty(FailuresOf(live));
        Assert.Empty(FailuresOf(exported));
        var liveItems = (await _engine.ItemsAsync()).ToLookup(item => (item.ItemType, item.NativeId));
        var documents = await _engine.ItemsAsync("documents");
        Assert.True(documents.Count > 250, $"Only {documents.Count} items were recognised in the documents.");
        foreach (var document in documents)
        {
            var item = liveItems[(document.ItemType, document.NativeId)].SingleOrDefault();
            Assert.True(item is not null, $"{document.ItemType} {document.NativeId} was not collected.");
            Assert.Equal(document.ConfigJson, item.ConfigJson);
            Assert.Equal((NamedOtherwise.Contains(item.ItemType) ? item.Name : document.Name, document.Region), (item.Name, item.Region));
        }
    }

    [SkippableFact]
    public async Task Resource_graph_gives_the_same_items_as_resource_manager()
    {
        var answers = await ReadAnswersAsync();
        var resources = answers.Values.SelectMany(answer => answer["value"]?.AsArray() ?? []).OfType<JsonObject>().Where(resource => resource["type"] is not null).ToArray();

        // Resource Graph has no etag beside the properties; it changes with every write and says nothing.
        Array.ForEach(resources, resource => resource.Remove("etag"));
        Serve(answers);
        _azure.List($"/subscriptions/{FakeAzure.Subscription}/providers/Microsoft.Authorization/permissions", """{"actions":["*"],"notActions":[]}""")
            .On("/providers/Microsoft.ResourceGraph/resources", request => FakeAzure.Json(Query(request, resources)));

        var byManager = await _engine.WatchAsync(_azure.Account());
        var byGraph = await _engine.WatchAsync(_azure.Account("Collect=ResourceGraph"));

        Assert.True(_azure.CountOf("/providers/Microsoft.ResourceGraph/resources") > 25);
        Assert.True(byManager.Sum(changeSet => changeSet.Created) > 250);
        Assert.Empty(FailuresOf(byGraph));
        Assert.Empty(byGraph.SelectMany(changeSet => changeSet.Changes).SelectMany(change => change.Differences.Select(difference => $"{change.ItemType} {change.Kind} {difference}")));
        Assert.Equal(0, byGraph.Sum(changeSet => changeSet.Created + changeSet.Changed + changeSet.Deleted));
    }

    // Entra ID has no recorded answers.
    private static IReadOnlyList<string> FailuresOf(IReadOnlyList<ChangeSet> changeSets)
        => [.. changeSets.Where(changeSet => !changeSet.ItemType.StartsWith("azure.entra.", StringComparison.Ordinal)).SelectMany(changeSet => changeSet.Failures.Select(failure => $"{changeSet.ItemType} {failure}"))];

    // All of one subscription, and whole: some answers of the specifications have a made-up link to a next page.
    private static async Task<Dictionary<string, JsonObject>> ReadAnswersAsync()
    {
        var answers = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var path in Directory.GetFiles(SharedFixtures.Require("azure"), "*.json").Where(path => !NotListed.Contains(Path.GetFileNameWithoutExtension(path))))
        {
            var text = SubscriptionOfId().Replace(await File.ReadAllTextAsync(path), "${1}" + FakeAzure.Subscription);
            var answer = JsonNode.Parse(text)!["response"]!.DeepClone().AsObject();
            answer.Remove("nextLink");
            RemoveRepetitions(answer);
            if (Path.GetFileNameWithoutExtension(path) is "Microsoft.Resources.subscriptions")
            {
                answer["value"]![0]!["subscriptionId"] = FakeAzure.Subscription;
            }

            answers[Path.GetFileNameWithoutExtension(path)] = answer;
        }

        return answers;
    }

    // Placeholders in the specifications make one id of several resources.
    private static void RemoveRepetitions(JsonObject answer)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var resource in (answer["value"] as JsonArray ?? []).OfType<JsonObject>().Where(resource => !seen.Add((string?)resource["id"] ?? "")).ToArray())
        {
            resource.Parent!.AsArray().Remove(resource);
        }
    }

    // Lists of subscriptions stand at their address. Lists of children are those of the first parent that is asked.
    private void Serve(Dictionary<string, JsonObject> answers)
    {
        var owners = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, answer) in answers)
        {
            var parts = name.Split('.');
            _azure.On($"/subscriptions/{FakeAzure.Subscription}/providers/{parts[0]}.{parts[1]}/{parts[2]}", FakeAzure.Json(answer.ToJsonString()));
        }

        _azure.On($"/subscriptions/{FakeAzure.Subscription}/providers/Microsoft.Insights/diagnosticSettings", FakeAzure.Json(answers["Microsoft.Insights.diagnosticSettings.subscription"].ToJsonString()))
            .On($"/subscriptions/{FakeAzure.Subscription}", FakeAzure.Json(answers["Microsoft.Resources.subscriptions"]["value"]![0]!.ToJsonString()));
        var sqlDatabases = answers["Microsoft.Sql.databases"]["value"]!.AsArray().Select(database => database!.ToJsonString()).ToArray();
        _azure.Otherwise = request =>
        {
            var path = Uri.UnescapeDataString(request.Path);
            var answer = answers.FirstOrDefault(known => path.EndsWith($"/{known.Key.Split('.')[^1]}", StringComparison.OrdinalIgnoreCase)
                && path.Contains($"/providers/{string.Join('.', known.Key.Split('.')[..2])}/", StringComparison.OrdinalIgnoreCase));
            if (path.EndsWith("/config/web", StringComparison.Ordinal))
            {
                var recorded = answers["Microsoft.Web.sites.config"];
                return FakeAzure.Json(string.Equals((string)recorded["id"]!, path, StringComparison.OrdinalIgnoreCase)
                    ? recorded.ToJsonString()
                    : $$"""{"id":"{{path}}","name":"web","type":"Microsoft.Web/sites/config","properties":{} }""");
            }

            // Single things of which there is no recorded answer.
            if (path.EndsWith("/config/authsettingsV2", StringComparison.Ordinal) || path.EndsWith("/policies/default", StringComparison.Ordinal))
            {
                return FakeAzure.Json($$"""{"id":"{{path}}","name":"{{path.Split('/')[^1]}}","properties":{} }""");
            }

            return path.EndsWith("/resources", StringComparison.Ordinal) && Uri.UnescapeDataString(request.Target).Contains("'Microsoft.Sql/servers/databases'", StringComparison.Ordinal) ? FakeAzure.Page(sqlDatabases)
                : request.Method == "POST" ? FakeAzure.Json($$"""{"id":"{{path}}","name":"appsettings","type":"Microsoft.Web/sites/config","properties":{} }""")
                : request.Path.StartsWith("/graph/", StringComparison.Ordinal) || answer.Value is null ? FakeAzure.Page()
                : First(answer.Key, path, owners, answer.Value) ?? FakeAzure.Page();
        };
    }

    // The parent that was asked first keeps the children.
    private static WireResponse? First(string key, string path, ConcurrentDictionary<string, string> owners, JsonObject answer)
        => owners.GetOrAdd(key, path) == path ? FakeAzure.Json(answer.ToJsonString()) : null;

    private static string Query(WireRequest request, JsonObject[] resources)
    {
        var type = TypeOfQuery().Match((string)JsonNode.Parse(request.Body)!["query"]!).Groups[1].Value;
        var rows = resources.Where(resource => string.Equals((string)resource["type"]!, type, StringComparison.OrdinalIgnoreCase)).Select(Row).ToArray();
        return new JsonObject { ["totalRecords"] = rows.Length, ["count"] = rows.Length, ["resultTruncated"] = "false", ["data"] = new JsonArray(rows) }.ToJsonString();
    }

    // As Resource Graph tells of a resource: its type in lower case, every column named, and more of a machine than Resource Manager lists.
    private static JsonNode Row(JsonObject resource)
    {
        var row = resource.DeepClone().AsObject();
        row["type"] = ((string)row["type"]!).ToLowerInvariant();
        row["tenantId"] = FakeAzure.Tenant;
        row["subscriptionId"] = FakeAzure.Subscription;
        row["resourceGroup"] = "rg";
        foreach (var column in new[] { "sku", "plan", "tags", "identity", "zones", "extendedLocation" })
        {
            row.TryAdd(column, null);
        }

        row.TryAdd("kind", "");
        row.TryAdd("managedBy", "");
        if ((string)row["type"]! is "microsoft.compute/virtualmachines")
        {
            row["properties"]!["extended"] = new JsonObject { ["instanceView"] = new JsonObject { ["powerState"] = "running" } };
        }

        return row;
    }

    private Account ExportAccount() => new()
    {
        Name = "documents",
        Type = "Export",
        Identifier = "documents",
        Fields = new Dictionary<string, string> { ["Path"] = _engine.Folder.PathOf("documents") },
    };

    [GeneratedRegex("((?:/|\")subscriptions/)[^/\"]+")]
    private static partial Regex SubscriptionOfId();

    [GeneratedRegex("=~ '([^']+)'")]
    private static partial Regex TypeOfQuery();
}
