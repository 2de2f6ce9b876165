using SecurityMonkey.Engine;
using SecurityMonkey.Engine.Auditing;
using SecurityMonkey.Engine.Storage;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Auditing;

public sealed class AuditRunTests : IAsyncLifetime
{
    private const string OpenPort =
        """
        score: 7
        forEach: 'rules[]'
        when: "source == 'any'"
        discriminator: '{source} {port}'
        message: Port {port} is open to {source}
        """;

    private readonly EngineFixture _fixture = new();

    private FakeWatcher Things => _fixture.Cloud.Things;

    public async Task InitializeAsync()
    {
        _fixture.WriteRule("T-001", OpenPort);
        await _fixture.AddAccountAsync();
    }

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task Finding_becomes_an_issue_with_flat_facts_and_evidence()
    {
        await WatchAsync("""{"rules":[{"port":22,"source":"any"},{"port":80,"source":"office"}]}""");

        var report = Assert.Single(await _fixture.AuditAsync());

        Assert.Equal((RunStatus.Complete, 1, 1, 1, 7), (report.Status, report.Items, report.Rules, report.Open, report.Score));
        var issue = Assert.Single(await _fixture.GetIssuesAsync());
        Assert.Equal(issue.Id, Assert.Single(report.New).Id);
        Assert.Equal(("T-001", "Something is wrong", "Port 22 is open to any", 7, Severity.High), (issue.RuleId, issue.Title, issue.Message, issue.Score, issue.Severity));
        Assert.Equal("""rules[0]={"port":22,"source":"any"}""", issue.Evidence);
        Assert.Equal(("acme", FakeCloud.ItemTypeId, "here", "web", "i-1"), (issue.Account, issue.ItemType, issue.Region, issue.Name, issue.NativeId));
        Assert.All(typeof(Issue).GetProperties(), property => Assert.True(
            Type.GetTypeCode(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) is not TypeCode.Object
            || property.PropertyType == typeof(DateTimeOffset) || property.PropertyType == typeof(DateTimeOffset?),
            $"{property.Name} is no scalar"));
    }

    [Fact]
    public async Task Second_audit_of_the_same_writes_no_issue_row_and_moves_last_seen()
    {
        await WatchAsync("""{"rules":[{"port":22,"source":"any"}]}""");
        await _fixture.AuditAsync();
        var before = Assert.Single(await _fixture.GetIssuesAsync());
        var events = await GetEventsAsync(before.Id);

        var report = Assert.Single(await _fixture.AuditAsync());

        Assert.Equal((1, 0, 0, 0), (report.Open, report.New.Count, report.Reopened.Count, report.Fixed.Count));
        var after = Assert.Single(await _fixture.GetIssuesAsync());
        Assert.Equal(before with { LastSeen = after.LastSeen }, after);
        Assert.Equal(_fixture.Time.GetUtcNow(), after.LastSeen);
        Assert.Equal(events, await GetEventsAsync(before.Id));
    }

    [Fact]
    public async Task Issue_is_fixed_and_reopened_with_everything_it_had()
    {
        await WatchAsync("""{"rules":[{"port":22,"source":"any"}]}""");
        await _fixture.AuditAsync();
        var issue = Assert.Single(await _fixture.GetIssuesAsync());
        await JustifyAsync(issue.Id, until: null);

        await WatchAsync("""{"rules":[]}""");
        var fixedReport = Assert.Single(await _fixture.AuditAsync());
        Assert.Equal(issue.Id, Assert.Single(fixedReport.Fixed).Id);
        var fixedIssue = Assert.Single(await _fixture.GetIssuesAsync());
        Assert.Equal((IssueStatus.Fixed, "NoLongerFound", fixedReport.StartedAt), (fixedIssue.Status, fixedIssue.ClosedReason, fixedIssue.FixedAt));

        await WatchAsync("""{"rules":[{"port":22,"source":"any"}]}""");
        var reopenedReport = Assert.Single(await _fixture.AuditAsync());

        var reopened = Assert.Single(await _fixture.GetIssuesAsync());
        Assert.Equal(issue.Id, Assert.Single(reopenedReport.Reopened).Id);
        Assert.Empty(reopenedReport.New);
        Assert.Equal((IssueStatus.Open, 1, issue.FirstSeen), (reopened.Status, reopened.ReopenCount, reopened.FirstSeen));
        Assert.Equal((null, reopenedReport.StartedAt), (reopened.FixedAt, reopened.ReopenedAt));
        Assert.True(reopened.IsJustified);
        Assert.Equal(["Opened", "Justified", "Fixed", "Reopened"], (await GetEventsAsync(issue.Id)).Select(happened => happened.Kind));
    }

