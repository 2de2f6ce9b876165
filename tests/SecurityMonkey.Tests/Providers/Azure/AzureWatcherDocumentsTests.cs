using SecurityMonkey.Engine.Plugins;
using SecurityMonkey.Engine.Watching.Documents;
using SecurityMonkey.Providers.Azure;
using SecurityMonkey.Providers.Azure.Calls;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.Azure;

/// <summary>The watcher documents of the module for Azure.</summary>
public sealed class AzureWatcherDocumentsTests
{
    private static readonly (IReadOnlyList<WatcherDocument> Watchers, IReadOnlyList<SecurityMonkey.Engine.Documents.DocumentProblem> Problems) Library =
        new WatcherLibrary(new PluginCatalog([new AzurePlugin()])).Load([Repository.Combine("module", "watchers", "azure")]);

    [Fact]
    public void Documents_are_without_fault() => Assert.Empty(Library.Problems);

    [Fact]
    public void Each_item_type_has_one_document()
    {
        Assert.True(Library.Watchers.Count >= 90, $"There are only {Library.Watchers.Count}.");
        Assert.Equal(Library.Watchers.Count, Library.Watchers.Select(watcher => watcher.ItemType.Id).Distinct().Count());
    }

    [Fact]
    public void Each_document_names_the_permissions_it_needs()
        => Assert.All(Library.Watchers, watcher => Assert.True(watcher.Permissions.Count > 0, $"{watcher.ItemType.Id} names no permission."));

    [Fact]
    public void Item_types_are_named_after_the_resource_types_they_list()
    {
        foreach (var watcher in Library.Watchers.Where(watcher => watcher.ScopeKind == "subscription"))
        {
            var type = AzurePermissions.ResourceTypeOf(AzureCall.Parse(watcher.List.Call.Json.ToString()));
            string[] own = ["azure.resources.subscriptionsettings", "azure.insights.resourcediagnostics", "azure.resources.subscriptions", "azure.resources.resourcegroups",
                "azure.web.sites.config.appsettings", "azure.web.sites.config.authsettingsv2", "azure.azureresourcemanager.diagnosticsettings", "azure.insights.storagediagnostics"];
            Assert.True(own.Contains(watcher.ItemType.Id) || AzureItemTypes.IdOf(type) == watcher.ItemType.Id, $"{watcher.ItemType.Id} lists {type}.");
        }
    }

    [Theory]
    [InlineData("azure.network.networksecuritygroups", "Microsoft.Network/networkSecurityGroups/read")]
    [InlineData("azure.sql.servers.firewallrules", "Microsoft.Sql/servers/firewallRules/read,Microsoft.Sql/servers/read")]
    [InlineData("azure.web.sites.config.appsettings", "Microsoft.Web/sites/config/list/action,Microsoft.Web/sites/read")]
    [InlineData("azure.resources.subscriptions", "Microsoft.Resources/subscriptions/read")]
    [InlineData("azure.resources.resourcegroups", "Microsoft.Resources/subscriptions/resourceGroups/read")]
    [InlineData("azure.authorization.roledefinitions", "Microsoft.Authorization/roleDefinitions/read")]
    [InlineData("azure.entra.conditionalaccesspolicies", "Policy.Read.All")]
    [InlineData("azure.entra.userregistrationdetails", "AuditLog.Read.All")]
    [InlineData("azure.entra.applications", "Application.Read.All")]
    [InlineData("azure.entra.users", "User.Read.All")]
    [InlineData("azure.entra.usersigninactivity", "AuditLog.Read.All,User.Read.All")]
    [InlineData("azure.entra.groupsettings", "GroupSettings.Read.All")]
    [InlineData("azure.entra.deviceregistrationpolicy", "Policy.Read.DeviceConfiguration")]
    [InlineData("azure.subscription.policies", "Microsoft.Subscription/policies/read")]
    [InlineData("azure.recoveryservices.vaults.backupprotecteditems", "Microsoft.RecoveryServices/vaults/backupProtectedItems/read,Microsoft.RecoveryServices/vaults/read")]
    [InlineData("azure.security.locations.jitnetworkaccesspolicies", "Microsoft.Security/locations/jitNetworkAccessPolicies/read")]
    [InlineData("azure.web.sites.config.authsettingsv2", "Microsoft.Web/sites/config/read,Microsoft.Web/sites/read")]
    [InlineData("azure.web.sites.functions", "Microsoft.Web/sites/functions/read,Microsoft.Web/sites/read")]
    [InlineData("azure.network.virtualnetworkgateways", "Microsoft.Network/virtualNetworkGateways/read,Microsoft.Resources/subscriptions/resources/read")]
    public void Permissions_are_the_actions_of_the_calls(string itemType, string permissions)
        => Assert.Equal(permissions.Split(','), Library.Watchers.Single(watcher => watcher.ItemType.Id == itemType).Permissions);

    [Fact]
    public void Role_has_every_action_and_says_what_graph_needs()
    {
        var type = new AzureAccountType();
        var role = type.WriteAccessPolicy([.. Library.Watchers.SelectMany(watcher => watcher.Permissions).Union(type.SessionPermissions).Order(StringComparer.Ordinal)]);

        var json = System.Text.Json.Nodes.JsonNode.Parse(role)!;
        var actions = json["Actions"]!.AsArray().Select(action => (string)action!).ToArray();
        Assert.Contains("Microsoft.Sql/servers/firewallRules/read", actions);
        Assert.Contains("Microsoft.Resources/subscriptions/read", actions);
        Assert.All(actions, action => Assert.True(action.EndsWith("/read", StringComparison.Ordinal) || action is "Microsoft.Web/sites/config/list/action", action));
        Assert.DoesNotContain(actions, action => action.Contains('{', StringComparison.Ordinal) || action.Contains('*', StringComparison.Ordinal));
        Assert.Contains("Policy.Read.All", (string)json["Description"]!, StringComparison.Ordinal);
        Assert.NotEmpty(json["AssignableScopes"]!.AsArray());
    }
}
