using Microsoft.Extensions.Time.Testing;
using SecurityMonkey.Engine;
using SecurityMonkey.Engine.Diffing;
using SecurityMonkey.Engine.Storage;

namespace SecurityMonkey.Tests.Storage;

/// <summary>What every store keeps to. Each kind of store has a subclass that opens it.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    private IStore? _store;

    private protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));

    private protected IStore Store => _store!;

    /// <summary>Opens the test's store; the second time, the same one again.</summary>
    private protected abstract Task<IStore> OpenAsync();

    public virtual async Task InitializeAsync() => _store = await OpenAsync();

    public virtual async Task DisposeAsync() => await Store.DisposeAsync();

    [Fact]
    public async Task Account_comes_back_as_it_was_added()
    {
        var added = await Store.Accounts.AddAsync(
            new Account
            {
                Name = "Prod",
                Type = "AWS",
                Identifier = "123456789012",
                IsThirdParty = true,
                Notes = "x'; DROP TABLE account; --",
                Fields = new Dictionary<string, string> { ["RoleName"] = "audit" },
                ItemTypes = ["aws.ec2.*"],
                Regions = ["eu-*"],
                ExcludedNames = ["noise*"],
            },
            CancellationToken.None);

        var stored = Assert.Single(await Store.Accounts.GetAllAsync(CancellationToken.None));
        Assert.True(added.Id > 0);
        Assert.Equal((added.Id, "Prod", "AWS", "123456789012", true, true), (stored.Id, stored.Name, stored.Type, stored.Identifier, stored.IsActive, stored.IsThirdParty));
        Assert.Equal("x'; DROP TABLE account; --", stored.Notes);
        Assert.Equal("audit", stored.GetField("rolename"));
        Assert.Equal(["aws.ec2.*"], stored.ItemTypes);
        Assert.Equal(["eu-*"], stored.Regions);
        Assert.Equal(["noise*"], stored.ExcludedNames);
        Assert.Equal(Time.GetUtcNow(), stored.CreatedAt);
    }

    [Theory]
    [InlineData("PROD", "AWS", "999999999999")]
    [InlineData("other", "aws", "123456789012")]
    public async Task Account_with_a_name_or_identifier_that_is_taken_is_refused(string name, string type, string identifier)
    {
        await AddAccountAsync("prod", "AWS", "123456789012");

        var error = await Assert.ThrowsAsync<SecurityMonkeyException>(() => AddAccountAsync(name, type, identifier));

        Assert.Equal(("AccountExists", ErrorKind.AlreadyExists), (error.ErrorId, error.Kind));
        Assert.Contains("'prod'", error.Message, StringComparison.Ordinal);
        Assert.Single(await Store.Accounts.GetAllAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Account_cannot_be_renamed_to_one_that_exists()
    {
        await AddAccountAsync("prod", "AWS", "1");
        var test = await AddAccountAsync("test", "AWS", "2");

        await Assert.ThrowsAsync<SecurityMonkeyException>(() => Store.Accounts.UpdateAsync(test with { Name = "Prod" }, CancellationToken.None));

        Assert.Equal("Test", (await Store.Accounts.UpdateAsync(test with { Name = "Test" }, CancellationToken.None)).Name);
    }

    [Fact]
    public async Task Removed_account_frees_its_name_and_comes_back_by_its_identifier()
    {
        var account = await AddAccountAsync("prod", "AWS", "1");
        await Store.Accounts.RemoveAsync(account, CancellationToken.None);
        Assert.Empty(await Store.Accounts.GetAllAsync(CancellationToken.None));

        var other = await AddAccountAsync("prod", "AWS", "2");
        var again = await AddAccountAsync("old prod", "AWS", "1");

        Assert.NotEqual(account.Id, other.Id);
        Assert.Equal((account.Id, "old prod"), (again.Id, again.Name));
    }

    [Fact]
    public async Task What_is_not_committed_is_taken_back()
    {
        var account = await AddAccountAsync("prod", "AWS", "1");
        await using var lease = await Store.Runs.BeginAsync(RunKind.Watch, CancellationToken.None);
        var unit = await StartAsync(lease, account);
        await using (var transaction = await Store.Items.OpenUnitAsync(account, "aws.x.y", unit, CancellationToken.None))
        {
            await transaction.WriteAsync([Create("a", """{"n":1}""")], CancellationToken.None);
        }

        Assert.Empty(await Store.Items.QueryAsync(new ItemQuery(), CancellationToken.None).ToListAsync());
        Assert.Equal(0, (await Store.GetInfoAsync(CancellationToken.None)).Revisions);
    }

    [Fact]
    public async Task Reading_goes_on_while_a_unit_is_written()
    {
        var account = await AddAccountAsync("prod", "AWS", "1");
        await using var lease = await Store.Runs.BeginAsync(RunKind.Watch, CancellationToken.None);
        var unit = await StartAsync(lease, account);
        await using var transaction = await Store.Items.OpenUnitAsync(account, "aws.x.y", unit, CancellationToken.None);
        await transaction.WriteAsync([Create("a", "{}")], CancellationToken.None);

        Assert.Empty(await Store.Items.QueryAsync(new ItemQuery(), CancellationToken.None).ToListAsync());
        Assert.Single(await Store.Accounts.GetAllAsync(CancellationToken.None));
        await CommitAsync(transaction);
        Assert.Single(await Store.Items.QueryAsync(new ItemQuery(), CancellationToken.None).ToListAsync());
    }

    [Fact]
    public async Task Writers_wait_for_each_other()
    {
        var account = await AddAccountAsync("prod", "AWS", "1");
        await using var lease = await Store.Runs.BeginAsync(RunKind.Watch, CancellationToken.None);
        var unit = await StartAsync(lease, account);
        var transaction = await Store.Items.OpenUnitAsync(account, "aws.x.y", unit, CancellationToken.None);
        await transaction.WriteAsync([Create("a", "{}")], CancellationToken.None);

        var waiting = AddAccountAsync("test", "AWS", "2");
        Assert.False(waiting.IsCompleted);
        await CommitAsync(transaction);
        await transaction.DisposeAsync();

        Assert.Equal("test", (await waiting).Name);
    }

    [Fact]
    public async Task Same_configuration_is_stored_once()
    {
        await WriteAsync([Create("a", """{"n":1}"""), Create("b", """{"n":1}""")]);

        var items = await Store.Items.QueryAsync(new ItemQuery(), CancellationToken.None).ToListAsync();
        Assert.Equal(["""{"n":1}""", """{"n":1}"""], items.Select(item => item.ConfigJson));
        var hashes = await Store.Items.QueryRevisionsAsync(new RevisionQuery(), CancellationToken.None).Select(revision => revision.CompleteHash).ToListAsync();
        Assert.Single(hashes.Distinct());
    }

    [Fact]
    public async Task Items_are_found_by_account_type_region_name_and_native_id()
    {
        await WriteAsync(
            [
                Create("i-1", "{}") with { Name = "web-1", Region = "eu-west-1" },
                Create("i-2", "{}") with { Name = "web_2", Region = "us-east-1" },
                Create("i-3", "{}") with { Name = "DB%", Region = "eu-west-1" },
            ]);

        Assert.Equal(["web-1", "web_2"], await NamesAsync(new ItemQuery { Name = TextFilter.Of(["WEB*"]) }));
        Assert.Equal(["web_2"], await NamesAsync(new ItemQuery { Name = TextFilter.Of(["web_?"]) }));
        Assert.Equal(["DB%"], await NamesAsync(new ItemQuery { Name = TextFilter.Of(["db%"]) }));
        Assert.Equal(["web-1"], await NamesAsync(new ItemQuery { Name = TextFilter.Of(["i-1"]) }));
        Assert.Equal(["web-1", "web_2"], await NamesAsync(new ItemQuery { Name = TextFilter.Of(["i-[12]"]) }));
        Assert.Equal(["DB%", "web-1"], await NamesAsync(new ItemQuery { Region = TextFilter.Of(["eu-*"]) }));
        Assert.Empty(await NamesAsync(new ItemQuery { Account = TextFilter.Of(["nobody"]) }));
        Assert.Empty(await NamesAsync(new ItemQuery { ItemType = TextFilter.Of(["aws.x.z"]) }));
        Assert.Equal(3, (await NamesAsync(new ItemQuery { ItemType = TextFilter.Of(["aws.*"]) })).Count);
    }

    [Fact]
    public async Task Changes_are_found_by_time_run_and_kind()
    {
        var first = Time.GetUtcNow();
        await WriteAsync([Create("a", """{"n":1}"""), Create("b", "{}")]);
        Time.Advance(TimeSpan.FromHours(1));
        var items = await FindAsync("a", "b");
        var run = await WriteAsync([Revise(items[0], """{"n":2}"""), new ItemWrite.Delete(items[1]) { Time = Time.GetUtcNow() }]);

        Assert.Equal(["a:1", "b:1", "a:2", "b:2"], await ChangesAsync(new ChangeQuery()));
        Assert.Equal(["a:2", "b:2"], await ChangesAsync(new ChangeQuery { Since = first.AddMinutes(1) }));
        Assert.Equal(["a:1", "b:1"], await ChangesAsync(new ChangeQuery { Until = first }));
        Assert.Equal(["a:2", "b:2"], await ChangesAsync(new ChangeQuery { RunId = run }));
        Assert.Equal(["a:1", "b:1"], await ChangesAsync(new ChangeQuery { Kinds = [ChangeKind.Created] }));
        Assert.Equal(["a:2"], await ChangesAsync(new ChangeQuery { Kinds = [ChangeKind.Changed] }));
        Assert.Equal(["b:2"], await ChangesAsync(new ChangeQuery { Kinds = [ChangeKind.Deleted] }));
        Assert.Equal(["a:2", "b:2"], await ChangesAsync(new ChangeQuery { Kinds = [ChangeKind.Changed, ChangeKind.Deleted] }));
        var pair = await Store.Items.QueryChangesAsync(new ChangeQuery { Kinds = [ChangeKind.Changed] }, CancellationToken.None).SingleAsync();
        Assert.Equal(("""{"n":1}""", """{"n":2}"""), (pair.Before!.ConfigJson, pair.After.ConfigJson));
    }

    [Fact]
    public async Task Revision_in_force_at_a_time_is_found()
    {
        await WriteAsync([Create("a", """{"n":1}""")]);
        var between = Time.GetUtcNow().AddMinutes(30);
        Time.Advance(TimeSpan.FromHours(1));
        await WriteAsync([Revise((await FindAsync("a"))[0], """{"n":2}""")]);

        Assert.Equal(1, (await Store.Items.QueryRevisionsAsync(new RevisionQuery { LatestOnly = true, Until = between }, CancellationToken.None).SingleAsync()).Number);
        Assert.Equal(2, (await Store.Items.QueryRevisionsAsync(new RevisionQuery { LatestOnly = true }, CancellationToken.None).SingleAsync()).Number);
    }

    [Fact]
    public async Task Revisions_of_an_item_form_a_chain_and_the_store_is_intact()
    {
        await WriteAsync([Create("a", """{"n":1}""")]);
        for (var number = 2; number <= 4; number++)
        {
            await WriteAsync([Revise((await FindAsync("a"))[0], $$"""{"n":{{number}}}""")]);
        }

        var chain = await Store.Items.QueryRevisionsAsync(new RevisionQuery(), CancellationToken.None).Select(revision => revision.ChainHash).ToListAsync();
        Assert.Equal(4, chain.Distinct().Count());
        var check = await Store.CheckAsync(CancellationToken.None);
        Assert.True(check.IsIntact, string.Join("; ", check.Problems));
        Assert.Equal((4, 4), (check.Revisions, check.Seals));
        Assert.Equal("prod", Assert.Single(check.LatestSeals).Key);
    }

    [Fact]
    public async Task Run_that_is_not_ended_is_cancelled()
    {
        var account = await AddAccountAsync("prod", "AWS", "1");
        await using (var lease = await Store.Runs.BeginAsync(RunKind.Watch, CancellationToken.None))
        {
            await StartAsync(lease, account);
            await lease.PlanUnitsAsync(account, ["aws.x.z"], CancellationToken.None);
            Assert.Equal([RunStatus.Running, RunStatus.Pending], await StatusesAsync());
        }

        Assert.Equal([RunStatus.Cancelled, RunStatus.Cancelled], await StatusesAsync());
        Assert.Equal(0, await Store.Runs.MarkInterruptedAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Unit_is_started_once_at_a_time()
    {
        var account = await AddAccountAsync("prod", "AWS", "1");
        await using var first = await Store.Runs.BeginAsync(RunKind.Watch, CancellationToken.None);
        await using var second = await Store.Runs.BeginAsync(RunKind.Watch, CancellationToken.None);
        await using var audit = await Store.Runs.BeginAsync(RunKind.Audit, CancellationToken.None);
        await StartAsync(first, account);

        var unit = (await second.PlanUnitsAsync(account, ["aws.x.y"], CancellationToken.None))[0];
        Assert.False(await second.TryStartUnitAsync(unit, CancellationToken.None));
        var audited = (await audit.PlanUnitsAsync(account, ["aws.x.y"], CancellationToken.None))[0];
        Assert.True(await audit.TryStartUnitAsync(audited, CancellationToken.None));
        Assert.Equal(RunStatus.Skipped, (await StatusesAsync(new RunQuery { RunIds = [second.RunId] }))[0]);
    }

    [Fact]
    public async Task Everything_is_there_after_opening_again()
    {
        await WriteAsync([Create("a", """{"n":1}""")]);
        Assert.Null(await Store.RuleSettings.GetBaselineAsync(CancellationToken.None));
        await Store.RuleSettings.SetBaselineAsync("one", CancellationToken.None);
        await Store.RuleSettings.SetBaselineAsync("two@2026-11", CancellationToken.None);
        Assert.Equal("two@2026-11", await Store.RuleSettings.GetBaselineAsync(CancellationToken.None));
        await Store.RuleSettings.SetBaselineAsync(null, CancellationToken.None);
        Assert.Null(await Store.RuleSettings.GetBaselineAsync(CancellationToken.None));
        await Store.RuleSettings.SetAsync(new RuleSetting { RuleId = "R-1", Score = 3, Reason = "because" }, CancellationToken.None);
        var key = Store.MaskingKey;
        await Store.DisposeAsync();

        _store = await OpenAsync();

        Assert.Equal(key, Store.MaskingKey);
        Assert.Empty(Store.Warnings);
        Assert.Equal(["a"], await NamesAsync(new ItemQuery()));
        var setting = Assert.Single(await Store.RuleSettings.GetAllAsync(CancellationToken.None));
        Assert.Equal(("R-1", "*", 3, null, "because"), (setting.RuleId, setting.Account, setting.Score, setting.IsEnabled, setting.Reason));
    }

    private protected async Task<Account> AddAccountAsync(string name, string type, string identifier)
        => await Store.Accounts.AddAsync(new Account { Name = name, Type = type, Identifier = identifier }, CancellationToken.None);

    /// <summary>Writes in a run of its own.</summary>
    /// <returns>The run's number.</returns>
    private protected async Task<long> WriteAsync(IReadOnlyList<ItemWrite> writes)
    {
        var account = await Store.Accounts.GetAllAsync(CancellationToken.None) is [var first, ..] ? first : await AddAccountAsync("prod", "AWS", "1");
        await using var lease = await Store.Runs.BeginAsync(RunKind.Watch, CancellationToken.None);
        var unit = await StartAsync(lease, account);
        await using var transaction = await Store.Items.OpenUnitAsync(account, "aws.x.y", unit, CancellationToken.None);
        await transaction.WriteAsync(writes, CancellationToken.None);
        await CommitAsync(transaction);
        await lease.EndAsync(RunStatus.Complete, CancellationToken.None);
        return lease.RunId;
    }

    private protected ItemWrite.Create Create(string nativeId, string json)
        => new(nativeId, "here", nativeId, "", Normalize(json)) { Time = Time.GetUtcNow() };

    private static async Task<long> StartAsync(IRunLease lease, Account account)
    {
        var unit = (await lease.PlanUnitsAsync(account, ["aws.x.y"], CancellationToken.None))[0];
        Assert.True(await lease.TryStartUnitAsync(unit, CancellationToken.None));
        return unit;
    }

    private ItemWrite.Revise Revise(StoredItem item, string json) => new(item, item.Name, item.Scope, Normalize(json)) { Time = Time.GetUtcNow() };

    private Task CommitAsync(IWatchTransaction transaction)
        => transaction.CommitAsync(new UnitOutcome { Status = RunStatus.Complete, FinishedAt = Time.GetUtcNow() }, [""], CancellationToken.None);

    private static NormalizedConfig Normalize(string json)
        => new ConfigNormalizer(new PathMatcher([]), new SecretMask(new byte[32])).Normalize(System.Text.Encoding.UTF8.GetBytes(json));

    private async Task<IReadOnlyList<StoredItem>> FindAsync(params string[] nativeIds)
    {
        var account = (await Store.Accounts.GetAllAsync(CancellationToken.None))[0];
        await using var transaction = await Store.Items.OpenUnitAsync(account, "aws.x.y", 0, CancellationToken.None);
        return [.. (await transaction.FindAsync(nativeIds, CancellationToken.None)).OrderBy(item => item.NativeId, StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyList<string>> NamesAsync(ItemQuery query)
        => await Store.Items.QueryAsync(query, CancellationToken.None).Select(item => item.Name).ToListAsync();

    private async Task<IReadOnlyList<string>> ChangesAsync(ChangeQuery query)
        => await Store.Items.QueryChangesAsync(query, CancellationToken.None).Select(pair => $"{pair.After.NativeId}:{pair.After.Number}").ToListAsync();

    private async Task<IReadOnlyList<RunStatus>> StatusesAsync(RunQuery? query = null)
        => await Store.Runs.QueryAsync(query ?? new RunQuery(), CancellationToken.None).Select(run => run.Status).ToListAsync();
}
