using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SecurityMonkey.Engine;
using SecurityMonkey.Engine.Auditing;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Auditing;

public sealed class IncrementalAuditTests : IAsyncLifetime
{
    private readonly EngineFixture _fixture = new();
    private readonly FakeWatcher _others;

    public IncrementalAuditTests() => _others = _fixture.Cloud.AddWatcher(new ItemType("fake.service.other", "Other"));

    private FakeWatcher Things => _fixture.Cloud.Things;

    public async Task InitializeAsync() => await _fixture.AddAccountAsync();

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Property(Arbitrary = [typeof(Histories)], MaxTest = 25)]
    public async Task Audit_of_what_changed_says_what_an_audit_of_everything_says(HistoryCodes codes)
    {
        await using var incremental = await History.StartAsync(isFull: false);
        await using var full = await History.StartAsync(isFull: true);
        foreach (var code in codes.Codes)
        {
            Assert.Equal(await full.StepAsync(code), await incremental.StepAsync(code));
        }
    }

    [Fact]
    public async Task Audit_looks_again_only_at_what_changed()
    {
        _fixture.WriteRule("T-001", "score: 7\nwhen: open");
        Things.Add("a", """{"open":true}""").Add("b", """{"open":false}""").Add("c", """{"open":true}""");
        await _fixture.WatchAsync();
        Assert.Equal(3, Report(await _fixture.AuditAsync()).Evaluated);

        var nothing = Report(await _fixture.AuditAsync());
        Things.Add("b", """{"open":true}""");
        await _fixture.WatchAsync();
        var one = Report(await _fixture.AuditAsync());
        var full = Report(await _fixture.AuditAsync(new AuditOptions { IsFull = true }));

        Assert.Equal((0, 3, 2, 14), (nothing.Evaluated, nothing.Items, nothing.Open, nothing.Score));
        Assert.Equal((1, 3, 3, 21), (one.Evaluated, one.Items, one.Open, one.Score));
        Assert.Equal((3, 3, 3, 21), (full.Evaluated, full.Items, full.Open, full.Score));
    }

    [Fact]
    public async Task Item_is_looked_at_again_when_its_age_is_another_day()
    {
        _fixture.WriteRule("T-001", "score: 7\nwhen: \"age_days(created) > `1`\"");
        _fixture.WriteRule("T-002", "score: 7\nwhen: open");
        Things.Add("morning", """{"created":"2026-11-22T09:00:00Z"}""").Add("noon", """{"created":"2026-11-22T12:00:00Z"}""").Add("never", """{"open":true}""");
        await _fixture.WatchAsync();
        await _fixture.AuditAsync();

        _fixture.Time.Advance(TimeSpan.FromMinutes(30));
        var soon = Report(await _fixture.AuditAsync());
        _fixture.Time.Advance(TimeSpan.FromHours(1));
        var ten = Report(await _fixture.AuditAsync());
        _fixture.Time.Advance(TimeSpan.FromDays(1));
        var tomorrow = Report(await _fixture.AuditAsync());
        _fixture.Time.Advance(TimeSpan.FromHours(3));
        var afternoon = Report(await _fixture.AuditAsync());

        Assert.Equal((0, 1, 2, 1), (soon.Evaluated, ten.Evaluated, tomorrow.Evaluated, afternoon.Evaluated));
        Assert.Equal(("morning", "noon"), (Assert.Single(tomorrow.New).NativeId, Assert.Single(afternoon.New).NativeId));
    }

    [Fact]
    public async Task Audit_of_a_looked_up_type_audits_what_depends_on_it()
    {
        _fixture.WriteRule("T-001", "score: 7\nlookups: [fake.service.other]\nwhen: \"length(lookup('fake.service.other')) == `0`\"");
        Things.Add("a", "{}");
        await _fixture.WatchAsync();
        Assert.Single(Report(await _fixture.AuditAsync()).New);
        _others.Add("o", "{}");
        await _fixture.WatchAsync(request => request with { ItemType = TextFilter.Of(["fake.service.other"]) });
        _fixture.Time.Advance(TimeSpan.FromMinutes(1));

        var engine = await _fixture.GetEngineAsync();
        await using var run = await engine.PrepareAuditAsync(new AuditOptions(), CancellationToken.None);
        var units = (await engine.GetUnitsAsync(CancellationToken.None)).Where(unit => unit.ItemType == "fake.service.other");
        await run.AuditAsync(units, _fixture.Listener, CancellationToken.None).ToListAsync();
        var dependents = await run.AuditDependentsAsync(_fixture.Listener, CancellationToken.None).ToListAsync();
        await run.EndAsync(CancellationToken.None);

        Assert.Equal(FakeCloud.ItemTypeId, Assert.Single(Assert.Single(dependents).Fixed).ItemType);
    }

    [Fact]
    public async Task Unknown_keeps_issues_as_they_are_and_shows_up_in_the_coverage()
    {
        _fixture.WriteRule("T-001", "score: 7\nwhen: Policy.open");
        _fixture.WriteRule("T-002", "score: 7\nwhen: name == 'x'");
        Things.Add("a", """{"Policy":{"open":true},"name":"y"}""");
        await _fixture.WatchAsync();
        await _fixture.AuditAsync();

        Things.Add("a", """{"name":"y"}""", unknown: "Policy");
        await _fixture.WatchAsync();
        var report = Report(await _fixture.AuditAsync());

        Assert.Equal((RunStatus.Partial, 1, 0, 1), (report.Status, report.Open, report.Fixed.Count, report.Unknown));
        var coverage = await (await _fixture.GetEngineAsync()).GetCoverageAsync(byRule: true, CancellationToken.None);
        var row = coverage.Single(row => row.RuleId == "T-001" && row.ItemType == FakeCloud.ItemTypeId);
        Assert.Equal(("acme", 1, false), (row.Account, row.Unknown, row.IsComplete));
        Assert.Contains(row.Missing, text => text.Contains("Policy needs a permission.", StringComparison.Ordinal));
        Assert.Equal(0, coverage.Single(row => row.RuleId == "T-002" && row.ItemType == FakeCloud.ItemTypeId).Unknown);

        Things.Add("a", """{"Policy":{"open":false},"name":"y"}""");
        await _fixture.WatchAsync();
        var known = Report(await _fixture.AuditAsync());
        Assert.Equal((0, 1), (known.Unknown, known.Fixed.Count));
    }

    [Fact]
    public async Task Absence_is_unknown_until_the_looked_up_type_was_read_to_its_end()
    {
        _fixture.WriteRule("T-001", "score: 7\nlookups: [fake.service.trail]\nwhen: \"length(lookup('fake.service.trail')) == `0`\"");
        Things.Add("a", "{}");
        await _fixture.WatchAsync();

        var never = Report(await _fixture.AuditAsync());

        Assert.Equal((0, 1), (never.New.Count, never.Unknown));
        var coverage = await (await _fixture.GetEngineAsync()).GetCoverageAsync(byRule: false, CancellationToken.None);
        Assert.Contains(coverage.SelectMany(row => row.Missing), text => text.Contains("was never collected", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Region_that_failed_stays_missing_while_other_regions_are_collected()
    {
        _fixture.WriteRule("T-001", "score: 7\nlookups: [fake.service.other]\nwhen: \"length(lookup('fake.service.other')) == `1`\"");
        Things.Add("a", "{}", region: "north", scope: "north");
        _others.Add("o", "{}", region: "north", scope: "north");
        _others.Completed.Add("north");
        _others.Failed.Add(("south", new InvalidOperationException("south refused")));
        await _fixture.WatchAsync();

        var failed = Report(await _fixture.AuditAsync());
        _others.Failed.Clear();
        await _fixture.WatchAsync(request => request with { Region = TextFilter.Of(["north"]) });
        var other = Report(await _fixture.AuditAsync());
        var coverage = await (await _fixture.GetEngineAsync()).GetCoverageAsync(byRule: false, CancellationToken.None);
        _others.Completed.Add("south");
        await _fixture.WatchAsync(request => request with { Region = TextFilter.Of(["south"]) });
        var good = Report(await _fixture.AuditAsync());

        Assert.Equal((1, 1, 0), (failed.Unknown, other.Unknown, good.Unknown));
        Assert.Equal((0, 0, 1), (failed.New.Count, other.New.Count, good.New.Count));
        var row = coverage.Single(row => row.ItemType == "fake.service.other" && row.Region == "south");
        Assert.Contains(row.Missing, text => text.Contains("south refused", StringComparison.Ordinal));
        Assert.False(row.IsComplete);
        Assert.All(
            await (await _fixture.GetEngineAsync()).GetCoverageAsync(byRule: false, CancellationToken.None),
            row => Assert.Empty(row.Missing));
    }

    [Fact]
    public async Task Type_that_was_only_collected_in_some_regions_is_not_known_to_be_absent()
    {
        _fixture.WriteRule("T-001", "score: 7\nlookups: [fake.service.other]\nwhen: \"length(lookup('fake.service.other')) == `0`\"");
        Things.Add("a", "{}", region: "north");
        await _fixture.WatchAsync(request => request with { Region = TextFilter.Of(["north"]) });

        var some = Report(await _fixture.AuditAsync());
        await _fixture.WatchAsync();
        var all = Report(await _fixture.AuditAsync());

        Assert.Equal((1, 0), (some.Unknown, some.New.Count));
        Assert.Equal((0, 1), (all.Unknown, all.New.Count));
    }

    [Fact]
    public async Task Account_that_could_not_be_opened_leaves_look_ups_unknown_until_all_regions_were_collected_again()
    {
        _fixture.WriteRule("T-001", "score: 7\nlookups: [fake.service.other]\nwhen: \"length(lookup('fake.service.other')) == `0`\"");
        Things.Add("a", "{}");
        await _fixture.WatchAsync();
        var before = Report(await _fixture.AuditAsync());
        _fixture.Cloud.OpenError = new InvalidOperationException("signed out");
        await _fixture.WatchAsync();
        var closed = Report(await _fixture.AuditAsync());
        _fixture.Cloud.OpenError = null;
        await _fixture.WatchAsync(request => request with { Region = TextFilter.Of(["here"]) });
        var narrowed = Report(await _fixture.AuditAsync());
        await _fixture.WatchAsync();
        var after = Report(await _fixture.AuditAsync());

        Assert.Equal((0, 1, 1, 0), (before.Unknown, closed.Unknown, narrowed.Unknown, after.Unknown));
        Assert.DoesNotContain(
            await (await _fixture.GetEngineAsync()).GetCoverageAsync(byRule: false, CancellationToken.None), row => row.Missing.Count > 0);
    }

    [Fact]
    public async Task Baseline_evaluates_its_rules_as_it_tunes_them_and_leaves_the_others()
    {
        _fixture.WriteRule("T-001", "score: 7\nwhen: open\ncontrols: { bench-1: ['1'] }");
        _fixture.WriteRule("T-002", "score: 5\nwhen: open");
        _fixture.WriteBaseline("apiVersion: securitymonkey/v1\nkind: Baseline\nmetadata: { name: bench-1, title: Bench, date: 2026-11-24 }\n"
            + "spec: { controls: [bench-1], settings: [{ rule: T-001, score: 9 }] }");
        Things.Add("a", """{"open":true}""");
        await _fixture.WatchAsync();

        var report = Report(await _fixture.AuditAsync(new AuditOptions { Baseline = "BENCH-1" }));

        Assert.Equal([("T-001", 9)], report.New.Select(issue => (issue.RuleId, issue.Score)));
        Assert.Equal(["T-001"], Assert.Single((await (await _fixture.GetEngineAsync()).GetBaselinesAsync([], CancellationToken.None)).Baselines).RuleIds);
        var error = await Assert.ThrowsAsync<SecurityMonkeyException>(() => _fixture.AuditAsync(new AuditOptions { Baseline = "other" }));
        Assert.Contains("Known are: bench-1.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Baseline_of_the_store_says_which_rules_there_are_and_what_leaves_it_is_out_of_scope_and_not_fixed()
    {
        _fixture.WriteRule("T-001", "score: 7\nwhen: open\ncontrols: { bench-1: ['1'] }");
        _fixture.WriteRule("T-002", "score: 5\nwhen: open");
        _fixture.WriteBaseline("apiVersion: securitymonkey/v1\nkind: Baseline\nmetadata: { name: bench-1, title: Bench, date: 2026-11-24 }\nspec: { controls: [bench-1] }");
        Things.Add("a", """{"open":true}""");
        await _fixture.WatchAsync();
        Assert.Equal(2, Report(await _fixture.AuditAsync()).New.Count);
        var engine = await _fixture.GetEngineAsync();

        await engine.SetBaselineAsync("bench-1@2026-11", CancellationToken.None);
        var within = Report(await _fixture.AuditAsync());
        Assert.Equal((RunStatus.Complete, 1, 1, 0), (within.Status, within.Rules, within.Open, within.Fixed.Count));
        var left = Assert.Single(await _fixture.GetIssuesAsync(new SecurityMonkey.Engine.Storage.IssueQuery { Rule = SecurityMonkey.Engine.TextFilter.Of(["T-002"]) }));
        Assert.Equal((IssueStatus.OutOfScope, "NotInBaseline"), (left.Status, left.ClosedReason));
        Assert.Equal(0, Report(await _fixture.AuditAsync()).Evaluated);

        await engine.SetBaselineAsync(null, CancellationToken.None);
        var back = Report(await _fixture.AuditAsync());
        Assert.Equal((2, 0, 0), (back.Open, back.New.Count, back.Reopened.Count));
    }

    [Fact]
    public async Task Baseline_of_the_store_that_is_gone_ends_the_audit_and_rules_that_are_newer_are_named()
    {
        _fixture.WriteRule("T-001", "score: 7\nwhen: open");
        File.WriteAllText(
            Path.Combine(_fixture.RuleFolder, "T-002.yaml"),
            "apiVersion: securitymonkey/v1\nkind: Rule\nmetadata: { id: T-002, title: T, since: 2027-01-15 }\nspec: { itemTypes: [fake.*], score: 1, when: open }");
        _fixture.WriteBaseline("apiVersion: securitymonkey/v1\nkind: Baseline\nmetadata: { name: bench-1, title: Bench, date: 2026-11-24 }\nspec: { rules: ['*'] }");
        var engine = await _fixture.GetEngineAsync();
        await engine.SetBaselineAsync("bench-1@2026-12", CancellationToken.None);

        await using (var run = await engine.PrepareAuditAsync(new AuditOptions(), CancellationToken.None))
        {
            Assert.Equal(("bench-1@2026-12", "T-002"), (run.BaselineName, Assert.Single(run.NewerRuleIds)));
        }

        _fixture.WriteBaseline("apiVersion: securitymonkey/v1\nkind: Baseline\nmetadata: { name: bench-2, title: Bench, date: 2026-11-24 }\nspec: { rules: ['*'] }");
        var error = await Assert.ThrowsAsync<SecurityMonkeyException>(() => _fixture.AuditAsync());
        Assert.Equal("BaselineNotFound", error.ErrorId);
        Assert.Contains("Set-SMBaseline -Clear", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backtest_tells_when_issues_would_have_been_opened_and_fixed()
    {
        Things.Add("a", """{"open":true}""").Add("b", """{"open":false}""");
        await _fixture.WatchAsync();
        _fixture.Time.Advance(TimeSpan.FromDays(1));
        var since = _fixture.Time.GetUtcNow();
        _fixture.Time.Advance(TimeSpan.FromDays(1));
        Things.Add("b", """{"open":true}""");
        await _fixture.WatchAsync();
        _fixture.Time.Advance(TimeSpan.FromDays(1));
        Things.Items.RemoveAll(thing => thing.Id == "b");
        Things.Add("a", """{"open":false}""").Add("c", """{"open":true}""");
        await _fixture.WatchAsync();
        _fixture.WriteRule("T-001", "score: 7\nwhen: open\nmessage: Open");
        var engine = await _fixture.GetEngineAsync();

        var history = await engine.TryRulesAsync(TextFilter.All, TextFilter.All, since, CancellationToken.None).ToListAsync();
        var now = await engine.TryRulesAsync(TextFilter.All, TextFilter.All, since: null, CancellationToken.None).ToListAsync();

        Assert.Equal(["a Fixed", "a Open", "b Fixed", "b Opened", "c Opened"], history.Select(trial => $"{trial.NativeId} {trial.Event}").Order());
        Assert.Equal(since, history.Single(trial => trial.Event == "Open").Time);
        Assert.Equal(["c Open"], now.Select(trial => $"{trial.NativeId} {trial.Event}"));
        Assert.Empty(await _fixture.GetIssuesAsync());
    }

    [Fact]
    public async Task Backtest_looks_up_what_there_was_at_the_time()
    {
        _fixture.WriteRule("T-001", "score: 7\nlookups: [fake.service.other]\nwhen: \"length(lookup('fake.service.other')) == `0`\"\nmessage: No other");
        Things.Add("a", "{}");
        var since = _fixture.Time.GetUtcNow();
        await _fixture.WatchAsync(request => request with { ItemType = TextFilter.Of([FakeCloud.ItemTypeId]) });
        _fixture.Time.Advance(TimeSpan.FromDays(1));
        await _fixture.WatchAsync();
        _fixture.Time.Advance(TimeSpan.FromDays(1));
        _others.Add("o", "{}");
        await _fixture.WatchAsync();
        _fixture.Time.Advance(TimeSpan.FromDays(1));
        _others.Items.Clear();
        _others.Failed.Add(("", new InvalidOperationException("refused")));
        await _fixture.WatchAsync();
        _others.Failed.Clear();
        _fixture.Time.Advance(TimeSpan.FromDays(1));
        await _fixture.WatchAsync();

        var trials = await (await _fixture.GetEngineAsync()).TryRulesAsync(TextFilter.All, TextFilter.All, since, CancellationToken.None)
            .Where(trial => trial.NativeId == "a").ToListAsync();

        Assert.Equal(["Unknown", "Opened", "Fixed", "Unknown", "Opened"], trials.Select(trial => trial.Event));
        Assert.Equal([0, 1, 2, 3, 4], trials.Select(trial => (trial.Time - since).Days));
        Assert.Contains("never collected", trials[0].Message, StringComparison.Ordinal);
        Assert.Contains("refused", trials[3].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backtest_tells_when_an_age_was_reached_between_two_collections()
    {
        _fixture.WriteRule("T-001", "score: 7\nwhen: \"age_days(created) > `4`\"\nmessage: Old");
        Things.Add("a", """{"created":"2026-11-20T12:00:00Z"}""");
        var since = _fixture.Time.GetUtcNow();
        await _fixture.WatchAsync();
        _fixture.Time.Advance(TimeSpan.FromDays(5));

        var trial = Assert.Single(await (await _fixture.GetEngineAsync()).TryRulesAsync(TextFilter.All, TextFilter.All, since, CancellationToken.None).ToListAsync());

        Assert.Equal(("Opened", new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero)), (trial.Event, trial.Time));
    }

    [Fact]
    public async Task Backtest_says_where_history_is_not_in_the_store_any_more()
    {
        _fixture.WriteRule("T-001", "score: 7\nwhen: open\nmessage: Open");
        var since = _fixture.Time.GetUtcNow();
        foreach (var value in new[] { "true", "false", "true" })
        {
            Things.Add("a", $$"""{"open":{{value}}}""");
            await _fixture.WatchAsync();
        }

        await _fixture.ExecuteSqlAsync("DELETE FROM revision WHERE number < 3");

        var trials = await (await _fixture.GetEngineAsync()).TryRulesAsync(TextFilter.All, TextFilter.All, since, CancellationToken.None).ToListAsync();

        Assert.Equal(["Unknown", "Opened"], trials.Select(trial => trial.Event));
        Assert.Contains("not in the store any more", trials[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tags_tune_all_rules_that_have_them_and_a_rule_of_its_own_wins()
    {
        _fixture.WriteRule("T-001", "score: 7\nwhen: open", tags: "network");
        _fixture.WriteRule("T-002", "score: 5\nwhen: open", tags: "network");
        _fixture.WriteRule("T-003", "score: 5\nwhen: open");
        Things.Add("a", """{"open":true}""");
        await _fixture.WatchAsync();
        var engine = await _fixture.GetEngineAsync();
        await engine.SetRuleAsync(new RuleSetting { RuleId = "*", Tag = "Network", Account = "ac*", Score = 1 }, CancellationToken.None);
        await engine.SetRuleAsync(new RuleSetting { RuleId = "T-002", Score = 9 }, CancellationToken.None);

        var report = Report(await _fixture.AuditAsync());

        Assert.Equal([("T-001", 1), ("T-002", 9), ("T-003", 5)], report.New.OrderBy(issue => issue.RuleId).Select(issue => (issue.RuleId, issue.Score)));
    }

    private static AuditReport Report(IReadOnlyList<AuditReport> reports) => reports.Single(report => report.ItemType == FakeCloud.ItemTypeId);
}

/// <summary>Codes of the steps of a history.</summary>
public sealed record HistoryCodes(int[] Codes)
{
    public override string ToString() => string.Join(", ", Codes);
}

/// <summary>Random histories.</summary>
public static class Histories
{
    public static Arbitrary<HistoryCodes> Codes()
        => Arb.From(Gen.Choose(0, History.Codes - 1).ArrayOf(12).Select(codes => new HistoryCodes(codes)), Shrink);

    private static IEnumerable<HistoryCodes> Shrink(HistoryCodes codes)
        => Enumerable.Range(0, codes.Codes.Length).Select(index => new HistoryCodes([.. codes.Codes.Where((_, other) => other != index)]));
}
