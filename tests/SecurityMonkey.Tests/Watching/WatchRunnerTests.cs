using SecurityMonkey.Engine;
using SecurityMonkey.Engine.Storage;
using SecurityMonkey.Engine.Watching;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Watching;

public sealed class WatchRunnerTests : IAsyncLifetime
{
    private readonly EngineFixture _fixture = new();

    private FakeWatcher Things => _fixture.Cloud.Things;

    public async Task InitializeAsync() => await _fixture.AddAccountAsync();

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task First_collection_creates_every_item()
    {
        Things.Add("a", """{"size":1}""").Add("b", """{"size":2}""");

        var changeSet = Assert.Single(await _fixture.WatchAsync());

        Assert.Equal(RunStatus.Complete, changeSet.Status);
        Assert.Equal((2, 2, 0, 0), (changeSet.Seen, changeSet.Created, changeSet.Changed, changeSet.Deleted));
        Assert.All(changeSet.Changes, change => Assert.Equal((ChangeKind.Created, 1), (change.Kind, change.ToRevision)));
        var items = await _fixture.GetItemsAsync();
        Assert.Equal(["a", "b"], items.Select(item => item.NativeId));
        Assert.Equal("""{"size":1}""", items[0].ConfigJson);
        Assert.Equal(items.Select(item => item.Id), changeSet.Changes.Select(change => change.ItemId));
    }

    [Fact]
    public async Task Second_collection_of_the_same_writes_no_revision()
    {
        Things.Add("a", """{"size":1,"name":"x"}""").Add("b", """{"size":2}""");
        await _fixture.WatchAsync();
        var before = await _fixture.GetRevisionsAsync();
        Things.Add("a", """{ "name": "x", "size": 1.0 }""");

        var changeSet = Assert.Single(await _fixture.WatchAsync());

        Assert.Equal((2, 0, 0, 0), (changeSet.Unchanged, changeSet.Created, changeSet.Changed, changeSet.Deleted));
        Assert.Empty(changeSet.Changes);
        Assert.Equal(before, await _fixture.GetRevisionsAsync());
    }

    [Fact]
    public async Task Changed_item_gets_a_revision_and_says_what_changed()
    {
        Things.Add("a", """{"size":1,"tags":["x"]}""");
        await _fixture.WatchAsync();
        Things.Add("a", """{"size":2,"tags":["x","y"]}""");

        var changeSet = Assert.Single(await _fixture.WatchAsync());

        var change = Assert.Single(changeSet.Changes);
        Assert.Equal((ChangeKind.Changed, 1, 2), (change.Kind, change.FromRevision, change.ToRevision));
        Assert.Equal(["~ size: 1 -> 2", "+ tags[1]: \"y\""], change.Differences.Select(difference => difference.ToString()));
    }

    [Fact]
    public async Task Missing_item_of_a_complete_list_is_deleted_and_comes_back_with_its_history()
    {
        Things.Add("a", """{"size":1}""").Add("b", "{}");
        await _fixture.WatchAsync();
        var gone = Things.Items[0];
        Things.Items.Remove(gone);

        var deleted = Assert.Single(await _fixture.WatchAsync());
        Assert.Equal(ChangeKind.Deleted, Assert.Single(deleted.Changes).Kind);
        Assert.Equal(ItemState.Deleted, (await _fixture.GetItemsAsync())[0].State);

        Things.Items.Add(gone);
        var created = Assert.Single(await _fixture.WatchAsync());

        var change = Assert.Single(created.Changes);
        Assert.Equal((ChangeKind.Created, 2, 3), (change.Kind, change.FromRevision, change.ToRevision));
        var item = (await _fixture.GetItemsAsync())[0];
        Assert.Equal((ItemState.Active, 3), (item.State, item.RevisionNumber));
        Assert.Equal(
            [ItemState.Active, ItemState.Deleted, ItemState.Active],
            (await _fixture.GetRevisionsAsync(new RevisionQuery { Item = new ItemQuery { Ids = [item.Id] } })).Select(revision => revision.State));
    }

    [Fact]
    public async Task Deleted_item_that_stays_away_is_not_deleted_again()
    {
        Things.Add("a", "{}").Add("b", "{}");
        await _fixture.WatchAsync();
        Things.Items.RemoveAt(0);
        await _fixture.WatchAsync();

        var changeSet = Assert.Single(await _fixture.WatchAsync());

        Assert.Equal(0, changeSet.Deleted);
        Assert.Equal(3, (await _fixture.GetRevisionsAsync()).Count);
    }

