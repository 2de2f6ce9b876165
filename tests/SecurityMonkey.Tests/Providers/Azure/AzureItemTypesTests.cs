using SecurityMonkey.Providers.Azure;
using SecurityMonkey.Tests.Providers.Export;

namespace SecurityMonkey.Tests.Providers.Azure;

public sealed class AzureItemTypesTests
{
    private const string Group = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/Prod";
    private const string LowerGroup = "/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/prod";

    private const string Network = $$"""
        {
          "name": "Web-NSG", "id": "{{Group}}/providers/Microsoft.Network/networkSecurityGroups/Web-NSG",
          "type": "Microsoft.Network/networkSecurityGroups", "location": "West Europe", "properties": {}
        }
        """;

    private const string Disk =
        $$"""{"id":"{{Group}}/providers/Microsoft.Compute/disks/Data","name":"Data","type":"microsoft.compute/disks","location":"westeurope","properties":null}""";

    // The type is written as the id writes it, so that Resource Graph and Resource Manager say the same.
    private const string DiskItem =
        $$"""{"id":"{{Group}}/providers/Microsoft.Compute/disks/Data","name":"Data","type":"Microsoft.Compute/disks","location":"westeurope","properties":null}""";

    /// <summary>How lists of resources are wrapped.</summary>
    public static TheoryData<string> Wrappings => new()
    {
        $$"""{"value":[{{Network}},{{Disk}}]}""",
        $$"""{"nextLink":null,"value":[{{Network}},{{Disk}}],"count":{"type":"Total","value":2} }""",
        $$"""{"totalRecords":2,"count":2,"resultTruncated":"false","facets":[],"data":[{{Network}},{{Disk}}]}""",
        $$"""{"count":2,"data":[{{Network}},{{Disk}}],"skip_token":null,"total_records":2}""",
        $"[{Network},\n{Disk}]",
        $"{Network}\n{Disk}\n",
    };

    [Theory]
    [InlineData("Microsoft.Network/networkSecurityGroups", "azure.network.networksecuritygroups")]
    [InlineData("microsoft.network/networksecuritygroups", "azure.network.networksecuritygroups")]
    [InlineData("Microsoft.Web/sites/config", "azure.web.sites.config")]
    [InlineData("Microsoft.Security/policies", "azure.security.policies")]
    [InlineData("Microsoft.Security/securityContact", "azure.security.securitycontacts")]
    [InlineData("Microsoft.Network/frontDoor", "azure.network.frontdoors")]
    [InlineData("Dynatrace.Observability/monitors", "azure.dynatrace.observability.monitors")]
    public void Item_type_is_named_after_the_resource_type(string resourceType, string itemType) => Assert.Equal(itemType, AzureItemTypes.IdOf(resourceType));

    [Fact]
    public void Family_defines_what_nobody_thought_of()
    {
        var itemType = ExportFolder.Plugins.GetItemType("azure.quantum.workspaces");

        Assert.Equal(("azure.quantum.workspaces", "Azure quantum workspaces"), (itemType.Id, itemType.Title));
        Assert.Contains("**.provisioningState?", itemType.EphemeralPaths);
    }

    [Fact]
    public void Known_item_types_have_aliases_and_lists_without_order()
    {
        Assert.Equal("azure.network.networksecuritygroups", ExportFolder.Plugins.ResolveItemType("nsg"));
        Assert.Contains("properties.securityRules", ExportFolder.Plugins.GetItemType("azure.network.networksecuritygroups").UnorderedPaths);
        Assert.Equal(["value"], ExportFolder.Plugins.GetItemType(AzureItemTypes.SecurityPolicies).UnorderedPaths);
    }

    [Theory]
    [MemberData(nameof(Wrappings))]
    public async Task Resources_are_recognised_by_id_and_type_however_they_are_listed(string document)
    {
        var collection = await ExportFolder.CollectAsync("resources.json", document);

        collection.AssertWhole();
        Assert.Equal(
            [
                new ExportedItem("azure.compute.disks", LowerGroup + "/providers/microsoft.compute/disks/data", "Data", "westeurope", "resources.json", DiskItem),
                new ExportedItem(
                    "azure.network.networksecuritygroups",
                    LowerGroup + "/providers/microsoft.network/networksecuritygroups/web-nsg",
                    "Web-NSG",
                    "westeurope",
                    "resources.json",
                    Network),
            ],
            collection.Items);
    }