    [Fact]
    public async Task Justification_survives_ephemeral_durable_score_and_message_changes_and_delete_and_return()
    {
        await WatchAsync("""{"rules":[{"port":22,"source":"any"}],"size":1}""");
        await _fixture.AuditAsync();
        var id = Assert.Single(await _fixture.GetIssuesAsync()).Id;
        await JustifyAsync(id, until: null);

        await WatchAsync("""{"rules":[{"port":22,"source":"any"}],"size":2}""");
        await AssertJustifiedAsync(id, score: 7, "Port 22 is open to any");

        _fixture.WriteRule("T-001", OpenPort.Replace("score: 7", "score: 9", StringComparison.Ordinal));
        await AssertJustifiedAsync(id, score: 9, "Port 22 is open to any");

        _fixture.WriteRule("T-001", OpenPort.Replace("Port {port} is open to {source}", "Now {port} is open", StringComparison.Ordinal), "Another title");
        var reworded = await AssertJustifiedAsync(id, score: 7, "Now 22 is open");
        Assert.Equal("Another title", reworded.Title);

        var thing = Things.Items[0];
        Things.Items.Clear();
        await _fixture.WatchAsync();
        await _fixture.AuditAsync();
        var closed = Assert.Single(await _fixture.GetIssuesAsync());
        Assert.Equal((IssueStatus.Fixed, "ItemDeleted", true), (closed.Status, closed.ClosedReason, closed.IsJustified));
        Things.Items.Add(thing);
        await _fixture.WatchAsync();
        await AssertJustifiedAsync(id, score: 7, "Now 22 is open");

        Assert.Equal(
            ["Opened", "Justified", "Rescored", "Rescored", "Fixed", "Reopened"],
            (await GetEventsAsync(id)).Select(happened => happened.Kind));
    }

    [Fact]
    public async Task Justification_that_ends_is_reported_once()
    {
        await WatchAsync("""{"rules":[{"port":22,"source":"any"}]}""");
        await _fixture.AuditAsync();
        var id = Assert.Single(await _fixture.GetIssuesAsync()).Id;
        await JustifyAsync(id, until: _fixture.Time.GetUtcNow().AddDays(1));
        var justified = Assert.Single(await _fixture.AuditAsync());
        Assert.Equal((1, 0, 0), (justified.Open, justified.Score, justified.Expired.Count));

        _fixture.Time.Advance(TimeSpan.FromDays(2));
        Assert.False(Assert.Single(await _fixture.GetIssuesAsync()).IsJustified);
        var report = Assert.Single(await _fixture.AuditAsync());
        Assert.Equal((id, 7), (Assert.Single(report.Expired).Id, report.Score));

        Assert.Empty(Assert.Single(await _fixture.AuditAsync()).Expired);
        Assert.Equal(["Opened", "Justified", "JustificationExpired"], (await GetEventsAsync(id)).Select(happened => happened.Kind));
        await JustifyAsync(id, until: null);
        Assert.True(Assert.Single(await _fixture.GetIssuesAsync()).IsJustified);
        await (await _fixture.GetEngineAsync()).RevokeJustificationAsync(id, "me", CancellationToken.None);
        Assert.False(Assert.Single(await _fixture.GetIssuesAsync()).IsJustified);
    }

    [Fact]
    public async Task Two_findings_of_one_rule_on_one_item_stay_distinct()
    {
        await WatchAsync("""{"rules":[{"port":22,"source":"any"},{"port":3389,"source":"any"}]}""");
        await _fixture.AuditAsync();
        var issues = await _fixture.GetIssuesAsync();
        await JustifyAsync(issues.Single(issue => issue.Message.Contains("22", StringComparison.Ordinal)).Id, until: null);

        await WatchAsync("""{"rules":[{"port":3389,"source":"any"},{"port":22,"source":"any"}]}""");
        var report = Assert.Single(await _fixture.AuditAsync());

        Assert.Equal((2, 0, 0), (report.Open, report.New.Count, report.Fixed.Count));
        Assert.Equal(
            [("Port 22 is open to any", true), ("Port 3389 is open to any", false)],
            (await _fixture.GetIssuesAsync()).OrderBy(issue => issue.Message).Select(issue => (issue.Message, issue.IsJustified)));
    }

