using System.Globalization;
using System.Text.Json.Nodes;
using SecurityMonkey.Engine;
using SecurityMonkey.Engine.Storage;
using SecurityMonkey.Engine.Watching;
using SecurityMonkey.Providers.Export;
using SecurityMonkey.Providers.GitHub;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.GitHub;

/// <summary>The watcher documents of GitHub, collected by the engine over HTTP.</summary>
public sealed class GitHubCollectionTests : IAsyncLifetime
{
    private const string TokenVariable = "SECURITYMONKEY_TEST_GITHUB_TOKEN";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeGitHub _github = new();
    private readonly RecordingListener _listener = new();
    private readonly ImpatientTime _time = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));
    private MonkeyEngine _engine = null!;

    public async Task InitializeAsync()
    {
        Environment.SetEnvironmentVariable(TokenVariable, "token-of-the-test");
        _engine = await MonkeyEngine.OpenAsync(
            new EngineOptions
            {
                StorePath = _folder.PathOf("store.db"),
                Plugins = [new GitHubPlugin(), new ExportPlugin()],
                WatcherPaths = [Repository.Combine("module", "watchers", "github"), Repository.Combine("module", "examples", "watchers", "github-pages.yaml")],
                Time = _time,
            },
            CancellationToken.None);
        await _engine.AddAccountAsync(
            new Account
            {
                Name = "acme",
                Type = "GitHub",
                Identifier = "acme",
                Fields = new Dictionary<string, string> { ["TokenRef"] = "env:" + TokenVariable, ["BaseUrl"] = _github.Url, ["Enterprise"] = "acme-group" },
            },
            CancellationToken.None);
        _github.Set("/enterprises/acme-group/audit-log/streams", """[{"id":71,"stream_type":"Amazon S3","enabled":true,"updated_at":"2026-01-01T00:00:00Z"}]""");
    }

    public async Task DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _github.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public void Documents_have_no_problem() => Assert.Empty(_engine.Plugins.Problems.Select(problem => problem.ToString()));

    [Fact]
    public async Task Whole_organisation_is_collected()
    {
        var changes = await WatchAsync();

        Assert.Empty(changes.SelectMany(set => set.Failures.Select(failure => $"{set.ItemType} {failure}")));
        Assert.All(changes, set => Assert.Equal(RunStatus.Complete, set.Status));
        Assert.Equal(
            [
                "github.appinstallation orgs/acme/installations/11 ci-app",
                "github.auditlogstream enterprises/acme-group/audit-log/streams/71 Amazon S3",
                "github.branchprotection repos/acme/api/branches/main/protection acme/api/branches/main/protection",
                "github.branchprotection repos/acme/web/branches/main/protection acme/web/branches/main/protection",
                "github.codesecurityconfiguration orgs/acme/code-security/configurations/31 baseline",
                "github.deploykey repos/acme/api/keys/8 deploy",
                "github.deploykey repos/acme/web/keys/8 deploy",
                "github.environment repos/acme/api/environments/production acme/api/environments/production",
                "github.environment repos/acme/web/environments/production acme/web/environments/production",
                "github.organization orgs/acme acme",
                "github.organizationruleset orgs/acme/rulesets/21 main",
                "github.organizationwebhook orgs/acme/hooks/6 https://ci.example.com",
                "github.repository repos/acme/api acme/api",
                "github.repository repos/acme/web acme/web",
                "github.runner orgs/acme/actions/runners/41 build-1",
                "github.runnergroup orgs/acme/actions/runner-groups/51 Default",
                "github.team organizations/7/team/3 ops",
                "github.user users/alice alice",
                "github.user users/bob bob",
                "github.user users/carol carol",
                "github.webhook repos/acme/api/hooks/5 acme/api/hooks/5",
                "github.webhook repos/acme/web/hooks/5 acme/web/hooks/5",
            ],
            (await GetItemsAsync("*")).Select(item => $"{item.ItemType} {item.NativeId} {item.Name}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Repository_has_everything_that_rules_ask_for()
    {
        await WatchAsync();

        var config = await GetConfigAsync("repos/acme/web");
        Assert.Equal("true", config["default_branch_protection"]!["enforce_admins"]!["enabled"]!.ToJsonString());
        Assert.Equal("non_fast_forward", (string?)config["default_branch_rules"]![0]!["type"]);
        Assert.Equal("active", (string?)config["rulesets"]![0]!["enforcement"]);
        Assert.Equal("""[{"login":"carol","role_name":"write"}]""", config["outside_collaborators"]!.ToJsonString());
        Assert.Equal("""[{"permission":"admin","slug":"ops"}]""", config["teams"]!.ToJsonString());
        Assert.Equal("write", (string?)config["actions"]!["workflow"]!["default_workflow_permissions"]);
        Assert.Equal("""["NPM_TOKEN"]""", config["actions_secrets"]!.ToJsonString());
        Assert.True((bool)config["vulnerability_alerts"]!);
        Assert.True((bool)config["has_codeowners"]!);
        Assert.True((bool)config["has_security_policy"]!);
        Assert.Equal("""{"enabled":false,"enforced_by_owner":false}""", config["immutable_releases"]!.ToJsonString());
        Assert.Equal("configured", (string?)config["code_scanning_default_setup"]!["state"]);
        Assert.True((bool)config["delete_branch_on_merge"]!);
    }

    [Fact]
    public async Task Member_has_the_role_of_the_list_it_is_in()
    {
        await WatchAsync("github.user");
        Assert.Equal("admin", (string?)(await GetConfigAsync("users/alice"))["role"]);
        Assert.Equal("outside_collaborator", (string?)(await GetConfigAsync("users/carol"))["role"]);

        _github.Change("/orgs/acme/members?role=admin", list => list.AsArray().Add(JsonNode.Parse("""{"login":"bob","id":3,"url":"https://api.github.com/users/bob","type":"User"}""")));
        _github.Set("/orgs/acme/members?role=member", "[]");
        var set = Assert.Single(await WatchAsync("github.user"));

        Assert.Equal((1, 0), (set.Changed, set.Deleted));
        Assert.Equal("admin", (string?)(await GetConfigAsync("users/bob"))["role"]);
    }

    [Fact]
    public async Task Unchanged_organisation_costs_hardly_any_quota()
    {
        await WatchAsync();
        var first = _github.QuotaUsed;
        _github.Clear();

        var changes = await WatchAsync();

        Assert.All(changes, set => Assert.Equal((0, 0, 0), (set.Created, set.Changed, set.Deleted)));

        // What is not there has no validator: that releases are not immutable and that there are no workflows (two repositories), and where the
        // security policy is not.
        // Nor has the answer without a body, that there are alerts.
        var paid = _github.Requests.Count(request => request.Path.EndsWith("/immutable-releases", StringComparison.Ordinal)
            || request.Path.EndsWith("/contents/.github/workflows", StringComparison.Ordinal)
            || request.Path.EndsWith("/contents/SECURITY.md", StringComparison.Ordinal)
            || request.Path.EndsWith("/vulnerability-alerts", StringComparison.Ordinal));
        Assert.Equal(paid, _github.QuotaUsed);
        Assert.Equal(7, paid);
        Assert.True(first > 70, $"The first run used {first}.");
    }

    [Fact]
    public async Task Counters_are_no_change()
    {
        await WatchAsync("github.repository");
        _github.Change("/repos/acme/web", repository =>
        {
            repository["stargazers_count"] = 6;
            repository["pushed_at"] = "2026-11-24T07:00:00Z";
            repository["permissions"] = new JsonObject { ["admin"] = false };
        });

        var set = Assert.Single(await WatchAsync("github.repository"));

        Assert.Equal((0, 1), (set.Changed, set.EphemeralOnly));
    }

    [Fact]
    public async Task Branch_that_is_not_protected_any_more_is_null_and_its_protection_is_deleted()
    {
        await WatchAsync("github.repository", "github.branchprotection");
        _github.Fail("/repos/acme/web/branches/main/protection", 404, "Branch not protected");

        var changes = await WatchAsync("github.repository", "github.branchprotection");

        Assert.Equal("null", TextOf((await GetConfigAsync("repos/acme/web"))["default_branch_protection"]));
        Assert.Equal(["github.branchprotection 1", "github.repository 0"], changes.Select(set => $"{set.ItemType} {set.Deleted}").Order(StringComparer.Ordinal));
        Assert.All(changes, set => Assert.Empty(set.Failures));
    }

    [Fact]
    public async Task What_may_not_be_read_is_unknown_and_names_the_permission_and_nothing_is_deleted()
    {
        await WatchAsync("github.repository", "github.webhook");
        (string, string) needs = ("X-Accepted-GitHub-Permissions", "administration=read");
        _github.Fail("/repos/acme/web/branches/main/protection", 403, "Resource not accessible by personal access token", needs);
        _github.Fail("/repos/acme/web/hooks", 404, "Not Found", ("X-OAuth-Scopes", "repo"), ("X-Accepted-OAuth-Scopes", "admin:repo_hook"));

        var changes = (await WatchAsync("github.repository", "github.webhook")).ToDictionary(set => set.ItemType);

        Assert.All(changes.Values, set => Assert.Equal((RunStatus.Partial, 0, 0), (set.Status, set.Changed, set.Deleted)));
        var failure = Assert.Single(changes["github.repository"].Failures);
        Assert.Equal("AccessDenied", failure.ErrorId);
        Assert.Contains("administration=read", failure.Message, StringComparison.Ordinal);
        Assert.Contains("admin:repo_hook", Assert.Single(changes["github.webhook"].Failures).Message, StringComparison.Ordinal);
        var repository = (await GetItemsAsync("github.repository")).Single(item => item.NativeId == "repos/acme/web");
        Assert.Equal("default_branch_protection", Assert.Single(repository.UnknownParts).Path);
    }

    [Fact]
    public async Task Feature_that_the_plan_does_not_have_is_no_failure()
    {
        foreach (var path in new[] { "/branches/main/protection", "/rules/branches/main", "/rulesets", "/rulesets?includes_parents=false", "/environments" })
        {
            _github.Fail("/repos/acme/api" + path, 403, "Upgrade to GitHub Pro or make this repository public to enable this feature.");
        }

        _github.Fail("/repos/acme/api/code-scanning/default-setup", 403, "Code Security must be enabled for this repository to use code scanning.");

        Assert.All(await WatchAsync(), set => Assert.Empty(set.Failures));
        Assert.Equal("null", TextOf((await GetConfigAsync("repos/acme/api"))["code_scanning_default_setup"]));
    }

    [Fact]
    public async Task List_that_breaks_off_deletes_nothing()
    {
        await WatchAsync("github.repository");
        _github.PageSize = 1;
        _github.On("/orgs/acme/repos", request => request.Target.Contains("page=2", StringComparison.Ordinal)
            ? new WireResponse(200, "[{}]") { BreaksAfter = 1 }
            : new WireResponse(200, """[{"full_name":"acme/api","default_branch":"main"},{"full_name":"acme/web","default_branch":"main"}]"""));

        var set = Assert.Single(await WatchAsync("github.repository"));

        Assert.Equal((RunStatus.Partial, 0), (set.Status, set.Deleted));
        Assert.Equal("ConnectionBroken", Assert.Single(set.Failures).ErrorId);
    }

    [Fact]
    public async Task Repository_that_is_gone_is_deleted_with_what_it_had()
    {
        await WatchAsync();
        _github.Change("/orgs/acme/repos", list => list.AsArray().RemoveAt(0));

        var changes = await WatchAsync();

        Assert.Equal(
            ["github.branchprotection", "github.deploykey", "github.environment", "github.repository", "github.webhook"],
            changes.Where(set => set.Deleted == 1).Select(set => set.ItemType).Order(StringComparer.Ordinal));
        Assert.All(changes, set => Assert.Empty(set.Failures));
    }

    [Fact]
    public async Task Run_that_used_up_the_limit_goes_on_from_there_the_next_time()
    {
        var resetsAt = (_time.GetUtcNow() + TimeSpan.FromMinutes(50)).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        foreach (var path in new[] { "/repos/acme/web/teams", "/repos/acme/api/teams" })
        {
            _github.Fail(path, 403, "API rate limit exceeded", ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", resetsAt));
        }

        var limited = Assert.Single(await WatchAsync("github.repository"));
        Assert.Equal(RunStatus.Partial, limited.Status);
        Assert.Contains(limited.Failures, failure => failure.ErrorId == "RateLimited");
        _github.Set("/repos/acme/web/teams", "[]").Set("/repos/acme/api/teams", "[]");
        _time.Advance(TimeSpan.FromHours(1));
        _github.Clear();

        var whole = Assert.Single(await WatchAsync("github.repository"));

        Assert.Equal((RunStatus.Complete, 2L), (whole.Status, whole.Seen));
        Assert.True(_github.QuotaUsed < _github.Requests.Count, "What was read before the limit is not paid for again.");
    }

    [Fact]
    public async Task Example_of_a_watcher_of_ones_own_is_the_one_in_the_help_and_works()
    {
        static string[] Lines(string text) => [.. text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0 && line[0] != '#')];
        var example = Lines(await File.ReadAllTextAsync(Repository.Combine("module", "examples", "watchers", "github-pages.yaml")));
        var help = await File.ReadAllTextAsync(Repository.Combine("module", "help", "en-US", "about_SecurityMonkey_GitHub.md"));
        Assert.Equal(example, Lines(help.Split("```yaml\n")[1].Split("```")[0]));
        Assert.True(example.Length < 30);
        _github.Change("/orgs/acme/repos", list => list[0]!["has_pages"] = true);
        _github.Set("/repos/acme/web/pages", """{"url":"https://api.github.com/repos/acme/web/pages","status":"built","public":true,"https_enforced":false}""");

        var set = Assert.Single(await WatchAsync("github.pages"));

        Assert.Equal((RunStatus.Complete, 1), (set.Status, set.Created));
        Assert.Equal("repos/acme/web/pages", Assert.Single(await GetItemsAsync("github.pages")).NativeId);
    }

    [Fact]
    public async Task Export_of_the_same_answers_has_the_same_items()
    {
        await WatchAsync();
        var export = Directory.CreateDirectory(_folder.PathOf("export")).FullName;
        string[] documents =
        [
            "/orgs/acme", "/orgs/acme/teams", "/orgs/acme/hooks", "/orgs/acme/members?role=admin", "/orgs/acme/code-security/configurations",
            "/repos/acme/web", "/repos/acme/web/hooks", "/repos/acme/web/keys", "/repos/acme/web/branches/main/protection",
        ];
        using var http = new HttpClient();
        for (var index = 0; index < documents.Length; index++)
        {
            await File.WriteAllTextAsync(Path.Combine(export, $"{index}.json"), await http.GetStringAsync(new Uri(_github.Url + documents[index])));
        }

        await _engine.AddAccountAsync(
            new Account { Name = "files", Type = "Export", Identifier = "files", Fields = new Dictionary<string, string> { ["Path"] = export } }, CancellationToken.None);
        await WatchAsync("Export", []);

        var live = (await GetItemsAsync("*")).Where(item => item.Account == "acme").ToDictionary(item => (item.ItemType, item.NativeId));
        var files = (await GetItemsAsync("*")).Where(item => item.Account == "files").ToArray();
        Assert.Equal(documents.Length, files.Length);
        Assert.All(files, file =>
        {
            var same = live[(file.ItemType, file.NativeId)];

            // Live, more calls add more members; what is in the document is the same.
            var (expected, actual) = (JsonNode.Parse(file.ConfigJson!)!.AsObject(), JsonNode.Parse(same.ConfigJson!)!.AsObject());
            Assert.All(expected, member => Assert.Equal(member.Value?.ToJsonString(), actual[member.Key]?.ToJsonString()));
            Assert.Equal((file.Region, file.ItemType is "github.organizationwebhook" or "github.codesecurityconfiguration" ? same.Name : file.Name), (same.Region, same.Name));
        });
    }

    private static string TextOf(JsonNode? node) => node?.ToJsonString() ?? "null";

    private Task<IReadOnlyList<ChangeSet>> WatchAsync(params string[] itemTypes) => WatchAsync("GitHub", itemTypes);

    private async Task<IReadOnlyList<ChangeSet>> WatchAsync(string accountType, string[] itemTypes)
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        var accounts = await _engine.GetAccountsAsync(CancellationToken.None);
        var request = new WatchRequest
        {
            Accounts = [.. accounts.Where(account => account.Type == accountType)],
            ItemType = TextFilter.Of(itemTypes.Length > 0 ? itemTypes : null),
        };
        return await _engine.WatchAsync(request, _listener, CancellationToken.None).ToListAsync();
    }

    private async Task<IReadOnlyList<Item>> GetItemsAsync(string itemType)
        => await _engine.GetItemsAsync(new ItemQuery { ItemType = TextFilter.Of([itemType]) }, CancellationToken.None).ToListAsync();

    private async Task<JsonObject> GetConfigAsync(string nativeId)
        => JsonNode.Parse((await GetItemsAsync("*")).Single(item => item.NativeId == nativeId).ConfigJson!)!.AsObject();
}