    [Fact]
    public async Task Single_resource_is_an_item()
        => Assert.Equal(Network, (await ExportFolder.CollectAsync("nsg.json", Network)).Single().Config);

    [Theory]
    [InlineData("", "azure.resources.subscriptions", "00000000-0000-0000-0000-000000000001")]
    [InlineData("/resourceGroups/Prod", "azure.resources.resourcegroups", "prod")]
    [InlineData("/resourceGroups/Prod/providers/Microsoft.Sql/servers/S/databases/D", "azure.sql.servers.databases", "d")]
    [InlineData("/providers/Microsoft.Authorization/roleAssignments/A", "azure.authorization.roleassignments", "a")]
    public async Task Resource_without_a_type_gets_it_from_its_id(string path, string itemType, string lastPart)
    {
        var id = "/subscriptions/00000000-0000-0000-0000-000000000001" + path;

        var item = (await ExportFolder.CollectAsync("resources.json", $$"""{"value":[{"id":"{{id}}"}]}""")).Single();

        Assert.Equal((itemType, id.ToLowerInvariant(), item.NativeId, "global"), (item.ItemType, item.NativeId, item.Name, item.Region));
        Assert.EndsWith("/" + lastPart, item.NativeId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("web", "azure.web.sites.config")]
    [InlineData("appsettings", "azure.web.sites.config.appsettings")]
    [InlineData("connectionstrings", "azure.web.sites.config.connectionstrings")]
    public async Task Settings_of_an_app_are_an_item_type_of_their_own(string name, string itemType)
    {
        var item = (await ExportFolder.CollectAsync("config.json", $$"""{"id":"{{Group}}/providers/Microsoft.Web/sites/shop/config/{{name}}","type":"Microsoft.Web/sites/config","properties":{} }""")).Single();

        Assert.Equal(itemType, item.ItemType);
    }

    [Fact]
    public async Task Ids_that_differ_in_case_are_one()
    {
        var collection = await ExportFolder.CollectAsync("groups.json", $$"""[{"id":"{{Group}}"},{"id":"{{Group.ToUpperInvariant()}}/"},{"id":"{{LowerGroup}}"}]""");

        Assert.Equal([LowerGroup, LowerGroup, LowerGroup], collection.Items.Select(item => item.NativeId));
    }

    [Theory]
    [InlineData("\"location\":\"West Europe\"", "westeurope")]
    [InlineData("\"location\":\"westeurope\"", "westeurope")]
    [InlineData("\"location\":\"East US 2\"", "eastus2")]
    [InlineData("\"location\":\"global\"", "global")]
    [InlineData("\"location\":\"\"", "global")]
    [InlineData("\"location\":null", "global")]
    [InlineData("\"properties\":{\"location\":\"westeurope\"}", "global")]
    public async Task Location_is_the_region(string member, string region)
        => Assert.Equal(region, (await ExportFolder.CollectAsync("groups.json", $$"""[{"id":"{{Group}}",{{member}}}]""")).Single().Region);

    [Theory]
    [InlineData("\"name\":\"Prod\"", "Prod")]
    [InlineData("\"displayName\":\"Production\"", "Production")]
    [InlineData("\"displayName\":\"Production\",\"name\":\"Prod\"", "Prod")]
    [InlineData("\"properties\":{\"name\":\"inner\"}", LowerGroup)]
    public async Task Name_is_a_label(string member, string name)
        => Assert.Equal(name, (await ExportFolder.CollectAsync("groups.json", $$"""[{"id":"{{Group}}",{{member}}}]""")).Single().Name);

    [Fact]
    public async Task Types_of_all_cases_come_to_one_watcher()
    {
        var collection = await ExportFolder.CollectAsync("disks.json", $$"""
            {"data":[
              {"id":"{{Group}}/providers/Microsoft.Compute/disks/a","type":"Microsoft.Compute/disks"},
              {"id":"{{Group}}/providers/microsoft.compute/disks/b","type":"microsoft.compute/disks"},
              {"id":"{{Group}}/providers/MICROSOFT.COMPUTE/disks/c"}
            ]}
            """);

        collection.AssertWhole();
        Assert.Equal(["azure.compute.disks"], collection.ItemTypes);
        Assert.Equal(3, collection.Items.Count);
    }
}