    [Fact]
    public async Task Rule_that_throws_is_an_error_of_that_rule_on_that_item()
    {
        _fixture.WriteRule("T-002", "score: 1\nwhen: length(size) > `0`\n");
        Things.Add("good", """{"rules":[{"port":22,"source":"any"}],"size":"xl"}""").Add("bad", """{"rules":[{"port":22,"source":"any"}],"size":3}""");
        await _fixture.WatchAsync();

        var report = Assert.Single(await _fixture.AuditAsync());

        Assert.Equal((RunStatus.Partial, 3), (report.Status, report.New.Count));
        var error = Assert.Single(report.Errors);
        Assert.Equal(("T-002", "bad"), (error.RuleId, error.NativeId));
        Assert.Contains("length", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, 5, 0)]
    [InlineData(6, 6, 1)]
    [InlineData(40, 6, 35)]
    public async Task Rule_that_fails_on_many_items_is_told_of_five_times_and_the_others_are_counted(int items, int entries, int more)
    {
        _fixture.WriteRule("T-002", "score: 1\nwhen: length(size) > `0`\n");
        for (var index = 0; index < items; index++)
        {
            Things.Add($"i-{index:00}", """{"rules":[{"port":22,"source":"any"}],"size":3}""");
        }

        await _fixture.WatchAsync();
        var report = Assert.Single(await _fixture.AuditAsync());
        var again = Assert.Single(await _fixture.AuditAsync());

        Assert.Equal((RunStatus.Partial, items, items), (report.Status, report.New.Count, report.ErrorCount));
        Assert.Equal(entries, report.Errors.Count);
        Assert.Equal(["i-00", "i-01", "i-02", "i-03", "i-04"], report.Errors.Take(5).Select(error => error.NativeId));
        Assert.All(report.Errors.Take(5), error => Assert.NotEqual(0, error.ItemId));
        Assert.Equal(more, report.Errors[^1].More);
        Assert.Equal((items, items), (again.ErrorCount, Assert.Single((await _fixture.GetRunsAsync(new RunQuery { Kind = RunKind.Audit, LatestOnly = true }))).Failures));
    }

    [Fact]
    public async Task Unit_that_no_chosen_rule_looks_at_has_no_report_and_no_entry_in_the_ledger()
    {
        _fixture.Cloud.AddWatcher(new ItemType("fake.service.other", "Other")).Add("x", "{}");
        _fixture.WriteRule("T-002", "score: 1\nwhen: rules\n");
        var file = Path.Combine(_fixture.RuleFolder, "T-002.yaml");
        File.WriteAllText(file, File.ReadAllText(file).Replace("[fake.*]", "[fake.service.thing]", StringComparison.Ordinal));
        await WatchAsync("""{"rules":[{"port":22,"source":"any"}]}""");

        var reports = await _fixture.AuditAsync(new AuditOptions { Rule = TextFilter.Of(["T-002"]) });

        Assert.Equal([FakeCloud.ItemTypeId], reports.Select(report => report.ItemType));
        Assert.Equal([FakeCloud.ItemTypeId], (await _fixture.GetRunsAsync(new RunQuery { Kind = RunKind.Audit })).Select(run => run.ItemType));
    }

    [Fact]
    public async Task Issue_of_a_rule_that_now_throws_stays_as_it_is()
    {
        _fixture.WriteRule("T-002", "score: 1\nwhen: length(size) > `0`\n");
        Things.Add("i-1", """{"size":"xl"}""");
        await _fixture.WatchAsync();
        await _fixture.AuditAsync();
        Things.Add("i-1", """{"size":3}""");
        await _fixture.WatchAsync();

        var report = Assert.Single(await _fixture.AuditAsync());

        Assert.Equal((1, 0), (report.Open, report.Fixed.Count));
        Assert.Equal(IssueStatus.Open, Assert.Single(await _fixture.GetIssuesAsync()).Status);
    }