    [Fact]
    public async Task Failed_account_deletes_nothing_and_others_are_collected()
    {
        Things.Add("a", "{}");
        await _fixture.WatchAsync();
        _fixture.Cloud.OpenError = new SecurityMonkeyException("SignInFailed", ErrorKind.AuthenticationFailed, "The token has expired.");

        var changeSet = Assert.Single(await _fixture.WatchAsync());

        Assert.Equal((RunStatus.Failed, ItemType.Every), (changeSet.Status, changeSet.ItemType));
        Assert.Equal(("SignInFailed", ErrorKind.AuthenticationFailed), (changeSet.Failures[0].ErrorId, changeSet.Failures[0].Kind));
        Assert.Equal(ItemState.Active, Assert.Single(await _fixture.GetItemsAsync()).State);
        Assert.Equal(RunStatus.Failed, (await _fixture.GetRunsAsync())[0].Status);
    }

    [Fact]
    public async Task Failed_item_type_deletes_nothing_and_new_items_are_taken()
    {
        Things.Add("a", "{}").Add("b", "{}");
        await _fixture.WatchAsync();
        Things.Items.RemoveAt(0);
        Things.Add("c", "{}");
        Things.Error = new HttpRequestException("503");

        var changeSet = Assert.Single(await _fixture.WatchAsync());

        Assert.Equal((RunStatus.Partial, 1, 0), (changeSet.Status, changeSet.Created, changeSet.Deleted));
        Assert.Equal("ConnectionFailed", Assert.Single(changeSet.Failures).ErrorId);
        Assert.Equal(["a", "b", "c"], (await _fixture.GetItemsAsync()).Where(item => item.State == ItemState.Active).Select(item => item.NativeId));
    }

    [Theory]
    [InlineData("", new string[] { })]
    [InlineData("eu", new[] { "us/2/d" })]
    [InlineData("eu/1", new[] { "eu/2/c", "us/2/d" })]
    [InlineData("eu/1/a", new[] { "eu/1/b", "eu/2/c", "us/2/d" })]
    [InlineData("eu/11", new[] { "eu/1/a", "eu/1/b", "eu/2/c", "us/2/d" })]
    public async Task Failed_scope_protects_exactly_what_is_below_it(string failedScope, string[] expectedDeleted)
    {
        string[] paths = ["eu/1/a", "eu/1/b", "eu/2/c", "us/2/d"];
        foreach (var path in paths)
        {
            Things.Add(path[5..], "{}", scope: path[..4]);
        }

        await _fixture.WatchAsync();
        Things.Items.Clear();
        Things.Completed.AddRange(["eu", "us/2"]);
        Things.Failed.Add((failedScope, new TimeoutException("too slow")));

        var changeSet = Assert.Single(await _fixture.WatchAsync());

        Assert.Equal(expectedDeleted.Select(path => path[5..]), changeSet.Changes.Select(change => change.NativeId).Order());
        Assert.Equal(RunStatus.Partial, changeSet.Status);
    }

    [Fact]
    public async Task Scope_that_was_not_read_deletes_nothing()
    {
        Things.Add("a", "{}", scope: "eu").Add("b", "{}", scope: "us");
        await _fixture.WatchAsync();
        Things.Items.Clear();
        Things.Completed.Add("eu");

        var changeSet = Assert.Single(await _fixture.WatchAsync());

        Assert.Equal("a", Assert.Single(changeSet.Changes).NativeId);
    }

    [Fact]
    public async Task Item_that_moves_to_another_scope_is_not_deleted_with_its_old_one()
    {
        Things.Add("a", "{}", scope: "old.json");
        Things.Completed.Add("old.json");
        await _fixture.WatchAsync();
        Things.Add("a", "{}", scope: "new.json");
        Things.Completed.Add("new.json");

        Assert.Empty(Assert.Single(await _fixture.WatchAsync()).Changes);
        Things.Completed.Remove("old.json");
        Things.Items.Clear();

        Assert.Equal(1, Assert.Single(await _fixture.WatchAsync()).Deleted);
    }

