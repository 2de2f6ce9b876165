using SecurityMonkey.ModuleTests.Support;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.ModuleTests;

/// <summary>A GitHub organisation as a user meets it: added, collected, changed, audited, each time in a process of its own.</summary>
public sealed class GitHubTests : IAsyncLifetime
{
    private const string Token = "token-of-the-test";

    private readonly FakeGitHub _github = new() { Token = Token };
    private readonly ChildShell _child = new();
    private readonly TemporaryFolder _rules = new();

    public GitHubTests()
        => File.WriteAllText(
            _rules.Combine("rule.yaml"),
            """
            apiVersion: securitymonkey/v1
            kind: Rule
            metadata: { id: ACME-GITHUB-001, title: The default branch is not protected }
            spec:
              itemTypes: [github.repository]
              score: 7
              when: "default_branch_protection == `null`"
              message: "The branch {default_branch} of {full_name} is not protected."
              why: Whoever may push can rewrite what is released.
              fix: { text: Protect the branch. }
              examples:
                - { name: protected, config: { default_branch_protection: { enforce_admins: { enabled: true } } }, expect: pass }
                - { name: not protected, config: { full_name: acme/web, default_branch: main, default_branch_protection: null }, expect: fail }
            """);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _rules.Dispose();
        _child.Dispose();
        await _github.DisposeAsync();
    }

    [Fact]
    public async Task Organisation_is_added_collected_changed_and_audited()
    {
        var first = await RunAsync(
            $$"""
            $null = Add-SMAccount -Type GitHub -Name acme -Identifier acme -TokenRef env:ACME_TOKEN -BaseUrl '{{_github.Url}}'
            $reports = Invoke-SMWatcher -ItemType github.repository | Invoke-SMAudit -Rule ACME-GITHUB-001
            $reports | ForEach-Object { "$($_.ItemType) $($_.Items) $($_.Open) $($_.Errors.Count)" }
            """);
        Assert.Equal(["github.repository 2 0 0"], first);

        _github.Fail("/repos/acme/web/branches/main/protection", 404, "Branch not protected");
        var second = await RunAsync(
            """
            $null = Invoke-SMWatcher -ItemType github.repository | Invoke-SMAudit -Rule ACME-GITHUB-001
            Get-SMChange | Where-Object { $_.Kind -eq 'Changed' } | ForEach-Object { "$($_.Name): $($_.Differences)" }
            Get-SMIssue -Rule ACME-GITHUB-001 | ForEach-Object { "$($_.Score) $($_.Message)" }
            """);
        Assert.StartsWith("acme/web: ", second[0], StringComparison.Ordinal);
        Assert.Contains("default_branch_protection", second[0], StringComparison.Ordinal);
        Assert.Equal("7 The branch main of acme/web is not protected.", second[^1]);
    }

    [Fact]
    public async Task Account_is_tried_its_permissions_are_named_and_its_neighbours_are_imported()
    {
        _github.Set("/user/orgs", """[{"login":"acme","id":1},{"login":"initech","id":2}]""");
        _github.Fail("/orgs/acme/repos", 403, "Resource not accessible by personal access token");

        var lines = await RunAsync(
            $$"""
            $null = Add-SMAccount -Type GitHub -Name acme -Identifier acme -TokenRef env:ACME_TOKEN -BaseUrl '{{_github.Url}}'
            Test-SMAccount acme -ItemType github.repository, github.organization | ForEach-Object { "$($_.ItemType) $($_.Status) $($_.Failures.Count)" }
            (New-SMAccessPolicy -AccountType GitHub -ItemType github.repository).Permissions -contains 'administration=read'
            Import-SMAccount -From acme | ForEach-Object { "$($_.Type) $($_.Identifier)" }
            (Get-SMAccount initech).Fields['TokenRef']
            """);

        Assert.Equal(["* Complete 0", "github.organization Complete 0", "github.repository Failed 1"], lines.Where(line => line.Contains("plete", StringComparison.Ordinal) || line.Contains("Failed", StringComparison.Ordinal)).Order());
        Assert.Contains("GitHub initech", lines);
        Assert.Contains("True", lines);
        Assert.Equal("env:ACME_TOKEN", lines[^1]);
    }

    [Fact]
    public async Task Token_that_is_wrong_is_one_error_and_nothing_is_deleted()
    {
        await RunAsync($"$null = Add-SMAccount -Type GitHub -Name acme -Identifier acme -TokenRef env:ACME_TOKEN -BaseUrl '{_github.Url}'; $null = Invoke-SMWatcher");
        _github.Token = "another";

        var lines = await RunAsync(
            """
            $sets = Invoke-SMWatcher -ErrorAction SilentlyContinue -ErrorVariable failures
            $failures | ForEach-Object { "$($_.FullyQualifiedErrorId.Split(',')[0]) $($_.CategoryInfo.Category)" }
            $sets | ForEach-Object { "$($_.ItemType) $($_.Status) $($_.Deleted)" }
            """);

        Assert.Equal(["AuthenticationFailed AuthenticationError", "* Failed 0"], lines);
        Assert.DoesNotContain(Token, string.Join('\n', lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_is_in_no_file_beside_the_store()
    {
        await RunAsync($"$null = Add-SMAccount -Type GitHub -Name acme -Identifier acme -TokenRef env:ACME_TOKEN -BaseUrl '{_github.Url}'; $null = Invoke-SMWatcher");

        var files = Directory.GetFiles(Path.GetDirectoryName(_child.StorePath)!, "store.db*");
        Assert.Contains(files, file => file.EndsWith(".cache", StringComparison.Ordinal));
        Assert.DoesNotContain(files, file => File.ReadAllText(file, System.Text.Encoding.Latin1).Contains(Token, StringComparison.Ordinal));
    }

    private Task<IReadOnlyList<string>> RunAsync(string script)
        => _child.RunLinesAsync(
            $"""
            [System.Environment]::SetEnvironmentVariable('ACME_TOKEN', '{Token}')
            [System.Environment]::SetEnvironmentVariable('SECURITYMONKEY_RULES', '{_rules.Path}')
            {ModuleRunspace.Import}
            {script}
            """);
}
