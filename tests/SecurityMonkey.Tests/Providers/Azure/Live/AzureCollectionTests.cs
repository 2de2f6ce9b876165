using System.Text.Json.Nodes;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.Azure.Live;

public sealed class AzureCollectionTests : IAsyncLifetime
{
    private const string Other = "00000000-0000-0000-0000-000000000002";
    private const string Groups = "Microsoft.Network/networkSecurityGroups";
    private const string GroupItems = "azure.network.networksecuritygroups";
    private const string Query = "/providers/Microsoft.ResourceGraph/resources";

    private readonly FakeAzure _azure = new();
    private readonly AzureEngine _engine = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _azure.DisposeAsync();
    }

    [Fact]
    public async Task Pages_are_followed_on_the_same_host()
    {
        var path = FakeAzure.PathOf(Groups);
        _azure.On(path + "?api-version=2024-03-01", FakeAzure.PageBefore($"{_azure.Root}{path}?page=2", FakeAzure.Resource(Groups, "a")))
            .On(path + "?page=2", FakeAzure.Page(FakeAzure.Resource(Groups, "b")));

        var changeSet = await _engine.WatchOneAsync(_azure.Account(), GroupItems);

        Assert.Equal((RunStatus.Complete, 2), (changeSet.Status, changeSet.Created));
        var item = (await _engine.ItemsAsync()).Single(item => item.Name == "a");
        Assert.Equal(($"/subscriptions/{FakeAzure.Subscription}/resourcegroups/rg/providers/microsoft.network/networksecuritygroups/a", "westeurope"), (item.NativeId, item.Region));
    }

    [Theory]
    [InlineData("https://elsewhere.example/next", "elsewhere.example")]
    [InlineData("http://127.0.0.1:1/next", "127.0.0.1:1")]
    public async Task Page_at_another_host_is_not_fetched_and_nothing_is_deleted(string link, string host)
    {
        _azure.List(FakeAzure.PathOf(Groups), FakeAzure.Resource(Groups, "a"), FakeAzure.Resource(Groups, "b"));
        await _engine.WatchOneAsync(_azure.Account(), GroupItems);
        _azure.On(FakeAzure.PathOf(Groups), FakeAzure.PageBefore(link, FakeAzure.Resource(Groups, "a")));

        var failure = await PartialAsync(GroupItems);

        Assert.Equal("AnswerUnexpected", failure.ErrorId);
        Assert.Contains(host, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_that_leads_to_itself_ends()
    {
        var path = FakeAzure.PathOf(Groups);
        _azure.On(path, FakeAzure.PageBefore($"{path}?api-version=2024-03-01", FakeAzure.Resource(Groups, "a")));

        Assert.Contains("without end", (await PartialAsync(GroupItems)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_that_asks_to_wait_is_waited_for()
    {
        _azure.On(
            FakeAzure.PathOf(Groups),
            FakeAzure.Throttled("17"),
            new WireResponse(503),
            FakeAzure.Page(FakeAzure.Resource(Groups, "a")));

        var changeSet = await _engine.WatchOneAsync(_azure.Account(), GroupItems);

        Assert.Equal((RunStatus.Complete, 1), (changeSet.Status, changeSet.Created));
        Assert.Contains(TimeSpan.FromSeconds(17), _engine.Time.Waits);
        Assert.Equal(3, _azure.CountOf(FakeAzure.PathOf(Groups)));
    }

    [Fact]
    public async Task Service_that_asks_to_wait_for_an_hour_is_not_waited_for()
    {
        _azure.On(FakeAzure.PathOf(Groups), FakeAzure.Throttled("3600"));

        var failure = await FailureAsync(GroupItems);

        Assert.Equal(("ThrottledTooLong", ErrorKind.LimitExceeded), (failure.ErrorId, failure.Kind));
        Assert.Contains("60 minutes", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, _azure.CountOf(FakeAzure.PathOf(Groups)));
    }

    [Fact]
    public async Task Subscription_without_access_fails_alone_and_names_the_permission()
    {
        _azure.List("/subscriptions", FakeAzure.Subscriptions(FakeAzure.Subscription, Other))
            .List(FakeAzure.PathOf(Groups), FakeAzure.Resource(Groups, "a"))
            .List(FakeAzure.PathOf(Groups, Other), FakeAzure.Resource(Groups, "b", subscription: Other));
        await _engine.WatchOneAsync(_azure.Account(), GroupItems);
        _azure.List(FakeAzure.PathOf(Groups)).On(FakeAzure.PathOf(Groups, Other), FakeAzure.Forbidden(Groups + "/read"));

        var changeSet = await _engine.WatchOneAsync(_azure.Account(), GroupItems);

        Assert.Equal((RunStatus.Partial, 1), (changeSet.Status, changeSet.Deleted));
        var failure = Assert.Single(changeSet.Failures);
        Assert.Equal((Other, "AccessDenied", ErrorKind.PermissionDenied), (failure.Scope, failure.ErrorId, failure.Kind));
        Assert.Contains("Microsoft.Network/networkSecurityGroups/read", failure.Message, StringComparison.Ordinal);
        Assert.Contains(FakeAzure.ClientId, failure.Message, StringComparison.Ordinal);
        Assert.Equal("b", (await _engine.ItemsAsync()).Single(item => item.State == ItemState.Active).Name);
    }

    [Fact]
    public async Task Subscription_that_is_no_longer_listed_is_unknown_and_not_deleted()
    {
        _azure.List("/subscriptions", FakeAzure.Subscriptions(FakeAzure.Subscription, Other))
            .List(FakeAzure.PathOf(Groups), FakeAzure.Resource(Groups, "a"))
            .List(FakeAzure.PathOf(Groups, Other), FakeAzure.Resource(Groups, "b", subscription: Other));
        await _engine.WatchOneAsync(_azure.Account(), GroupItems);
        _azure.List("/subscriptions", FakeAzure.Subscriptions(FakeAzure.Subscription)).On(FakeAzure.PathOf(Groups, Other), FakeAzure.Error(404, "SubscriptionNotFound", "It could not be found."));

        var changeSet = await _engine.WatchOneAsync(_azure.Account(), GroupItems);

        Assert.Equal((RunStatus.Partial, 0), (changeSet.Status, changeSet.Deleted));
        Assert.Equal((Other, "SubscriptionNotFound"), (Assert.Single(changeSet.Failures).Scope, changeSet.Failures[0].ErrorId));
    }

    [Fact]
    public async Task Identity_without_subscriptions_is_told_what_it_needs()
    {
        _azure.List("/subscriptions");

        var failure = await FailureAsync(GroupItems);

        Assert.Equal(("SubscriptionsNotFound", ErrorKind.PermissionDenied), (failure.ErrorId, failure.Kind));
        Assert.Contains("Reader", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(409, "MissingSubscriptionRegistration", true)]
    [InlineData(409, "Conflict", false)]
    [InlineData(403, "AuthorizationFailed", false)]
    [InlineData(403, "ReadOnlyDisabledSubscription", false)]
    [InlineData(404, "NotFound", false)]
    [InlineData(400, "NoRegisteredProviderFound", false)]
    public async Task Only_what_means_that_there_is_nothing_is_an_empty_list(int status, string code, bool isEmpty)
    {
        _azure.List(FakeAzure.PathOf(Groups), FakeAzure.Resource(Groups, "a"));
        await _engine.WatchOneAsync(_azure.Account(), GroupItems);
        _azure.On(FakeAzure.PathOf(Groups), FakeAzure.Error(status, code, "It is said why."));

        var changeSet = await _engine.WatchOneAsync(_azure.Account(), GroupItems);

        Assert.Equal(isEmpty ? 1 : 0, changeSet.Deleted);
        Assert.Equal(isEmpty, changeSet.Failures.Count == 0);
        Assert.All(changeSet.Failures, failure => Assert.Contains("It is said why.", failure.Message, StringComparison.Ordinal));
        Assert.All(changeSet.Failures, failure => Assert.Equal(code is "AuthorizationFailed" ? "AccessDenied" : code, failure.ErrorId));
    }

    [Fact]
    public async Task Connection_that_dies_in_the_middle_of_a_list_deletes_nothing()
    {
        var path = FakeAzure.PathOf(Groups);
        _azure.List(path, FakeAzure.Resource(Groups, "a"), FakeAzure.Resource(Groups, "b"));
        await _engine.WatchOneAsync(_azure.Account(), GroupItems);
        _azure.On(path, FakeAzure.PageBefore(path + "?page=2", FakeAzure.Resource(Groups, "a")))
            .On(path + "?page=2", FakeAzure.Page(FakeAzure.Resource(Groups, "b")) with { BreaksAfter = 40 });

        var failure = await PartialAsync(GroupItems);

        Assert.Equal(("ConnectionFailed", ErrorKind.ConnectionFailed), (failure.ErrorId, failure.Kind));
        Assert.True(_azure.CountOf(path) > 3, "A connection that dies is tried again.");
    }

    [Theory]
    [InlineData("""{"value":[{"id":"/subscriptions/x"}""")]
    [InlineData("<html>Proxy</html>")]
    [InlineData("{}")]
    [InlineData("")]
    public async Task Answer_that_is_no_list_deletes_nothing(string answer)
    {
        _azure.List(FakeAzure.PathOf(Groups), FakeAzure.Resource(Groups, "a"));
        await _engine.WatchOneAsync(_azure.Account(), GroupItems);
        _azure.On(FakeAzure.PathOf(Groups), FakeAzure.Json(answer));

        Assert.Equal("AnswerUnexpected", (await FailureAsync(GroupItems)).ErrorId);
    }

    [Fact]
    public async Task Children_are_listed_for_each_parent_and_parents_are_listed_once()
    {
        const string Servers = "Microsoft.Sql/servers";
        _azure.List(FakeAzure.PathOf(Servers), FakeAzure.Resource(Servers, "one"), FakeAzure.Resource(Servers, "two"));
        foreach (var (server, child) in new[] { ("one", "firewallRules"), ("two", "firewallRules"), ("one", "auditingSettings"), ("two", "auditingSettings") })
        {
            var path = $"/subscriptions/{FakeAzure.Subscription}/resourceGroups/rg/providers/{Servers}/{server}/{child}";
            _azure.List(path, $$"""{"id":"{{path}}/x","name":"x","type":"{{Servers}}/{{child}}","properties":{"of":"{{server}}"} }""");
        }

        var changeSets = await _engine.WatchAsync(_azure.Account(), "azure.sql.servers.firewallrules", "azure.sql.servers.auditingsettings");

        Assert.All(changeSets, changeSet => Assert.Equal((RunStatus.Complete, 2), (changeSet.Status, changeSet.Created)));
        Assert.Equal(1, _azure.CountOf(FakeAzure.PathOf(Servers)));
    }

    [Fact]
    public async Task Parent_that_refuses_its_children_fails_alone()
    {
        const string Vaults = "Microsoft.KeyVault/vaults";
        var vault = $"/subscriptions/{FakeAzure.Subscription}/resourceGroups/rg/providers/{Vaults}";
        _azure.List(FakeAzure.PathOf(Vaults), FakeAzure.Resource(Vaults, "one"), FakeAzure.Resource(Vaults, "two"))
            .List($"{vault}/one/keys", $$"""{"id":"{{vault}}/one/keys/k","name":"k","type":"{{Vaults}}/keys","properties":{} }""")
            .On($"{vault}/two/keys", FakeAzure.Forbidden("Microsoft.KeyVault/vaults/keys/read"));

        var changeSet = await _engine.WatchOneAsync(_azure.Account(), "azure.keyvault.vaults.keys");

        Assert.Equal((RunStatus.Partial, 1), (changeSet.Status, changeSet.Created));
        Assert.EndsWith("/vaults/two", Assert.Single(changeSet.Failures).Scope, StringComparison.Ordinal);
        Assert.Contains("Microsoft.KeyVault/vaults/keys/read", changeSet.Failures[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Security_policies_are_one_item_whatever_their_pages()
    {
        var path = FakeAzure.PathOf("Microsoft.Security/policies");
        _azure.On(path, FakeAzure.PageBefore(path + "?page=2", Policy("default", "On"))).On(path + "?page=2", FakeAzure.Page(Policy("rg", "Off")));

        await _engine.WatchOneAsync(_azure.Account(), "azure.security.policies");

        var item = Assert.Single(await _engine.ItemsAsync());
        Assert.Equal(($"/subscriptions/{FakeAzure.Subscription}/providers/microsoft.security/policies", FakeAzure.Subscription), (item.NativeId, item.Name));
        Assert.Equal(["value"], JsonNode.Parse(item.ConfigJson!)!.AsObject().Select(member => member.Key));
        Assert.Equal(2, JsonNode.Parse(item.ConfigJson!)!["value"]!.AsArray().Count);
    }

    [Fact]
    public async Task What_is_assigned_above_subscriptions_is_taken_once_and_without_a_warning()
    {
        const string Assignments = "Microsoft.Authorization/roleAssignments";
        const string Above = """{"id":"/providers/Microsoft.Management/managementGroups/root/providers/Microsoft.Authorization/roleAssignments/a","name":"a","type":"Microsoft.Authorization/roleAssignments","properties":{}}""";
        _azure.List("/subscriptions", FakeAzure.Subscriptions(FakeAzure.Subscription, Other)).List(FakeAzure.PathOf(Assignments), Above).List(FakeAzure.PathOf(Assignments, Other), Above);

        var changeSet = await _engine.WatchOneAsync(_azure.Account(), "azure.authorization.roleassignments");

        Assert.Equal((RunStatus.Complete, 1), (changeSet.Status, changeSet.Created));
        Assert.Empty(_engine.Listener.Warnings);
    }

    [Fact]
    public async Task Settings_of_apps_are_masked()
    {
        const string Sites = "Microsoft.Web/sites";
        var site = $"/subscriptions/{FakeAzure.Subscription}/resourceGroups/rg/providers/{Sites}/shop";
        _azure.List(FakeAzure.PathOf(Sites), FakeAzure.Resource(Sites, "shop"))
            .On($"{site}/config/appsettings/list", request => request.Method == "POST"
                ? FakeAzure.Json($$"""{"id":"{{site}}/config/appsettings","name":"appsettings","type":"{{Sites}}/config","properties":{"Shop:Greeting":"hello in the clear"} }""")
                : FakeAzure.Error(405, "MethodNotAllowed", "POST it."));

        await _engine.WatchOneAsync(_azure.Account(), "azure.web.sites.config.appsettings");

        var config = Assert.Single(await _engine.ItemsAsync()).ConfigJson!;
        Assert.Contains("Shop:Greeting", config, StringComparison.Ordinal);
        Assert.DoesNotContain("hello in the clear", config, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscription_settings_that_cannot_be_read_are_unknown_parts()
    {
        _azure.On($"/subscriptions/{FakeAzure.Subscription}", FakeAzure.Json(FakeAzure.Subscriptions(FakeAzure.Subscription)[0]));
        _azure.Otherwise = request => request.Path.EndsWith("/securityContacts", StringComparison.Ordinal) ? FakeAzure.Forbidden("Microsoft.Security/securityContacts/read") : FakeAzure.Page();

        var changeSet = await _engine.WatchOneAsync(_azure.Account(), "azure.resources.subscriptionsettings");

        Assert.Equal((RunStatus.Partial, 1), (changeSet.Status, changeSet.Created));
        var item = Assert.Single(await _engine.ItemsAsync());
        Assert.Equal(("securityContacts", "AccessDenied"), (Assert.Single(item.UnknownParts).Path, item.UnknownParts[0].ErrorId));
        Assert.Equal("[]", JsonNode.Parse(item.ConfigJson!)!["activityLogAlerts"]!.ToJsonString());
    }

    [Fact]
    public async Task Graph_is_read_with_its_own_token_and_pages()
    {
        _azure.On("/graph/v1.0/applications?$top=500&$select=id,appId,displayName,createdDateTime,signInAudience,passwordCredentials,keyCredentials,requiredResourceAccess,web,spa,publicClient,identifierUris",
                FakeAzure.Json($$"""{"@odata.nextLink":"{{_azure.Root}}/graph/v1.0/applications?$skiptoken=2","value":[{"id":"1","displayName":"one","passwordCredentials":[]}]}"""))
            .On("/graph/v1.0/applications?$skiptoken=2", FakeAzure.Page("""{"id":"2","displayName":"two"}"""));

        var changeSet = await _engine.WatchOneAsync(_azure.Account(), "azure.entra.applications");

        Assert.Equal((RunStatus.Complete, 2), (changeSet.Status, changeSet.Created));
        Assert.Equal(["/applications/1", "/applications/2"], (await _engine.ItemsAsync()).Select(item => item.NativeId).Order());
        Assert.Contains(_azure.TokenRequests, request => request.Body.Contains(Uri.EscapeDataString(_azure.Root + "/graph/.default"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Graph_that_refuses_names_its_permission()
    {
        _azure.Otherwise = _ => FakeAzure.Error(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");

        var failure = await FailureAsync("azure.entra.conditionalaccesspolicies");

        Assert.Equal("AccessDenied", failure.ErrorId);
        Assert.Contains("Policy.Read.All", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resource_graph_lists_all_subscriptions_with_one_query()
    {
        AllowAll();
        _azure.On(Query, request => FakeAzure.Json(Rows(request, "b")));

        var changeSet = await _engine.WatchOneAsync(_azure.Account("Collect=ResourceGraph"), GroupItems);

        Assert.Equal((RunStatus.Complete, 3), (changeSet.Status, changeSet.Created));
        var bodies = _azure.Requests.Where(request => request.Path == Query).Select(request => JsonNode.Parse(request.Body)!).ToArray();
        Assert.Equal(2, bodies.Length);
        Assert.Equal([FakeAzure.Subscription, Other], bodies[0]["subscriptions"]!.AsArray().Select(id => (string)id!));
        Assert.Contains("where type =~ 'Microsoft.Network/networkSecurityGroups'", (string)bodies[0]["query"]!, StringComparison.Ordinal);
        Assert.Equal("next", (string?)bodies[1]["options"]!["$skipToken"]);
        Assert.Equal(0, _azure.CountOf(FakeAzure.PathOf(Groups)));
    }

    [Fact]
    public async Task Resource_graph_is_not_believed_where_the_identity_may_not_read_everything()
    {
        AllowAll();
        _azure.On(Query, request => FakeAzure.Json(Rows(request, "b")));
        await _engine.WatchOneAsync(_azure.Account("Collect=ResourceGraph"), GroupItems);
        _azure.List($"/subscriptions/{Other}/providers/Microsoft.Authorization/permissions", """{"actions":["*/read"],"notActions":["Microsoft.Network/*"]}""")
            .On(Query, request => FakeAzure.Json(Rows(request)));

        var changeSet = await _engine.WatchOneAsync(_azure.Account("Collect=ResourceGraph"), GroupItems);

        Assert.Equal((RunStatus.Partial, 0), (changeSet.Status, changeSet.Deleted));
        Assert.Equal((Other, "AccessDenied"), (Assert.Single(changeSet.Failures).Scope, changeSet.Failures[0].ErrorId));
        Assert.Contains("Microsoft.Network/networkSecurityGroups/read", changeSet.Failures[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"totalRecords":3,"count":1,"resultTruncated":"false","data":[ROW]}""")]
    [InlineData("""{"totalRecords":1,"count":1,"resultTruncated":"true","data":[ROW]}""")]
    [InlineData("""{"totalRecords":1,"count":1}""")]
    public async Task Resource_graph_that_leaves_out_rows_deletes_nothing(string answer)
    {
        AllowAll();
        _azure.On(Query, request => FakeAzure.Json(Rows(request, "b")));
        await _engine.WatchOneAsync(_azure.Account("Collect=ResourceGraph"), GroupItems);
        _azure.On(Query, FakeAzure.Json(answer.Replace("ROW", Row("a"), StringComparison.Ordinal)));

        var changeSet = await _engine.WatchOneAsync(_azure.Account("Collect=ResourceGraph"), GroupItems);

        Assert.Equal((RunStatus.Failed, 0), (changeSet.Status, changeSet.Deleted));
        Assert.All(changeSet.Failures, failure => Assert.Equal("AnswerUnexpected", failure.ErrorId));
    }

    [Fact]
    public async Task Resource_graph_that_is_out_of_quota_is_waited_for()
    {
        AllowAll();
        var quota = new Dictionary<string, string> { ["x-ms-user-quota-remaining"] = "0", ["x-ms-user-quota-resets-after"] = "00:00:05" };
        _azure.On(Query, request => new WireResponse(200, Rows(request, "b")) { Headers = quota });

        await _engine.WatchOneAsync(_azure.Account("Collect=ResourceGraph"), GroupItems);

        Assert.Contains(_engine.Time.Waits, wait => wait > TimeSpan.FromSeconds(4) && wait <= TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Query_of_a_document_is_made_in_its_subscription()
    {
        _engine.WatcherPaths.Add(_engine.Folder.Write("query.yaml", """
            apiVersion: securitymonkey/v1
            kind: Watcher
            metadata: { itemType: azure.example.untagged, title: Resource without tags }
            spec:
              accountType: Azure
              list:
                call: { api: resourcegraph, query: 'resources | where isempty(tags) | project id, name, location | order by id asc' }
                items: data[]
              id: lower(id)
              name: name
              region: plain(location)
            """));
        _azure.On(Query, FakeAzure.Json($$"""{"totalRecords":1,"count":1,"resultTruncated":"false","data":[{{Row("a")}}]}"""));

        var changeSet = await _engine.WatchOneAsync(_azure.Account(), "azure.example.untagged");

        Assert.Equal((RunStatus.Complete, 1), (changeSet.Status, changeSet.Created));
        Assert.Equal([FakeAzure.Subscription], JsonNode.Parse(_azure.Requests.Single(request => request.Path == Query).Body)!["subscriptions"]!.AsArray().Select(id => (string)id!));
    }

    [Fact]
    public async Task Example_of_a_watcher_of_ones_own_is_the_one_in_the_help_and_works()
    {
        static string[] Lines(string text) => [.. text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0 && line[0] != '#')];
        const string Namespaces = "Microsoft.EventHub/namespaces";
        var path = Repository.Combine("module", "examples", "watchers", "azure-event-hubs.yaml");
        var example = Lines(await File.ReadAllTextAsync(path));
        var help = await File.ReadAllTextAsync(Repository.Combine("module", "help", "en-US", "about_SecurityMonkey_Azure.md"));
        Assert.Equal(example, Lines(help.Split("```yaml\n")[1].Split("```")[0]));
        Assert.True(example.Length < 30);
        _engine.WatcherPaths.Add(path);
        _azure.List(FakeAzure.PathOf(Namespaces), FakeAzure.Resource(Namespaces, "events"))
            .On($"/subscriptions/{FakeAzure.Subscription}/resourceGroups/rg/providers/{Namespaces}/events/networkRuleSets/default", FakeAzure.Json("""{"properties":{"defaultAction":"Deny"}}"""));

        var changeSet = await _engine.WatchOneAsync(_azure.Account(), "azure.eventhub.namespaces");

        Assert.Equal((RunStatus.Complete, 1), (changeSet.Status, changeSet.Created));
        Assert.Equal("Deny", (string?)JsonNode.Parse(Assert.Single(await _engine.ItemsAsync()).ConfigJson!)!["networkRuleSet"]!["defaultAction"]);
    }

    [Fact]
    public async Task Management_group_says_which_subscriptions_are_collected()
    {
        _azure.List("/providers/Microsoft.Management/managementGroups/mg-prod/descendants",
                $$"""{"id":"/subscriptions/{{Other}}","type":"/subscriptions","name":"{{Other}}","properties":{"displayName":"other","parent":{"id":"/providers/Microsoft.Management/managementGroups/mg-prod"} } }""",
                """{"id":"/providers/Microsoft.Management/managementGroups/mg-inner","type":"Microsoft.Management/managementGroups","name":"mg-inner","properties":{"displayName":"inner"}}""")
            .List(FakeAzure.PathOf(Groups, Other), FakeAzure.Resource(Groups, "b", subscription: Other));

        var changeSet = await _engine.WatchOneAsync(_azure.Account("ManagementGroup=mg-prod"), GroupItems);

        Assert.Equal((RunStatus.Complete, 1), (changeSet.Status, changeSet.Created));
        Assert.Equal(0, _azure.CountOf("/subscriptions"));
    }

    private static string Policy(string name, string logCollection)
        => $$"""{"id":"/subscriptions/{{FakeAzure.Subscription}}/providers/Microsoft.Security/policies/{{name}}","name":"{{name}}","type":"Microsoft.Security/policies","properties":{"logCollection":"{{logCollection}}"} }""";

    private static string Row(string name, string subscription = FakeAzure.Subscription)
    {
        var row = JsonNode.Parse(FakeAzure.Resource(Groups, name, subscription: subscription))!.AsObject();
        row["type"] = "microsoft.network/networksecuritygroups";
        row["subscriptionId"] = subscription;
        row["resourceGroup"] = "rg";
        row["tenantId"] = FakeAzure.Tenant;
        row["tags"] = null;
        return row.ToJsonString();
    }

    // Two pages: a and what is in the first subscription, and then what is in the other one.
    private static string Rows(WireRequest request, params string[] inOther)
    {
        var isFirst = JsonNode.Parse(request.Body)!["options"]!["$skipToken"] is null;
        return isFirst
            ? $$"""{"totalRecords":{{2 + inOther.Length}},"count":2,"resultTruncated":"false","$skipToken":"next","data":[{{Row("a")}},{{Row("aa")}}]}"""
            : $$"""{"totalRecords":{{2 + inOther.Length}},"count":{{inOther.Length}},"resultTruncated":"false","data":[{{string.Join(',', inOther.Select(name => Row(name, Other)))}}]}""";
    }

    private void AllowAll()
    {
        _azure.List("/subscriptions", FakeAzure.Subscriptions(FakeAzure.Subscription, Other));
        foreach (var subscription in new[] { FakeAzure.Subscription, Other })
        {
            _azure.List($"/subscriptions/{subscription}/providers/Microsoft.Authorization/permissions", """{"actions":["*/read"],"notActions":[]}""");
        }
    }

    private async Task<ScopeFailure> FailureAsync(string itemType)
    {
        var changeSet = await _engine.WatchOneAsync(_azure.Account(), itemType);
        Assert.Equal((RunStatus.Failed, 0), (changeSet.Status, changeSet.Deleted));
        return Assert.Single(changeSet.Failures);
    }

    private async Task<ScopeFailure> PartialAsync(string itemType)
    {
        var changeSet = await _engine.WatchOneAsync(_azure.Account(), itemType);
        Assert.Equal((RunStatus.Partial, 0), (changeSet.Status, changeSet.Deleted));
        return Assert.Single(changeSet.Failures);
    }
}