    [Fact]
    public async Task Renamed_item_keeps_its_history()
    {
        Things.Add("i-1", """{"Tags":[{"Key":"Name","Value":"web"}]}""", name: "web");
        await _fixture.WatchAsync();
        Things.Add("i-1", """{"Tags":[{"Key":"Name","Value":"frontend"}]}""", name: "frontend");

        var change = Assert.Single(Assert.Single(await _fixture.WatchAsync()).Changes);

        Assert.Equal((ChangeKind.Changed, "frontend"), (change.Kind, change.Name));
        Assert.Equal("~ Tags[0].Value: \"web\" -> \"frontend\"", Assert.Single(change.Differences).ToString());
        Assert.Equal(("frontend", 2), ((await _fixture.GetItemsAsync())[0].Name, (await _fixture.GetItemsAsync())[0].RevisionNumber));
    }

    [Fact]
    public async Task Ephemeral_change_makes_no_revision_but_the_latest_value_is_shown()
    {
        var watcher = _fixture.Cloud.AddWatcher(new ItemType("fake.service.user", "User") { EphemeralPaths = ["LastUsed"] });
        watcher.Add("u", """{"LastUsed":"monday","name":"x"}""");
        await _fixture.WatchAsync();
        watcher.Add("u", """{"LastUsed":"tuesday","name":"x"}""");

        var changeSet = (await _fixture.WatchAsync()).Single(set => set.ItemType == "fake.service.user");

        Assert.Equal((1, 0), (changeSet.EphemeralOnly, changeSet.Changes.Count));
        var item = Assert.Single(await _fixture.GetItemsAsync());
        Assert.Equal((1, """{"LastUsed":"tuesday","name":"x"}"""), (item.RevisionNumber, item.ConfigJson));
        Assert.Equal(_fixture.Time.GetUtcNow(), item.LastEphemeralChange);
        Assert.Contains("monday", Assert.Single(await _fixture.GetRevisionsAsync()).ConfigJson, StringComparison.Ordinal);

        watcher.Add("u", """{"LastUsed":"wednesday","name":"y"}""");
        var changed = (await _fixture.WatchAsync()).Single(set => set.ItemType == "fake.service.user");
        Assert.Equal(["~ name: \"x\" -> \"y\""], Assert.Single(changed.Changes).Differences.Select(difference => difference.ToString()));
    }

    [Fact]
    public async Task Ephemeral_value_that_goes_back_is_as_the_revision_again()
    {
        var watcher = _fixture.Cloud.AddWatcher(new ItemType("fake.service.user", "User") { EphemeralPaths = ["n"] });
        foreach (var value in new[] { 1, 2, 1 })
        {
            watcher.Add("u", $$"""{"n":{{value}}}""");
            await _fixture.WatchAsync();
        }

        Assert.Equal("""{"n":1}""", Assert.Single(await _fixture.GetItemsAsync()).ConfigJson);
        Assert.Single(await _fixture.GetRevisionsAsync());
    }

    [Fact]
    public async Task Ephemeral_path_that_matches_nothing_is_warned_of()
    {
        var watcher = _fixture.Cloud.AddWatcher(new ItemType("fake.service.user", "User") { EphemeralPaths = ["LastUsed", "lastUsedRegion?", "Plan[].seats"] });
        watcher.Add("u", """{"lastUsed":"monday","Plan":{"seats":1}}""");

        await _fixture.WatchAsync();

        Assert.Equal(
            ["LastUsed", "Plan[].seats"],
            _fixture.Listener.Warnings.Select(warning => warning.Split('\'')[1]));
    }

    [Fact]
    public async Task Order_of_a_list_is_a_change_only_where_it_carries_meaning()
    {
        var watcher = _fixture.Cloud.AddWatcher(new ItemType("fake.service.group", "Group") { UnorderedPaths = ["rules"] });
        watcher.Add("g", """{"rules":[{"port":1},{"port":2}]}""");
        Things.Add("t", """{"steps":["a","b"]}""");
        await _fixture.WatchAsync();
        watcher.Add("g", """{"rules":[{"port":2},{"port":1}]}""");
        Things.Add("t", """{"steps":["b","a"]}""");

        var changes = (await _fixture.WatchAsync()).SelectMany(changeSet => changeSet.Changes).ToArray();
        Assert.Equal("t", Assert.Single(changes).NativeId);

        watcher.Add("g", """{"rules":[{"port":2},{"port":1},{"port":1}]}""");
        Assert.Equal("g", (await _fixture.WatchAsync()).SelectMany(changeSet => changeSet.Changes).Single().NativeId);
    }

