using System.Text.Json.Nodes;

namespace SecurityMonkey.Tests.Providers.Azure.Live;

/// <summary>What the watchers of single services ask for, and what they make of refusals.</summary>
public sealed class AzureServicesTests : IAsyncLifetime
{
    private const string Sites = "Microsoft.Web/sites";
    private const string Vaults = "Microsoft.RecoveryServices/vaults";
    private const string Servers = "Microsoft.Sql/servers";

    private readonly FakeAzure _azure = new();
    private readonly AzureEngine _engine = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _azure.DisposeAsync();
    }

    [Theory]
    [InlineData("azure.security.locations.jitnetworkaccesspolicies", "Microsoft.Security/jitNetworkAccessPolicies", "Microsoft.Security/locations/jitNetworkAccessPolicies/read")]
    [InlineData("azure.security.iotsecuritysolutions", "Microsoft.Security/iotSecuritySolutions", "Microsoft.Security/iotSecuritySolutions/read")]
    [InlineData("azure.devices.iothubs", "Microsoft.Devices/IotHubs", "Microsoft.Devices/IotHubs/read")]
    [InlineData("azure.search.searchservices", "Microsoft.Search/searchServices", "Microsoft.Search/searchServices/read")]
    [InlineData("azure.databricks.workspaces", "Microsoft.Databricks/workspaces", "Microsoft.Databricks/workspaces/read")]
    [InlineData("azure.insights.components", "Microsoft.Insights/components", "Microsoft.Insights/components/read")]
    [InlineData("azure.network.applicationgatewaywebapplicationfirewallpolicies", "Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies", "Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies/read")]
    [InlineData("azure.network.networksecurityperimeters", "Microsoft.Network/networkSecurityPerimeters", "Microsoft.Network/networkSecurityPerimeters/read")]
    public async Task List_of_a_subscription_is_paged_and_a_refusal_deletes_nothing(string itemType, string type, string permission)
    {
        var path = FakeAzure.PathOf(type);
        _azure.On(path, FakeAzure.PageBefore(path + "?page=2", FakeAzure.Resource(type, "a"))).On(path + "?page=2", FakeAzure.Page(FakeAzure.Resource(type, "b")));
        var whole = await _engine.WatchOneAsync(_azure.Account(), itemType);
        _azure.On(path, FakeAzure.Error(403, "AuthorizationFailed", "It is not allowed."));
        var refused = await _engine.WatchOneAsync(_azure.Account(), itemType);
        _azure.On(path, FakeAzure.Error(409, "MissingSubscriptionRegistration", "Nobody registered it."));
        var none = await _engine.WatchOneAsync(_azure.Account(), itemType);

        Assert.Equal((RunStatus.Complete, 2), (whole.Status, whole.Created));
        Assert.Equal((RunStatus.Failed, 0, "AccessDenied"), (refused.Status, refused.Deleted, Assert.Single(refused.Failures).ErrorId));
        Assert.Contains(permission, refused.Failures[0].Message, StringComparison.Ordinal);
        Assert.Equal((RunStatus.Complete, 2), (none.Status, none.Deleted));
    }

    [Theory]
    [InlineData("azure.recoveryservices.vaults.backuppolicies", Vaults, "backupPolicies")]
    [InlineData("azure.recoveryservices.vaults.backupprotecteditems", Vaults, "backupProtectedItems")]
    [InlineData("azure.recoveryservices.vaults.replicationprotecteditems", Vaults, "replicationProtectedItems")]
    [InlineData("azure.sql.servers.vulnerabilityassessments", Servers, "vulnerabilityAssessments")]
    [InlineData("azure.sql.servers.sqlvulnerabilityassessments", Servers, "sqlVulnerabilityAssessments")]
    [InlineData("azure.web.sites.basicpublishingcredentialspolicies", Sites, "basicPublishingCredentialsPolicies")]
    public async Task List_of_each_parent_is_paged_and_one_that_refuses_fails_alone(string itemType, string type, string child)
    {
        _azure.List(FakeAzure.PathOf(type), FakeAzure.Resource(type, "one"), FakeAzure.Resource(type, "two"));
        var (one, two) = (ChildrenOf(type, "one", child), ChildrenOf(type, "two", child));
        _azure.On(one, FakeAzure.PageBefore(one + "?page=2", Child(one, "a"))).On(one + "?page=2", FakeAzure.Page(Child(one, "b"))).List(two, Child(two, "c"));
        var whole = await _engine.WatchOneAsync(_azure.Account(), itemType);
        _azure.On(two, FakeAzure.Error(403, "AuthorizationFailed", "It is not allowed."));
        var refused = await _engine.WatchOneAsync(_azure.Account(), itemType);

        Assert.Equal((RunStatus.Complete, 3), (whole.Status, whole.Created));
        Assert.Equal((RunStatus.Partial, 0), (refused.Status, refused.Deleted));
        Assert.EndsWith("/two", Assert.Single(refused.Failures).Scope, StringComparison.Ordinal);
        Assert.Contains($"{type}/{child}/read", refused.Failures[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_backup_changes_every_day_is_no_change()
    {
        _azure.List(FakeAzure.PathOf(Vaults), FakeAzure.Resource(Vaults, "v"));
        var path = ChildrenOf(Vaults, "v", "backupProtectedItems");
        _azure.List(path, Child(path, "m", """{"protectionState":"Protected","policyId":"p","lastRecoveryPoint":"2026-11-23T00:00:00Z","lastBackupTime":"2026-11-23T00:00:00Z"}"""));
        await _engine.WatchOneAsync(_azure.Account(), "azure.recoveryservices.vaults.backupprotecteditems");
        _azure.List(path, Child(path, "m", """{"protectionState":"Protected","policyId":"p","lastRecoveryPoint":"2026-11-24T00:00:00Z","lastBackupTime":"2026-11-24T00:00:00Z"}"""));

        var changeSet = await _engine.WatchOneAsync(_azure.Account(), "azure.recoveryservices.vaults.backupprotecteditems");

        Assert.Equal((0, 1), (changeSet.Changed, changeSet.EphemeralOnly));
    }

    [Fact]
    public async Task Version_of_the_runtime_is_kept_and_every_other_setting_is_masked()
    {
        _azure.List(FakeAzure.PathOf(Sites), FakeAzure.Resource(Sites, "shop"))
            .On(ChildrenOf(Sites, "shop", "config/appsettings/list"), FakeAzure.Json(
                $$"""{"id":"{{ChildrenOf(Sites, "shop", "config/appsettings")}}","name":"appsettings","type":"{{Sites}}/config","properties":{"FUNCTIONS_EXTENSION_VERSION":"~4","Greeting":"hello in the clear"} }"""));

        await _engine.WatchOneAsync(_azure.Account(), "azure.web.sites.config.appsettings");

        var config = Assert.Single(await _engine.ItemsAsync()).ConfigJson!;
        Assert.Equal("~4", (string?)JsonNode.Parse(config)!["functionsExtensionVersion"]);
        Assert.DoesNotContain("hello in the clear", config, StringComparison.Ordinal);
        Assert.DoesNotContain("\"FUNCTIONS_EXTENSION_VERSION\":\"~4\"", config, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Functions_are_collected_of_function_apps_only_and_no_key_is_asked_for()
    {
        var site = FakeAzure.Resource(Sites, "jobs");
        var functions = ChildrenOf(Sites, "jobs", "functions");
        _azure.List(FakeAzure.PathOf(Sites), FakeAzure.Resource(Sites, "shop"), site[..^1] + ""","kind":"functionapp,linux"}""")
            .List(functions, $$"""{"id":"{{functions}}/hello","name":"jobs/hello","type":"{{Sites}}/functions","location":"West Europe","properties":{"test_data":"a sample in the clear","isDisabled":false,"config":{"bindings":[{"type":"httpTrigger","authLevel":"anonymous"}]} } }""");

        var changeSet = await _engine.WatchOneAsync(_azure.Account(), "azure.web.sites.functions");

        Assert.Equal((RunStatus.Complete, 1), (changeSet.Status, changeSet.Created));
        var config = Assert.Single(await _engine.ItemsAsync()).ConfigJson!;
        Assert.Contains("\"authLevel\":\"anonymous\"", config, StringComparison.Ordinal);
        Assert.DoesNotContain("in the clear", config, StringComparison.Ordinal);
        Assert.DoesNotContain(_azure.Requests, request => request.Method != "GET" || request.Path.Contains("key", StringComparison.OrdinalIgnoreCase) || request.Path.Contains("/shop/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sign_in_of_apps_is_read_without_the_secrets_of_providers()
    {
        _azure.List(FakeAzure.PathOf(Sites), FakeAzure.Resource(Sites, "shop"))
            .On(ChildrenOf(Sites, "shop", "config/authsettingsV2"), FakeAzure.Json(
                $$"""{"id":"{{ChildrenOf(Sites, "shop", "config/authsettingsV2")}}","name":"authsettingsV2","type":"{{Sites}}/config","location":"West Europe","properties":{"platform":{"enabled":true} } }"""));

        var changeSet = await _engine.WatchOneAsync(_azure.Account(), "azure.web.sites.config.authsettingsv2");

        Assert.Equal((RunStatus.Complete, 1), (changeSet.Status, changeSet.Created));
        Assert.EndsWith("/sites/shop/config/authsettingsv2", Assert.Single(await _engine.ItemsAsync()).NativeId, StringComparison.Ordinal);
        Assert.DoesNotContain(_azure.Requests, request => request.Path.Contains("/list", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Keys_of_hubs_and_of_telemetry_are_masked()
    {
        _azure.List(FakeAzure.PathOf("Microsoft.Devices/IotHubs"), FakeAzure.Resource("Microsoft.Devices/IotHubs", "h",
                """{"authorizationPolicies":[{"keyName":"owner","primaryKey":"one in the clear","secondaryKey":"two in the clear"}],"routing":{"endpoints":{"eventHubs":[{"name":"e","connectionString":"three in the clear"}]}}}"""))
            .List(FakeAzure.PathOf("Microsoft.Insights/components"), FakeAzure.Resource("Microsoft.Insights/components", "c", """{"InstrumentationKey":"four in the clear","ConnectionString":"five in the clear","RetentionInDays":90}"""));

        await _engine.WatchAsync(_azure.Account(), "azure.devices.iothubs", "azure.insights.components");

        var configs = (await _engine.ItemsAsync()).Select(item => item.ConfigJson!).ToArray();
        Assert.Equal(2, configs.Length);
        Assert.All(configs, config => Assert.DoesNotContain("in the clear", config, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Gateways_are_found_among_all_resources_and_asked_for_one_by_one()
    {
        const string Type = "Microsoft.Network/virtualNetworkGateways";
        _azure.List($"/subscriptions/{FakeAzure.Subscription}/resources", FakeAzure.Resource(Type, "office"))
            .On(ChildrenOf(Type, "office", "").TrimEnd('/'), FakeAzure.Json(FakeAzure.Resource(Type, "office", """{"vpnClientConfiguration":{"vpnAuthenticationTypes":["Radius"],"radiusServerSecret":"one in the clear"}}""")));

        var changeSet = await _engine.WatchOneAsync(_azure.Account(), "azure.network.virtualnetworkgateways");

        Assert.Equal((RunStatus.Complete, 1), (changeSet.Status, changeSet.Created));
        var config = Assert.Single(await _engine.ItemsAsync()).ConfigJson!;
        Assert.Contains("Radius", config, StringComparison.Ordinal);
        Assert.DoesNotContain("in the clear", config, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Services_that_an_account_does_not_have_are_not_asked_for_and_a_refused_one_is_unknown()
    {
        const string Type = "Microsoft.Storage/storageAccounts";
        string Settings(string account, string service) => ChildrenOf(Type, account, $"{service}/default/providers/Microsoft.Insights/diagnosticSettings");
        _azure.List(FakeAzure.PathOf(Type), FakeAzure.Resource(Type, "all")[..^1] + ""","kind":"StorageV2"}""", FakeAzure.Resource(Type, "files")[..^1] + ""","kind":"FileStorage"}""")
            .List(Settings("all", "blobServices"), """{"id":"x","properties":{"logs":[{"category":"StorageRead","enabled":true}]}}""")
            .List(Settings("all", "queueServices"))
            .On(Settings("all", "tableServices"), FakeAzure.Forbidden("Microsoft.Insights/diagnosticSettings/read"));

        var changeSet = await _engine.WatchOneAsync(_azure.Account(), "azure.insights.storagediagnostics");

        Assert.Equal((RunStatus.Partial, 2), (changeSet.Status, changeSet.Created));
        var items = (await _engine.ItemsAsync()).ToDictionary(item => item.Name);
        Assert.Equal("table", Assert.Single(items["all"].UnknownParts).Path);
        Assert.Empty(items["files"].UnknownParts);
        Assert.Equal("[]", JsonNode.Parse(items["all"].ConfigJson!)!["queue"]!.ToJsonString());
        Assert.DoesNotContain(_azure.Requests, request => request.Path.Contains("/files/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tenant_without_a_licence_knows_its_users_and_not_when_they_signed_in()
    {
        _azure.On("/graph/v1.0/users", request => Uri.UnescapeDataString(request.Target).Contains("signInActivity", StringComparison.Ordinal)
            ? FakeAzure.Error(403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant", "Neither tenant is B2C or tenant doesn't have premium license")
            : FakeAzure.Page("""{"id":"1","userPrincipalName":"anna@example.com","accountEnabled":true}"""));

        var changeSets = (await _engine.WatchAsync(_azure.Account(), "azure.entra.users", "azure.entra.usersigninactivity")).ToDictionary(changeSet => changeSet.ItemType);

        Assert.Equal((RunStatus.Complete, 1), (changeSets["azure.entra.users"].Status, changeSets["azure.entra.users"].Created));
        var failure = Assert.Single(changeSets["azure.entra.usersigninactivity"].Failures);
        Assert.Equal(("Authentication_RequestFromNonPremiumTenantOrB2CTenant", ErrorKind.PermissionDenied), (failure.ErrorId, failure.Kind));
    }

    [Fact]
    public async Task Sign_in_of_users_is_paged_and_a_later_one_is_no_change()
    {
        const string First = "/graph/v1.0/users?$top=120&$select=id,userPrincipalName,accountEnabled,userType,createdDateTime,signInActivity";
        static string User(int id, string last) => $$"""{"id":"{{id}}","userPrincipalName":"u{{id}}","accountEnabled":true,"signInActivity":{"lastSignInDateTime":"{{last}}"} }""";
        void Serve(string last) => _azure
            .On(First, FakeAzure.Json($$"""{"@odata.nextLink":"{{_azure.Root}}/graph/v1.0/users?$skiptoken=2","value":[{{User(1, last)}}]}"""))
            .On("/graph/v1.0/users?$skiptoken=2", FakeAzure.Page(User(2, "2026-01-01T00:00:00Z")));
        Serve("2026-11-01T00:00:00Z");
        var first = await _engine.WatchOneAsync(_azure.Account(), "azure.entra.usersigninactivity");
        Serve("2026-11-24T00:00:00Z");
        var second = await _engine.WatchOneAsync(_azure.Account(), "azure.entra.usersigninactivity");

        Assert.Equal((RunStatus.Complete, 2), (first.Status, first.Created));
        Assert.Equal((0, 1), (second.Changed, second.EphemeralOnly));
    }

    [Theory]
    [InlineData("azure.entra.groupsettings", "/graph/v1.0/groupSettings", """{"value":[{"id":"1","displayName":"Group.Unified","values":[]}]}""", "GroupSettings.Read.All")]
    [InlineData("azure.entra.deviceregistrationpolicy", "/graph/v1.0/policies/deviceRegistrationPolicy", """{"id":"deviceRegistrationPolicy","displayName":"Device Registration Policy","multiFactorAuthConfiguration":"required"}""", "Policy.Read.DeviceConfiguration")]
    [InlineData("azure.subscription.policies", "/providers/Microsoft.Subscription/policies/default", """{"id":"/providers/Microsoft.Subscription/policies/default","name":"default","type":"Microsoft.Subscription/policies","properties":{"blockSubscriptionsLeavingTenant":false}}""", "Microsoft.Subscription/policies/read")]
    public async Task Settings_of_the_tenant_are_one_item_and_a_refusal_names_the_permission(string itemType, string path, string answer, string permission)
    {
        _azure.On(path, FakeAzure.Json(answer));
        var whole = await _engine.WatchOneAsync(_azure.Account(), itemType);
        _azure.On(path, FakeAzure.Error(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation."));
        var refused = await _engine.WatchOneAsync(_azure.Account(), itemType);

        Assert.Equal((RunStatus.Complete, 1), (whole.Status, whole.Created));
        Assert.Equal((RunStatus.Failed, 0), (refused.Status, refused.Deleted));
        Assert.Contains(permission, Assert.Single(refused.Failures).Message, StringComparison.Ordinal);
    }

    private static string ChildrenOf(string type, string name, string child) => $"/subscriptions/{FakeAzure.Subscription}/resourceGroups/rg/providers/{type}/{name}/{child}";

    private static string Child(string path, string name, string properties = "{}")
        => $$"""{"id":"{{path}}/{{name}}","name":"{{name}}","type":"{{string.Join('/', path.Split('/')[6..].Where((_, index) => index == 0 || index % 2 == 1))}}","properties":{{properties}}}""";
}
