using System.Text;
using System.Text.Json.Nodes;
using SecurityMonkey.Engine;
using SecurityMonkey.Engine.Auditing;
using SecurityMonkey.Engine.Storage;
using SecurityMonkey.Engine.Watching;
using SecurityMonkey.Providers.GitHub;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.GitHub;

/// <summary>Workflow files, from the API to the issue; and organisations of more repositories than fit on a page.</summary>
public sealed class GitHubWorkflowTests : IAsyncLifetime
{
    private const string Workflows = "/repos/acme/web/contents/.github/workflows";
    private const string TokenVariable = "SECURITYMONKEY_TEST_GITHUB_WORKFLOW_TOKEN";

    private const string Dangerous = """
        on: pull_request_target
        jobs:
          test:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v4
                with:
                  ref: ${{ github.event.pull_request.head.sha }}
              - name: greet
                run: |
                  echo hello
                  echo "${{ github.event.pull_request.title }}"
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly FakeGitHub _github = new();
    private readonly ImpatientTime _time = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));
    private MonkeyEngine _engine = null!;

    public async Task InitializeAsync()
    {
        Environment.SetEnvironmentVariable(TokenVariable, "token-of-the-test");
        _engine = await MonkeyEngine.OpenAsync(
            new EngineOptions
            {
                StorePath = _folder.PathOf("store.db"),
                Plugins = [new GitHubPlugin()],
                WatcherPaths = [Repository.Combine("module", "watchers", "github")],
                RulePaths = [Repository.Combine("module", "rules", "github")],
                Time = _time,
            },
            CancellationToken.None);
        await _engine.AddAccountAsync(
            new Account
            {
                Name = "acme",
                Type = "GitHub",
                Identifier = "acme",
                Fields = new Dictionary<string, string> { ["TokenRef"] = "env:" + TokenVariable, ["BaseUrl"] = _github.Url },
            },
            CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _github.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Workflow_files_are_items_with_their_text()
    {
        Serve(("ci.yml", "on: push\n"), ("release.YAML", "on: release\n"), ("README.md", "# Words\n"));

        var set = await WatchAsync("github.workflow");

        Assert.Equal((RunStatus.Complete, 2), (set.Status, set.Created));
        Assert.Equal(["acme/web/.github/workflows/ci.yml", "acme/web/.github/workflows/release.YAML"], (await ItemsAsync()).Select(item => item.Name));
        var config = JsonNode.Parse((await ItemsAsync())[0].ConfigJson!)!;
        Assert.Equal(("""["on: push",""]""", "acme/web", "public"), (config["content"]!.ToJsonString(), (string?)config["repository"]!["full_name"], (string?)config["repository"]!["visibility"]));
        Assert.DoesNotContain(_github.Requests, request => request.Path.EndsWith("/git/blobs/2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Unchanged_workflows_cost_no_quota()
    {
        Serve(("ci.yml", "on: push\n"));
        _github.Set("/repos/acme/api/contents/.github/workflows", "[]");
        await WatchAsync("github.workflow");
        _github.Clear();

        var set = await WatchAsync("github.workflow");

        Assert.Equal((RunStatus.Complete, 0, 0), (set.Status, set.Changed, set.Deleted));
        Assert.Equal(0, _github.QuotaUsed);
    }

    [Fact]
    public async Task Archived_repository_runs_none_and_is_not_asked()
    {
        Serve(("ci.yml", "on: push\n"));
        _github.Change("/orgs/acme/repos", list => list[0]!["archived"] = true);

        var set = await WatchAsync("github.workflow");

        Assert.Equal((RunStatus.Complete, 0), (set.Status, set.Created));
        Assert.DoesNotContain(_github.Requests, request => request.Path.Contains("/acme/web/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Folder_that_may_not_be_read_is_unknown_and_nothing_is_deleted()
    {
        Serve(("ci.yml", "on: push\n"));
        await WatchAsync("github.workflow");
        _github.Fail(Workflows, 403, "Resource not accessible by personal access token", ("X-Accepted-GitHub-Permissions", "contents=read"));

        var set = await WatchAsync("github.workflow");

        Assert.Equal((RunStatus.Partial, 0), (set.Status, set.Deleted));
        Assert.Contains("contents=read", Assert.Single(set.Failures).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repository_that_has_no_workflows_any_more_has_none()
    {
        Serve(("ci.yml", "on: push\n"));
        await WatchAsync("github.workflow");
        _github.Remove(Workflows);

        Assert.Equal(1, (await WatchAsync("github.workflow")).Deleted);
    }

    [Fact]
    public async Task Issues_name_job_step_and_line()
    {
        Serve(("ci.yml", Dangerous));
        await WatchAsync("github.workflow");

        var issues = await AuditAsync("SM-GITHUB-ACTIONS-016", "SM-GITHUB-ACTIONS-017");

        Assert.Equal(
            [
                "SM-GITHUB-ACTIONS-016 acme/web/.github/workflows/ci.yml Job 'test', step 'actions/checkout' (line 8): code of a pull request is checked out in a run that has the secrets of the repository (pull_request_target)",
                "SM-GITHUB-ACTIONS-017 acme/web/.github/workflows/ci.yml Job 'test', step 'greet' (line 12): a stranger's text becomes part of the script: ${{ github.event.pull_request.title }}",
            ],
            issues);
    }

    [Fact]
    public async Task Line_that_holds_a_secret_is_masked_and_the_rest_is_looked_at()
    {
        const string Careless = "      - run: login --user=ci --password=hunter2hunter2\n";
        Serve(("ci.yml", Dangerous + "\n" + Careless), ("safe.yml", "on: push\njobs:\n  one:\n    steps:\n" + Careless));
        await WatchAsync("github.workflow");

        Assert.All(await ItemsAsync(), item => Assert.DoesNotContain("hunter2", item.ConfigJson!, StringComparison.Ordinal));
        Assert.Contains("line 12", Assert.Single(await AuditAsync("SM-GITHUB-ACTIONS-017")), StringComparison.Ordinal);
        var coverage = await _engine.GetCoverageAsync(byRule: true, CancellationToken.None);
        Assert.Contains(coverage.Single(row => row.RuleId == "SM-GITHUB-ACTIONS-017").Missing, text => text.Contains("Line 5 of the workflow", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Key_of_several_lines_is_masked_as_a_whole_and_moves_no_line()
    {
        var key = string.Join('\n', "      - run: |", "          -----BEGIN PRIVATE" + " KEY-----", "          body in the clear", "          more in the clear", "          -----END PRIVATE" + " KEY-----", "");
        Serve(("ci.yml", Dangerous.Replace("      - name: greet", key + "      - name: greet", StringComparison.Ordinal)));
        await WatchAsync("github.workflow");

        var config = (await ItemsAsync())[0].ConfigJson!;
        Assert.DoesNotContain("in the clear", config, StringComparison.Ordinal);
        Assert.Equal(17, JsonNode.Parse(config)!["content"]!.AsArray().Count);
        Assert.Contains("line 17", Assert.Single(await AuditAsync("SM-GITHUB-ACTIONS-017")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workflow_that_cannot_be_read_keeps_its_issues()
    {
        Serve(("ci.yml", Dangerous));
        await WatchAsync("github.workflow");
        await AuditAsync("SM-GITHUB-ACTIONS-016");
        Serve(("ci.yml", Dangerous + "\n"));
        _github.Fail("/repos/acme/web/git/blobs/0", 403, "Resource not accessible by personal access token");
        await WatchAsync("github.workflow");

        Assert.Single(await AuditAsync("SM-GITHUB-ACTIONS-016"));
        Assert.Equal("content", Assert.Single((await ItemsAsync())[0].UnknownParts).Path);
    }

    /// <summary>Behaviour 23 of the research on checks: another tool takes the first hundred repositories of an organisation and says nothing of the rest.</summary>
    [Theory]
    [InlineData(100, 250)]
    [InlineData(30, 101)]
    public async Task Behaviour_23_every_page_of_repositories_is_read_and_their_number_is_told(int pageSize, int count)
    {
        _github.PageSize = pageSize;
        for (var number = 3; number <= count; number++)
        {
            _github.AddRepository($"r{number}", isPublic: false);
        }

        var set = await WatchAsync("github.webhook");

        Assert.Equal((RunStatus.Complete, (long)count, count), (set.Status, set.Seen, set.Created));
        Assert.Equal(
            Enumerable.Range(3, count - 2).Select(number => $"acme/r{number}").Concat(["acme/web", "acme/api"]).Order(StringComparer.Ordinal),
            (await ItemsAsync("github.webhook")).Select(item => item.Name[..item.Name.IndexOf("/hooks/", StringComparison.Ordinal)]).Order(StringComparer.Ordinal));
    }

    private void Serve(params (string Name, string Text)[] files)
    {
        var list = new JsonArray();
        for (var index = 0; index < files.Length; index++)
        {
            list.Add(new JsonObject { ["type"] = "file", ["name"] = files[index].Name, ["path"] = ".github/workflows/" + files[index].Name, ["sha"] = $"{index}" });

            // GitHub breaks the lines of its base64.
            var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(files[index].Text), Base64FormattingOptions.InsertLineBreaks);
            _github.Set($"/repos/acme/web/git/blobs/{index}", new JsonObject { ["content"] = base64, ["encoding"] = "base64" }.ToJsonString());
        }

        _github.Set(Workflows, list.ToJsonString());
    }

    private async Task<ChangeSet> WatchAsync(string itemType)
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        var request = new WatchRequest { Accounts = await _engine.GetAccountsAsync(CancellationToken.None), ItemType = TextFilter.Of([itemType]) };
        return Assert.Single(await _engine.WatchAsync(request, new RecordingListener(), CancellationToken.None).ToListAsync());
    }

    private async Task<IReadOnlyList<string>> AuditAsync(params string[] rules)
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        await using (var run = await _engine.PrepareAuditAsync(new AuditOptions(), CancellationToken.None))
        {
            await run.AuditAsync(await _engine.GetUnitsAsync(CancellationToken.None), new RecordingListener(), CancellationToken.None).ToListAsync();
            await run.EndAsync(CancellationToken.None);
        }

        var issues = await _engine.GetIssuesAsync(new IssueQuery { Rule = TextFilter.Of(rules) }, CancellationToken.None).ToListAsync();
        return [.. issues.Where(issue => issue.Status == IssueStatus.Open).Select(issue => $"{issue.RuleId} {issue.Name} {issue.Message}").Order(StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyList<Item>> ItemsAsync(string itemType = "github.workflow")
        => [.. (await _engine.GetItemsAsync(new ItemQuery { ItemType = TextFilter.Of([itemType]) }, CancellationToken.None).ToListAsync()).OrderBy(item => item.NativeId, StringComparer.Ordinal)];
}