    [Fact]
    public async Task Secret_is_masked_before_it_is_stored_and_its_change_shows()
    {
        var watcher = _fixture.Cloud.AddWatcher(new ItemType("fake.service.function", "Function") { SecretPaths = ["Environment.*"] });
        watcher.Add("f", """{"Environment":{"DB_PASSWORD":"hunter2-monday"}}""");
        await _fixture.WatchAsync();
        watcher.Add("f", """{"Environment":{"DB_PASSWORD":"hunter2-tuesday"}}""");

        var change = Assert.Single((await _fixture.WatchAsync()).SelectMany(changeSet => changeSet.Changes));

        Assert.Equal("Environment.DB_PASSWORD", Assert.Single(change.Differences).Path);
        Assert.DoesNotContain("hunter2", change.Differences[0].ToString(), StringComparison.Ordinal);
        await _fixture.ReopenAsync();
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_fixture.StorePath)!))
        {
            Assert.DoesNotContain("hunter2", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Changed_declaration_of_what_is_ephemeral_is_no_change()
    {
        Things.Add("a", """{"n":1,"size":1}""");
        await _fixture.WatchAsync();
        await _fixture.ReopenAsync();
        await using var other = new EngineFixture();
        var cloud = new FakeCloud();
        var engine = await MonkeyEngine.OpenAsync(
            new EngineOptions { StorePath = _fixture.StorePath, Plugins = [new RedeclaredCloud(cloud)], Time = _fixture.Time }, CancellationToken.None);
        await using (engine)
        {
            var request = new WatchRequest { Accounts = await engine.GetAccountsAsync(CancellationToken.None) };
            var changeSet = await engine.WatchAsync(request, _fixture.Listener, CancellationToken.None).SingleAsync();
            Assert.Equal((1, 0), (changeSet.Unchanged, changeSet.Changed));
        }
    }

    [Fact]
    public async Task What_if_compares_and_stores_nothing()
    {
        Things.Add("a", """{"size":1}""");
        await _fixture.WatchAsync();
        Things.Add("a", """{"size":2}""").Add("b", "{}");

        var changeSet = Assert.Single(await _fixture.WatchAsync(request => request with { IsWhatIf = true }));

        Assert.True(changeSet.IsWhatIf);
        Assert.Equal((1, 1, 0L), (changeSet.Created, changeSet.Changed, changeSet.RunId));
        Assert.Equal(["~ size: 1 -> 2"], changeSet.Changes[0].Differences.Select(difference => difference.ToString()));
        Assert.Single(await _fixture.GetRevisionsAsync());
        Assert.Single(await _fixture.GetRunsAsync());
    }

    [Fact]
    public async Task Run_narrowed_to_regions_touches_nothing_else_and_counts_as_partial()
    {
        Things.Add("a", "{}", region: "eu-west-1").Add("b", "{}", region: "us-east-1");
        await _fixture.WatchAsync();
        Things.Items.Clear();

        var changeSet = Assert.Single(await _fixture.WatchAsync(request => request with { Region = TextFilter.Of(["eu-*"]) }));

        Assert.Equal("a", Assert.Single(changeSet.Changes).NativeId);
        Assert.Equal(RunStatus.Partial, changeSet.Status);
    }

    [Fact]
    public async Task Item_that_leaves_the_scope_by_configuration_is_out_of_scope_and_comes_back()
    {
        Things.Add("a", "{}", region: "eu-west-1").Add("b", "{}", region: "us-east-1").Add("c", "{}", region: "eu-west-1", name: "noise-1");
        await _fixture.WatchAsync();
        var engine = await _fixture.GetEngineAsync();
        var account = (await engine.GetAccountsAsync(CancellationToken.None))[0];
        await engine.UpdateAccountAsync(account with { Regions = ["eu-*"], ExcludedNames = ["noise*"] }, CancellationToken.None);

        Assert.Empty(Assert.Single(await _fixture.WatchAsync()).Changes);
        Assert.Equal(
            [("a", ItemState.Active), ("b", ItemState.OutOfScope), ("c", ItemState.OutOfScope)],
            (await _fixture.GetItemsAsync()).OrderBy(item => item.NativeId).Select(item => (item.NativeId, item.State)));

        await engine.UpdateAccountAsync(account with { ItemTypes = ["other.*"] }, CancellationToken.None);
        Assert.Empty(await _fixture.WatchAsync());
        Assert.All(await _fixture.GetItemsAsync(), item => Assert.Equal(ItemState.OutOfScope, item.State));

        await engine.UpdateAccountAsync(account, CancellationToken.None);
        Assert.Empty(Assert.Single(await _fixture.WatchAsync()).Changes);
        Assert.All(await _fixture.GetItemsAsync(), item => Assert.Equal((ItemState.Active, 1), (item.State, item.RevisionNumber)));
    }

    [Fact]
    public async Task Item_listed_twice_is_taken_once_and_warned_of()
    {
        Things.Items.Add(new FakeThing("a", """{"n":1}""", "here", "", "a"));
        Things.Items.Add(new FakeThing("a", """{"n":2}""", "here", "", "a"));

        var changeSet = Assert.Single(await _fixture.WatchAsync());

        Assert.Equal((1, 1), (changeSet.Seen, changeSet.Created));
        Assert.Contains("listed more than once", Assert.Single(_fixture.Listener.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Configuration_that_is_not_json_fails_that_item_only()
    {
        Things.Add("a", """{"n":1}""").Add("b", """{"n":1}""");
        await _fixture.WatchAsync();
        Things.Add("a", """{"n":""").Add("b", """{"n":2}""");

        var changeSet = Assert.Single(await _fixture.WatchAsync());

        Assert.Equal("b", Assert.Single(changeSet.Changes).NativeId);
        Assert.Equal(("a", "ConfigInvalid"), (changeSet.Failures[0].Scope, changeSet.Failures[0].ErrorId));
        Assert.Equal(2, (await _fixture.GetItemsAsync()).Count(item => item.State == ItemState.Active));
    }

    [Fact]
    public async Task Two_runs_of_one_unit_do_not_overlap()
    {
        var isInside = new TaskCompletionSource();
        var mayGoOn = new TaskCompletionSource();
        Things.Add("a", "{}");
        Things.BeforeItem = async token =>
        {
            isInside.TrySetResult();
            await mayGoOn.Task.WaitAsync(token);
        };
        var first = _fixture.WatchAsync();
        await isInside.Task;

        var second = Assert.Single(await _fixture.WatchAsync());
        mayGoOn.SetResult();

        Assert.Equal((RunStatus.Skipped, "UnitBusy"), (second.Status, Assert.Single(second.Failures).ErrorId));
        Assert.Equal(RunStatus.Complete, Assert.Single(await first).Status);
        Assert.Equal([RunStatus.Skipped, RunStatus.Complete], (await _fixture.GetRunsAsync()).Select(run => run.Status));
    }

    [Fact]
    public async Task Cancelled_run_records_nothing_of_the_unit_and_says_so_in_the_ledger()
    {
        Things.Add("a", "{}").Add("b", "{}");
        using var cancellation = new CancellationTokenSource();
        var count = 0;
        Things.BeforeItem = token =>
        {
            if (++count == 2)
            {
                cancellation.Cancel();
            }

            token.ThrowIfCancellationRequested();
            return Task.CompletedTask;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _fixture.WatchAsync(cancellationToken: cancellation.Token));

        Assert.Empty(await _fixture.GetItemsAsync());
        Assert.Equal(RunStatus.Cancelled, Assert.Single(await _fixture.GetRunsAsync()).Status);
        Assert.Equal(_fixture.Cloud.Opened, _fixture.Cloud.Disposed);
        Things.BeforeItem = null;
        Assert.Equal(RunStatus.Complete, Assert.Single(await _fixture.WatchAsync()).Status);
    }

    [Fact]
    public async Task Consumer_that_has_enough_ends_the_run()
    {
        for (var index = 0; index < 8; index++)
        {
            _fixture.Cloud.AddWatcher(new ItemType($"fake.more.thing{index}", "More")).Add("x", "{}");
        }

        var engine = await _fixture.GetEngineAsync();
        var request = new WatchRequest { Accounts = await engine.GetAccountsAsync(CancellationToken.None), ThrottleLimit = 1 };
        var first = await engine.WatchAsync(request, _fixture.Listener, CancellationToken.None).FirstAsync();

        Assert.Equal(RunStatus.Complete, first.Status);
        Assert.Contains(RunStatus.Cancelled, (await _fixture.GetRunsAsync()).Select(run => run.Status));
        Assert.Equal(1, _fixture.Cloud.Disposed);
    }

    [Fact]
    public async Task Units_run_at_the_same_time_up_to_the_throttle_limit()
    {
        const int Limit = 3;
        var (inside, most) = (0, 0);
        var isFull = new TaskCompletionSource();
        for (var index = 0; index < 2 * Limit; index++)
        {
            _fixture.Cloud.AddWatcher(new ItemType($"fake.more.thing{index}", "More")).Add("x", "{}").BeforeItem = async token =>
            {
                most = Math.Max(most, Interlocked.Increment(ref inside));
                if (most == Limit)
                {
                    isFull.TrySetResult();
                }

                await isFull.Task.WaitAsync(TimeSpan.FromSeconds(30), token);
                Interlocked.Decrement(ref inside);
            };
        }

        await _fixture.WatchAsync(request => request with { ThrottleLimit = Limit });

        Assert.Equal(Limit, most);
    }

    [Fact]
    public async Task Many_changes_at_once_are_all_recorded()
    {
        const int Count = 5000;
        for (var index = 0; index < Count; index++)
        {
            Things.Items.Add(new FakeThing($"id-{index}", $$"""{"n":{{index}}}""", "here", "", "x"));
        }

        Assert.Equal(Count, Assert.Single(await _fixture.WatchAsync()).Created);
        Things.Items.RemoveRange(0, Count / 2);

        var changeSet = Assert.Single(await _fixture.WatchAsync());

        Assert.Equal((Count / 2, Count / 2), (changeSet.Deleted, changeSet.Unchanged));
        Assert.Equal(Count / 2, changeSet.Changes.Select(change => change.ItemId).Distinct().Count());
        Assert.True((await (await _fixture.GetEngineAsync()).CheckStoreAsync(CancellationToken.None)).IsIntact);
    }

    [Fact]
    public async Task Ledger_says_when_a_unit_was_last_collected_completely()
    {
        Things.Add("a", "{}");
        await _fixture.WatchAsync();
        var complete = _fixture.Time.GetUtcNow();
        Things.Error = new TimeoutException("too slow");
        await _fixture.WatchAsync();

        var run = Assert.Single(await _fixture.GetRunsAsync(new RunQuery { LatestOnly = true }));

        Assert.Equal((RunStatus.Partial, complete), (run.Status, run.LastComplete));
        Assert.Equal("Timeout", Assert.Single(run.FailedScopes).ErrorId);
    }

    [Fact]
    public async Task Disabled_and_third_party_accounts_have_their_items_out_of_scope()
    {
        Things.Add("a", "{}");
        await _fixture.WatchAsync();
        var engine = await _fixture.GetEngineAsync();
        var account = (await engine.GetAccountsAsync(CancellationToken.None))[0];

        await engine.UpdateAccountAsync(account with { IsActive = false }, CancellationToken.None);
        Assert.Equal(ItemState.OutOfScope, (await _fixture.GetItemsAsync())[0].State);

        await engine.UpdateAccountAsync(account, CancellationToken.None);
        Assert.Equal(ItemState.Active, (await _fixture.GetItemsAsync())[0].State);

        await engine.RemoveAccountAsync(account, CancellationToken.None);
        Assert.Equal(ItemState.OutOfScope, (await _fixture.GetItemsAsync())[0].State);

        var again = await engine.AddAccountAsync(account with { Id = 0, Name = "acme again" }, CancellationToken.None);
        Assert.Equal(account.Id, again.Id);
        Assert.Equal((ItemState.Active, "acme again"), ((await _fixture.GetItemsAsync())[0].State, (await _fixture.GetItemsAsync())[0].Account));
    }

    private sealed class RedeclaredCloud(FakeCloud cloud) : SecurityMonkey.Plugins.IPlugin
    {
        public string Name => "Redeclared";

        public void Register(SecurityMonkey.Plugins.IPluginRegistry registry)
        {
            registry.AddAccountType(cloud);
            var watcher = new FakeWatcher(new ItemType(FakeCloud.ItemTypeId, "Thing") { EphemeralPaths = ["n"] });
            registry.AddWatcher(FakeCloud.AccountTypeName, watcher.Add("a", """{"n":1,"size":1}"""));
        }
    }
}
