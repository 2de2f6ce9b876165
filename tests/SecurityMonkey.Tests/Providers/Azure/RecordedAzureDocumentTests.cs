using System.Text.Json.Nodes;
using SecurityMonkey.Tests.Providers.Export;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.Azure;

/// <summary>List answers from the specifications of the services.</summary>
public sealed class RecordedAzureDocumentTests
{
    /// <summary>The specifications write some type names otherwise than the addresses of their lists.</summary>
    private static readonly Dictionary<string, string> OtherNames = new(StringComparer.Ordinal)
    {
        ["Microsoft.Insights.diagnosticSettings.resource"] = "azure.insights.diagnosticsettings",
        ["Microsoft.Insights.diagnosticSettings.subscription"] = "azure.azureresourcemanager.diagnosticsettings",
    };

    [SkippableFact]
    public async Task Every_answer_is_recognised()
    {
        var paths = Directory.GetFiles(SharedFixtures.Require("azure"), "*.json");
        Assert.NotEmpty(paths);
        foreach (var path in paths)
        {
            await AssertRecognizedAsync(Path.GetFileNameWithoutExtension(path), JsonNode.Parse(await File.ReadAllTextAsync(path))!["response"]!);
        }
    }

    [SkippableFact]
    public async Task Network_security_groups_are_items_with_their_rules()
    {
        var path = Path.Combine(SharedFixtures.Require("azure"), "Microsoft.Network.networkSecurityGroups.json");
        var response = JsonNode.Parse(await File.ReadAllTextAsync(path))!["response"]!;

        var collection = await ExportFolder.CollectAsync("nsg.json", response.ToJsonString());

        collection.AssertWhole();
        Assert.Equal([("nsg1", "westus"), ("nsg3", "westus")], collection.Items.Select(item => (item.Name, item.Region)));
        Assert.All(collection.Items, item => Assert.NotNull(JsonNode.Parse(item.Config)!["properties"]!["defaultSecurityRules"]));
    }

    private static async Task AssertRecognizedAsync(string name, JsonNode response)
    {
        var resources = (response["value"] ?? response["data"]) as JsonArray ?? new JsonArray(response.DeepClone());
        var isWhole = string.IsNullOrEmpty((string?)response["nextLink"]);

        var collection = await ExportFolder.CollectAsync("export.json", response.ToJsonString());

        // One item for each resource, but one for each subscription where they are security policies.
        Assert.True(resources.Count == collection.Items.Count, $"{name}: {collection.Items.Count} items instead of {resources.Count}.");
        Assert.Equal(
            resources.Select(resource => WithoutForm(resource!)).Order(StringComparer.Ordinal),
            collection.Items.Select(item => WithoutForm(JsonNode.Parse(item.Config)!)).Order(StringComparer.Ordinal));
        Assert.All(collection.Items, item => Assert.Equal(item.NativeId.ToLowerInvariant(), item.NativeId));
        Assert.All(collection.Items, item => Assert.StartsWith("/", item.NativeId, StringComparison.Ordinal));
        Assert.All(collection.Items, item => AssertItemType(name, item.ItemType));
        Assert.All(collection.ItemTypes, itemType => Assert.Equal(isWhole, collection.TellsDeleted(itemType, "export.json")));
        Assert.All(collection.Failures, failure => Assert.Equal("DocumentIncomplete", failure.Error.ErrorId));
    }

    // What has more than one way to be written: the case of the type, and members that say that there is nothing.
    private static string WithoutForm(JsonNode resource)
    {
        var copy = resource.DeepClone().AsObject();
        copy["type"] = ((string?)copy["type"])?.ToLowerInvariant();
        foreach (var empty in copy.Where(member => member.Key is not "properties" && (member.Value is null || (member.Value is JsonValue value && value.TryGetValue<string>(out var text) && text.Length == 0))).ToArray())
        {
            copy.Remove(empty.Key);
        }

        return copy.ToJsonString();
    }

    // Microsoft.Sql.firewallRules.json holds azure.sql.servers.firewallrules.
    private static void AssertItemType(string name, string itemType)
    {
        if (OtherNames.TryGetValue(name, out var other))
        {
            Assert.Equal(other, itemType);
        }
        else if (name is not "Microsoft.ResourceGraph.resources")
        {
            var parts = name.ToLowerInvariant().Split('.');
            Assert.StartsWith($"azure.{parts[1]}.", itemType, StringComparison.Ordinal);
            Assert.EndsWith($".{parts[^1]}", itemType, StringComparison.Ordinal);
        }
    }
}
