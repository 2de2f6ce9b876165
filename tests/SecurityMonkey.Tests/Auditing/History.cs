using System.Globalization;
using SecurityMonkey.Engine;
using SecurityMonkey.Engine.Auditing;
using SecurityMonkey.Engine.Storage;
using SecurityMonkey.Plugins;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Auditing;

/// <summary>A store that goes through a history of changes of things, rules, settings, accounts, networks, permissions and time.</summary>
internal sealed class History : IAsyncDisposable
{
    /// <summary>How many codes of steps there are.</summary>
    public const int Codes = Kinds * Things * Values;

    private const int Kinds = 18;
    private const int Things = 4;
    private const int Values = 5;
    private const string Errors = "H-006";
    private const string EvenHours = "H-007";
    private const string OldAge = "H-008";

    private readonly EngineFixture _fixture = new();
    private readonly FakeWatcher _others;
    private readonly bool _isFull;

    private History(bool isFull)
    {
        _isFull = isFull;
        _others = _fixture.Cloud.AddWatcher(new ItemType("fake.service.other", "Other"));
        _fixture.Cloud.Auditors.Add(new FakeAuditor(
            Errors,
            item => item.ConfigJson.Contains("\"size\":3", StringComparison.Ordinal) ? throw new InvalidOperationException($"{item.Name} has size 3")
                : item.ConfigJson.Contains("\"open\":true", StringComparison.Ordinal) ? [new Finding("Open")] : []));
        _fixture.Cloud.Auditors.Add(new FakeAuditor(EvenHours, (_, context) => context.Time.GetUtcNow().Hour % 2 == 0 ? [new Finding("Now")] : []));
        _fixture.Cloud.Auditors.Add(new FakeAuditor(OldAge, FindOldAge));
    }

    public static async Task<History> StartAsync(bool isFull)
    {
        var history = new History(isFull);
        await history._fixture.AddAccountAsync();
        history._fixture.WriteRule("H-001", "score: 7\nwhen: 'open'\nmessage: 'Size {size}'");
        history._fixture.WriteRule("H-002", "score: 5\nlookups: [fake.service.other]\nwhen: \"length(lookup_by('fake.service.other', 'ref', ref)) > `0`\"");
        history._fixture.WriteRule("H-003", "score: 4\nwhen: \"!contains(known_networks()[].cidr, cidr)\"");
        history._fixture.WriteRule("H-004", "score: 3\nwhen: \"age_days(created) > `10`\"\nmessage: \"{age_days(created)} days\"");
        history._fixture.WriteRule("H-009", "score: 3\nlookups: [fake.service.other]\nwhen: \"open && length(lookup('fake.service.other')[?age_days(created) > `9`]) > `1`\"");
        history._fixture.WriteRule("H-005", "score: 2\nparameters: { size: 1 }\nwhen: \"size == param('size') && !contains(accounts()[].identifier, ref)\"");
        return history;
    }