    [Fact]
    public async Task Disabled_rule_takes_effect_on_stored_data_and_is_no_fix()
    {
        await WatchAsync("""{"rules":[{"port":22,"source":"any"}]}""");
        await _fixture.AuditAsync();
        var engine = await _fixture.GetEngineAsync();
        await engine.SetRuleAsync(new RuleSetting { RuleId = "T-001", IsEnabled = false }, CancellationToken.None);

        var disabled = Assert.Single(await _fixture.AuditAsync());

        Assert.Equal((0, 0, 0), (disabled.Open, disabled.Rules, disabled.Fixed.Count));
        var issue = Assert.Single(await _fixture.GetIssuesAsync());
        Assert.Equal((IssueStatus.OutOfScope, "RuleDisabled"), (issue.Status, issue.ClosedReason));

        await engine.ResetRuleAsync("T-001", "", "*", CancellationToken.None);
        var enabled = Assert.Single(await _fixture.AuditAsync());
        Assert.Equal((1, 0, 0), (enabled.Open, enabled.New.Count, enabled.Reopened.Count));
        Assert.Equal(0, Assert.Single(await _fixture.GetIssuesAsync()).ReopenCount);
    }

    [Fact]
    public async Task Other_score_and_parameters_take_effect_on_stored_data()
    {
        _fixture.WriteRule("T-002", "score: 1\nparameters: { limit: 10 }\nwhen: size > param('limit')\nmessage: \"{size} > {param('limit')}\"\n");
        Things.Add("i-1", """{"size":7}""");
        await _fixture.WatchAsync();
        Assert.Equal(0, Assert.Single(await _fixture.AuditAsync()).Open);
        var engine = await _fixture.GetEngineAsync();
        await engine.SetRuleAsync(
            new RuleSetting { RuleId = "T-002", Score = 8, Parameters = new Dictionary<string, string> { ["limit"] = "5" } }, CancellationToken.None);
        await engine.SetRuleAsync(new RuleSetting { RuleId = "T-002", Account = "acme", Score = 4 }, CancellationToken.None);

        await _fixture.AuditAsync();

        var issue = Assert.Single(await _fixture.GetIssuesAsync());
        Assert.Equal((4, "7 > 5"), (issue.Score, issue.Message));
    }

    [Fact]
    public async Task Removed_rule_closes_its_issues_but_a_broken_document_does_not()
    {
        await WatchAsync("""{"rules":[{"port":22,"source":"any"}]}""");
        await _fixture.AuditAsync();
        File.WriteAllText(Path.Combine(_fixture.RuleFolder, "T-001.yaml"), "kind: Rule\nnonsense: [");

        var broken = Assert.Single(await _fixture.AuditAsync());
        Assert.Equal((RunStatus.Partial, 1), (broken.Status, broken.Open));
        Assert.Equal(IssueStatus.Open, Assert.Single(await _fixture.GetIssuesAsync()).Status);

        _fixture.RemoveRule("T-001");
        await _fixture.AuditAsync();
        Assert.Equal("RuleRemoved", Assert.Single(await _fixture.GetIssuesAsync()).ClosedReason);
    }

    [Fact]
    public async Task Audit_of_some_rules_leaves_the_issues_of_others()
    {
        _fixture.WriteRule("T-002", "score: 1\nwhen: rules\n");
        await WatchAsync("""{"rules":[{"port":22,"source":"any"}]}""");
        await _fixture.AuditAsync();
        await WatchAsync("""{"rules":[]}""");

        var report = Assert.Single(await _fixture.AuditAsync(new AuditOptions { Rule = TextFilter.Of(["T-002"]) }));

        Assert.Equal((RunStatus.Partial, 1, "T-002"), (report.Status, report.Open, Assert.Single(report.Fixed).RuleId));
    }

