using SecurityMonkey.Engine;
using SecurityMonkey.Engine.Watching;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Watching.Documents;

public sealed class DocumentWatcherTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("securitymonkey-").FullName;
    private readonly FakeApi _api = new();
    private readonly RecordingListener _listener = new();
    private MonkeyEngine? _engine;

    private const string Things =
        """
        apiVersion: securitymonkey/v1
        kind: Watcher
        metadata: { itemType: fake.service.thing, title: Thing }
        spec:
          accountType: Api
          list: { call: { path: '/{place}/things' }, items: Things }
          id: Id
          name: Name
        """;

    private const string Details =
        """

          details:
            - { at: Policy, call: { path: '/things/{item.Id}/policy' }, value: Document, absent: [NoPolicy], default: null }
            - { at: Settings.Tags, call: { path: '/things/{item.Id}/tags' }, items: Tags }
          decode: [{ path: Policy, as: json }]
        """;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Items_of_all_pages_are_collected()
    {
        _api.Answer("/here/things", """{"Things":[{"Id":"a","Name":"first"}]}""", """{"Things":[{"Id":"b"}]}""");

        var changeSet = await WatchAsync(Things);

        Assert.Equal(RunStatus.Complete, changeSet.Status);
        Assert.Equal([("b", "b", "here"), ("a", "first", "here")], (await ItemsAsync()).Select(item => (item.NativeId, item.Name, item.Region)));
    }

    [Fact]
    public async Task Details_become_parts_of_the_configuration()
    {
        _api.Answer("/here/things", """{"Things":[{"Id":"a"}]}""")
            .Answer("/things/a/policy", """{"Document":"{\"Statement\":[]}"}""")
            .Answer("/things/a/tags", """{"Tags":["x"]}""", """{"Tags":["y"]}""");

        await WatchAsync(Things + Details);

        Assert.Equal("""{"Id":"a","Policy":{"Statement":[]},"Settings":{"Tags":["x","y"]}}""", Assert.Single(await ItemsAsync()).ConfigJson);
    }

    [Fact]
    public async Task Detail_that_is_absent_is_not_unknown()
    {
        _api.Answer("/here/things", """{"Things":[{"Id":"a"}]}""").Fail("/things/a/policy", "NoPolicy").Answer("/things/a/tags", """{"Tags":[]}""");

        var changeSet = await WatchAsync(Things + Details);

        Assert.Equal(RunStatus.Complete, changeSet.Status);
        Assert.Equal("""{"Id":"a","Policy":null,"Settings":{"Tags":[]}}""", Assert.Single(await ItemsAsync()).ConfigJson);
    }

    [Fact]
    public async Task Detail_that_is_refused_is_unknown_and_keeps_what_was_last_known()
    {
        _api.Answer("/here/things", """{"Things":[{"Id":"a"}]}""")
            .Answer("/things/a/policy", """{"Document":"{\"Version\":1}"}""")
            .Answer("/things/a/tags", """{"Tags":["x"]}""");
        await WatchAsync(Things + Details);
        _api.Fail("/things/a/policy", "403").Answer("/things/a/tags", """{"Tags":["x","y"]}""");

        var changeSet = await WatchAsync(Things + Details);

        Assert.Equal(RunStatus.Partial, changeSet.Status);
        Assert.Equal("here/*/Policy", Assert.Single(changeSet.Failures).Scope);
        Assert.Equal("+ Settings.Tags[1]: \"y\"", Assert.Single(Assert.Single(changeSet.Changes).Differences).ToString());
        var item = Assert.Single(await ItemsAsync());
        Assert.Equal("""{"Id":"a","Policy":{"Version":1},"Settings":{"Tags":["x","y"]}}""", item.ConfigJson);
        Assert.Equal(("Policy", "AccessDenied"), (Assert.Single(item.UnknownParts).Path, item.UnknownParts[0].ErrorId));
    }

    [Fact]
    public async Task Part_that_can_be_read_again_is_unknown_no_more()
    {
        _api.Answer("/here/things", """{"Things":[{"Id":"a"}]}""").Answer("/things/a/policy", """{"Document":"{}"}""").Fail("/things/a/tags", "500");
        await WatchAsync(Things + Details);
        _api.Answer("/things/a/tags", """{"Tags":[]}""");

        var changeSet = await WatchAsync(Things + Details);

        Assert.Equal(RunStatus.Complete, changeSet.Status);
        Assert.Empty(Assert.Single(await ItemsAsync()).UnknownParts);
    }

    [Fact]
    public async Task Detail_that_hangs_on_an_unknown_one_is_unknown_and_keeps_what_was_last_known()
    {
        const string Chained =
            """

              details:
                - { at: Alerts.Enabled, call: { path: '/things/{item.Id}/alerts' }, value: On }
                - { at: Fixes, call: { path: '/things/{item.Id}/fixes' }, when: Alerts.Enabled }
            """;
        _api.Answer("/here/things", """{"Things":[{"Id":"a"}]}""").Answer("/things/a/alerts", """{"On":true}""").Answer("/things/a/fixes", """{"Paused":false}""");
        await WatchAsync(Things + Chained);
        _api.Fail("/things/a/alerts", "403");

        var changeSet = await WatchAsync(Things + Chained);

        Assert.Empty(changeSet.Changes);
        var item = Assert.Single(await ItemsAsync());
        Assert.Equal("""{"Alerts":{"Enabled":true},"Fixes":{"Paused":false},"Id":"a"}""", item.ConfigJson);
        Assert.Equal(["Alerts.Enabled", "Fixes"], item.UnknownParts.Select(part => part.Path));
    }

    [Fact]
    public async Task Scope_that_fails_in_the_middle_deletes_nothing()
    {
        _api.Answer("/here/things", """{"Things":[{"Id":"a"},{"Id":"b"}]}""");
        await WatchAsync(Things);
        _api.Fail("/here/things", "500", """{"Things":[{"Id":"a","Size":2}]}""");

        var changeSet = await WatchAsync(Things);

        Assert.Equal((RunStatus.Partial, 1, 0), (changeSet.Status, changeSet.Changed, changeSet.Deleted));
        Assert.All(await ItemsAsync(), item => Assert.Equal(ItemState.Active, item.State));
    }

    [Theory]
    [InlineData("""{"Error":"try again"}""")]
    [InlineData("""{"Things":null}""")]
    [InlineData("null")]
    public async Task Answer_without_the_list_is_not_an_empty_list(string answer)
    {
        _api.Answer("/here/things", """{"Things":[{"Id":"a"}]}""");
        await WatchAsync(Things);
        _api.Answer("/here/things", answer);

        var changeSet = await WatchAsync(Things);

        Assert.Equal(("AnswerUnexpected", 0), (Assert.Single(changeSet.Failures).ErrorId, changeSet.Deleted));
    }

    [Fact]
    public async Task Code_that_means_nothing_is_there_empties_the_scope()
    {
        _api.Answer("/here/things", """{"Things":[{"Id":"a"}]}""");
        await WatchAsync(Things);
        _api.Fail("/here/things", "NotEnabled");

        var changeSet = await WatchAsync(Things + "\n  absent: [NotEnabled]");

        Assert.Equal((RunStatus.Complete, 1), (changeSet.Status, changeSet.Deleted));
    }

    [Fact]
    public async Task Scopes_fail_alone()
    {
        _api.Scopes.Add(new Plugins.ApiScope("there", "there") { Variables = new Dictionary<string, string> { ["place"] = "there" } });
        _api.Answer("/here/things", """{"Things":[{"Id":"a"}]}""").Answer("/there/things", """{"Things":[{"Id":"b"}]}""");
        await WatchAsync(Things);
        _api.Answer("/here/things", """{"Things":[]}""").Fail("/there/things", "403");

        var changeSet = await WatchAsync(Things);

        Assert.Equal(("there", 1), (Assert.Single(changeSet.Failures).Scope, changeSet.Deleted));
        Assert.Equal(["a"], changeSet.Changes.Select(change => change.NativeId));
    }

    private const string Children =
        """
        apiVersion: securitymonkey/v1
        kind: Watcher
        metadata: { itemType: fake.service.child, title: Child }
        spec:
          accountType: Api
          parents: { call: { path: '/{place}/things' }, items: Things, id: Id }
          list: { call: { path: '/things/{parent.Id}/children' } }
          id: join('/', [parent().Id, Id])
        """;

    [Fact]
    public async Task Children_are_listed_for_each_parent_and_a_parent_that_fails_fails_alone()
    {
        _api.Answer("/here/things", """{"Things":[{"Id":"a"},{"Id":"b"}]}""")
            .Answer("/things/a/children", """[{"Id":"1"},{"Id":"2"}]""")
            .Answer("/things/b/children", """[{"Id":"1"}]""");
        await WatchAsync(Children);
        _api.Answer("/things/a/children", """[{"Id":"1"}]""").Fail("/things/b/children", "403");

        var changeSet = await WatchAsync(Children);

        Assert.Equal(["a/2"], changeSet.Changes.Select(change => change.NativeId));
        Assert.Equal("here/b", Assert.Single(changeSet.Failures).Scope);
    }

    [Fact]
    public async Task Children_of_a_parent_that_is_gone_are_gone()
    {
        _api.Answer("/here/things", """{"Things":[{"Id":"a"},{"Id":"b"}]}""").Answer("/things/a/children", """[{"Id":"1"}]""").Answer("/things/b/children", """[{"Id":"1"}]""");
        await WatchAsync(Children);
        _api.Answer("/here/things", """{"Things":[{"Id":"a"}]}""");

        var changeSet = await WatchAsync(Children);

        Assert.Equal(["b/1"], changeSet.Changes.Select(change => change.NativeId));
    }

    [Fact]
    public async Task Names_cannot_lead_out_of_a_path()
    {
        _api.Answer("/here/things", """{"Things":[{"Id":"a?x=1#y"},{"Id":".."}]}""").Answer("/things/a%3Fx%3D1%23y/children", """[{"Id":"1"}]""");

        var changeSet = await WatchAsync(Children);

        Assert.Equal("a?x=1#y/1", Assert.Single(changeSet.Changes).NativeId);
        Assert.Equal("here/..", Assert.Single(changeSet.Failures).Scope);
        Assert.DoesNotContain(_api.Calls, call => call.Contains("..", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Permissions_are_those_of_the_calls_and_those_it_names()
    {
        await OpenAsync(Things + Details + "\n  permissions: [things:More]");

        Assert.Equal(["things:List", "things:More", "things:ReadDetail"], Assert.Single(_engine!.Plugins.WatchersOf("api")).Permissions);
    }

    [Theory]
    [InlineData("  accountType: Api", "  accountType: Nowhere", 5, "no account type that watcher documents can call")]
    [InlineData("id: Id", "id: 'Id['", 7, "not a JMESPath expression")]
    [InlineData("path: '/{place}/things'", "paht: x", 6, "'paht' is not a key of 'call'")]
    [InlineData("  name: Name", "  nmae: Name", 8, "'nmae' is not a key of 'spec'")]
    [InlineData("  name: Name", "  scope: planet", 8, "'planet' is no scope of Api accounts")]
    [InlineData("fake.service.thing", "thing", 3, "no id of an item type")]
    public async Task Broken_document_says_where_and_what(string text, string replacement, int line, string message)
    {
        await OpenAsync(Things.Replace(text, replacement, StringComparison.Ordinal));

        Assert.Contains(_engine!.Plugins.Problems, problem => problem.Line == line && problem.Message.Contains(message, StringComparison.Ordinal));
        Assert.Empty(_engine.Plugins.WatchersOf("Api"));
    }

    private async Task OpenAsync(string document)
    {
        File.WriteAllText(Path.Combine(_folder, "watcher.yaml"), document);
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        _engine = await MonkeyEngine.OpenAsync(
            new EngineOptions { StorePath = Path.Combine(_folder, "store.db"), Plugins = [_api], WatcherPaths = [Path.Combine(_folder, "watcher.yaml")] }, CancellationToken.None);
    }

    private async Task<ChangeSet> WatchAsync(string document)
    {
        await OpenAsync(document);
        var accounts = await _engine!.GetAccountsAsync(CancellationToken.None);
        if (accounts.Count == 0)
        {
            accounts = [await _engine.AddAccountAsync(new Account { Name = "acme", Type = FakeApi.AccountTypeName, Identifier = "acme" }, CancellationToken.None)];
        }

        return Assert.Single(await _engine.WatchAsync(new WatchRequest { Accounts = accounts }, _listener, CancellationToken.None).ToListAsync());
    }

    private async Task<IReadOnlyList<Item>> ItemsAsync() => await _engine!.GetItemsAsync(new Engine.Storage.ItemQuery(), CancellationToken.None).ToListAsync();
}