    /// <summary>Makes a change, collects and audits.</summary>
    /// <returns>What is in the store then, and what the audit said.</returns>
    public async Task<IReadOnlyList<string>> StepAsync(int code)
    {
        var (kind, subject, value) = (code % Kinds, code / Kinds % Things, code / Kinds / Things % Values);
        await ChangeAsync(kind, subject, value);
        await _fixture.WatchAsync();
        if (kind == 14)
        {
            // Some rules only, as "Invoke-SMAudit -Rule" does.
            await _fixture.AuditAsync(new AuditOptions { Rule = TextFilter.Of([$"H-00{1 + value}"]), IsFull = _isFull });
        }

        var reports = await _fixture.AuditAsync(new AuditOptions { IsFull = _isFull });
        return await DescribeAsync(reports);
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    private async Task ChangeAsync(int kind, int subject, int value)
    {
        var engine = await _fixture.GetEngineAsync();
        switch (kind)
        {
            case 0 or 1 or 2:
                var unknown = kind == 2 ? ["size"] : Array.Empty<string>();
                _fixture.Cloud.Things.Add($"t{subject}", Config(subject, value), name: value == 4 ? "renamed" : null, unknown: unknown);
                break;
            case 3:
                _fixture.Cloud.Things.Items.RemoveAll(thing => thing.Id == $"t{subject}");
                break;
            case 4 or 5:
                _others.Add($"o{subject}", Config(subject, value), unknown: value == 1 ? ["ref"] : []);
                break;
            case 6:
                _others.Items.RemoveAll(thing => thing.Id == $"o{subject}");
                break;
            case 7:
                _others.Failed.Clear();
                if (value > 2)
                {
                    _others.Failed.Add(("", new InvalidOperationException("refused")));
                }

                break;
            case 8:
                await engine.SetRuleAsync(
                    new RuleSetting
                    {
                        RuleId = $"H-00{1 + subject}",
                        IsEnabled = value == 0 ? false : value == 1 ? true : null,
                        Score = value > 2 ? value : null,
                        Parameters = new Dictionary<string, string> { ["size"] = value.ToString(CultureInfo.InvariantCulture) },
                    },
                    CancellationToken.None);
                break;
            case 9:
                if (value < 3)
                {
                    await engine.SetNetworksAsync([new KnownNetwork { Cidr = $"10.{value}.0.0/16", Name = "office" }], CancellationToken.None);
                }
                else
                {
                    await engine.RemoveNetworkAsync("10.0.0.0/16", CancellationToken.None);
                }

                break;
            case 10:
                if (value < 2)
                {
                    _fixture.RemoveRule("H-001");
                }
                else
                {
                    _fixture.WriteRule("H-001", value == 3 ? "score: 7\nwhen: 'a b'" : $"score: 7\nwhen: 'size > `{value}`'\nmessage: 'Size {{size}}'");
                }

                break;
            case 11:
                _fixture.Time.Advance(TimeSpan.FromDays(value * 4));
                break;
            case 17:
                _fixture.Time.Advance(TimeSpan.FromHours((value * 6) + subject));
                break;
            case 12:
                var issue = (await _fixture.GetIssuesAsync()).OrderBy(issue => (issue.RuleId, issue.NativeId)).ElementAtOrDefault(subject);
                if (issue is not null)
                {
                    var until = value == 0 ? (DateTimeOffset?)null : _fixture.Time.GetUtcNow().AddDays(value);
                    await engine.JustifyIssueAsync(issue.Id, new Justification("fine", "me", null, until), CancellationToken.None);
                }

                break;
            case 13:
                var accounts = await engine.GetAccountsAsync(CancellationToken.None);
                await engine.UpdateAccountAsync(accounts.Single(account => account.Identifier == "acme") with { ExcludedNames = value < 3 ? [$"t{value}"] : [] }, CancellationToken.None);
                break;
            case 15:
                var friend = (await engine.GetAccountsAsync(CancellationToken.None)).FirstOrDefault(account => account.Identifier == $"r{value}");
                if (friend is null)
                {
                    await _fixture.AddAccountAsync($"r{value}", account => account with { IsThirdParty = true });
                }
                else
                {
                    await engine.RemoveAccountAsync(friend, CancellationToken.None);
                }

                break;
            case 16:
                await engine.SetRuleAsync(new RuleSetting { RuleId = "*", Tag = "none", IsEnabled = false }, CancellationToken.None);
                break;
        }
    }

    private static string Config(int subject, int value)
        => $$"""{"open":{{(value % 2 == 0 ? "true" : "false")}},"size":{{value}},"ref":"r{{value}}","cidr":"10.{{value}}.0.0/16","created":"2026-11-{{10 + subject + value}}T0{{value * 2}}:30:00Z"}""";

    // Flips once, and knows when.
    private static IEnumerable<Finding> FindOldAge(Item item, IAuditContext context)
    {
        var created = item.ConfigJson.IndexOf("2026-", StringComparison.Ordinal);
        var limit = DateTimeOffset.Parse(item.ConfigJson.AsSpan(created, 20), CultureInfo.InvariantCulture).AddDays(11.5);
        if (context.Time.GetUtcNow() >= limit)
        {
            context.HoldUntil(DateTimeOffset.MaxValue);
            return [new Finding("Old")];
        }

        context.HoldUntil(limit);
        return [];
    }

    private async Task<IReadOnlyList<string>> DescribeAsync(IReadOnlyList<AuditReport> reports)
    {
        var issues = (await _fixture.GetIssuesAsync()).Select(issue =>
            $"{issue.RuleId} {issue.ItemType} {issue.NativeId} {issue.Status} {issue.ClosedReason} {issue.Score} {issue.Message} {issue.Title} {issue.IsJustified} {issue.ReopenCount}");
        var coverage = (await (await _fixture.GetEngineAsync()).GetCoverageAsync(byRule: true, CancellationToken.None))
            .Select(row => $"{row.ItemType} {row.Region} {row.RuleId} {row.Items} {row.Unknown} {row.Errors} {string.Join("; ", row.Missing)}");
        var said = reports.Select(report =>
            $"{report.ItemType} {report.Status} items {report.Items} open {report.Open} score {report.Score} unknown {report.Unknown} new {report.New.Count} "
            + $"reopened {report.Reopened.Count} fixed {report.Fixed.Count} expired {report.Expired.Count} {string.Join("; ", report.Errors.Order(Comparer<AuditError>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()))))}");
        return [.. said, .. issues.Order(StringComparer.Ordinal), .. coverage.Order(StringComparer.Ordinal)];
    }
}