    [Fact]
    public async Task Issue_of_an_item_out_of_scope_is_out_of_scope_until_it_comes_back()
    {
        await WatchAsync("""{"rules":[{"port":22,"source":"any"}]}""");
        await _fixture.AuditAsync();
        var engine = await _fixture.GetEngineAsync();
        var account = (await engine.GetAccountsAsync(CancellationToken.None))[0];
        await engine.UpdateAccountAsync(account with { ItemTypes = ["other.*"] }, CancellationToken.None);

        Assert.Equal(0, Assert.Single(await _fixture.AuditAsync()).Items);
        Assert.Equal(("ItemOutOfScope", IssueStatus.OutOfScope), (Assert.Single(await _fixture.GetIssuesAsync()).ClosedReason, (await _fixture.GetIssuesAsync())[0].Status));

        await engine.UpdateAccountAsync(account, CancellationToken.None);
        Assert.Equal(IssueStatus.Open, Assert.Single(await _fixture.GetIssuesAsync()).Status);
    }

    [Fact]
    public async Task What_if_evaluates_and_saves_nothing()
    {
        await WatchAsync("""{"rules":[{"port":22,"source":"any"}]}""");

        var report = Assert.Single(await _fixture.AuditAsync(new AuditOptions { IsWhatIf = true }));

        Assert.Equal((true, 1, 0L), (report.IsWhatIf, report.New.Count, report.RunId));
        Assert.Empty(await _fixture.GetIssuesAsync());
        Assert.DoesNotContain(await _fixture.GetRunsAsync(), run => run.Kind == RunKind.Audit);
    }

    [Fact]
    public async Task Rule_in_code_is_evaluated_like_one_that_is_data()
    {
        await using var fixture = new EngineFixture();
        fixture.Cloud.Auditors.Add(new FakeAuditor("T-900", item => item.NativeId == "bad"
            ? throw new InvalidOperationException("cannot tell")
            : [new Finding("first") { Discriminator = "1", Score = 10 }, new Finding("second") { Discriminator = "2", Score = 99 }]));
        await fixture.AddAccountAsync();
        fixture.Cloud.Things.Add("good", "{}").Add("bad", "{}");
        await fixture.WatchAsync();

        var report = Assert.Single(await fixture.AuditAsync());

        Assert.Equal([("first", 10), ("second", 10)], report.New.Select(issue => (issue.Message, issue.Score)));
        Assert.Equal("cannot tell", Assert.Single(report.Errors).Message);
    }

    [Fact]
    public async Task Many_items_are_audited_each_once()
    {
        for (var index = 0; index < 3000; index++)
        {
            Things.Items.Add(new FakeThing($"i-{index}", $$"""{"rules":[{"port":{{index}},"source":"any"}]}""", "here", "", "x"));
        }

        await _fixture.WatchAsync();

        var report = Assert.Single(await _fixture.AuditAsync());

        Assert.Equal((3000, 3000, 3000), (report.Items, report.New.Count, report.Open));
        Assert.Equal(3000, report.New.Select(issue => issue.Id).Distinct().Count());
        Assert.Equal(3000, (await _fixture.GetIssuesAsync()).Count);
    }

    [Fact]
    public async Task Units_of_one_run_share_its_number()
    {
        _fixture.Cloud.AddWatcher(new ItemType("fake.service.other", "Other")).Add("x", "{}");
        await WatchAsync("{}");

        var reports = await _fixture.AuditAsync();

        Assert.Equal(2, reports.Count);
        Assert.Single(reports.Select(report => report.RunId).Distinct());
    }

    private async Task WatchAsync(string configJson)
    {
        Things.Add("i-1", configJson, name: "web");
        await _fixture.WatchAsync();
    }

    private async Task JustifyAsync(long issueId, DateTimeOffset? until)
        => await (await _fixture.GetEngineAsync()).JustifyIssueAsync(issueId, new Justification("accepted", "me", "T-1", until), CancellationToken.None);

    private async Task<Issue> AssertJustifiedAsync(long id, int score, string message)
    {
        await _fixture.AuditAsync();
        var issue = Assert.Single(await _fixture.GetIssuesAsync());
        Assert.Equal((id, true, "accepted", score, message, IssueStatus.Open), (issue.Id, issue.IsJustified, issue.Justification, issue.Score, issue.Message, issue.Status));
        return issue;
    }

    private async Task<IReadOnlyList<IssueEvent>> GetEventsAsync(long id)
        => await (await _fixture.GetEngineAsync()).GetIssueEventsAsync(id, CancellationToken.None);
}
