using System.Text.Json.Nodes;
using SecurityMonkey.Providers.GitHub;
using SecurityMonkey.Tests.Providers.Export;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.GitHub;

public sealed class GitHubAccountTypeTests
{
    private readonly GitHubAccountType _type = new();

    [Fact]
    public void Definition_asks_for_the_organisation_and_references_to_secrets()
    {
        var definition = _type.Definition;

        Assert.Equal(("GitHub", "Organisation", true), (definition.Name, definition.IdentifierLabel, definition.IsIdentifierRequired));
        Assert.Equal(["TokenRef", "AppId", "PrivateKeyRef", "InstallationId", "BaseUrl", "Enterprise", "LongestWait"], definition.Fields.Select(field => field.Name));
        Assert.Equal(["TokenRef", "PrivateKeyRef"], definition.Fields.Where(field => field.IsSecret).Select(field => field.Name));
        Assert.All(definition.Fields, field => Assert.False(field.IsRequired || field.IsPath || field.ToolTip.Length == 0));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://github.example.com/api/v3")]
    [InlineData("http://localhost:3000/api/v3")]
    public void Address_of_a_server_is_accepted(string? baseUrl) => _type.Validate(Create(baseUrl));

    [Theory]
    [InlineData("")]
    [InlineData("github.example.com")]
    [InlineData("/api/v3")]
    [InlineData("ftp://github.example.com")]
    [InlineData("file:///etc/passwd")]
    public void Address_of_another_kind_is_refused(string baseUrl)
    {
        var error = Assert.Throws<SecurityMonkeyException>(() => _type.Validate(Create(baseUrl)));

        Assert.Equal(("AccountFieldInvalid", ErrorKind.InvalidArgument, "acme"), (error.ErrorId, error.Kind, error.Target));
        Assert.Contains("https://github.example.com/api/v3", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://github.example.com/api/v3")]
    [InlineData("https://user:word@github.example.com/api/v3")]
    [InlineData("https://github.example.com/api/v3?x=1")]
    public void Address_that_would_show_the_token_is_refused(string baseUrl)
        => Assert.Equal("AccountFieldInvalid", Assert.Throws<SecurityMonkeyException>(() => _type.Validate(Create(baseUrl))).ErrorId);

    [Theory]
    [InlineData("AppId=1")]
    [InlineData("PrivateKeyRef=file:/key")]
    [InlineData("AppId=1,PrivateKeyRef=file:/key,TokenRef=env:TOKEN")]
    [InlineData("AppId=1,PrivateKeyRef=file:/key,InstallationId=acme")]
    [InlineData("LongestWait=soon")]
    [InlineData("LongestWait=9999")]
    public void Fields_that_do_not_go_together_are_refused(string fields)
    {
        var account = Create(null) with { Fields = fields.Split(',').Select(field => field.Split('=')).ToDictionary(field => field[0], field => field[1]) };

        Assert.Equal("AccountFieldInvalid", Assert.Throws<SecurityMonkeyException>(() => _type.Validate(account)).ErrorId);
    }

    [Theory]
    [InlineData("https://github.com/acme")]
    [InlineData("acme/web")]
    [InlineData("../user")]
    public void Identifier_that_is_no_login_is_refused(string identifier)
        => Assert.Equal("AccountFieldInvalid", Assert.Throws<SecurityMonkeyException>(() => _type.Validate(Create(null) with { Identifier = identifier })).ErrorId);

    [Theory]
    [InlineData("/orgs/{org}", "organization_administration=read")]
    [InlineData("/orgs/{org}/hooks", "organization_hooks=read")]
    [InlineData("/orgs/{org}/teams/{item.slug}/members", "members=read")]
    [InlineData("/orgs/{org}/actions/permissions/workflow", "organization_administration=read")]
    [InlineData("/orgs/{org}/actions/runners", "organization_self_hosted_runners=read")]
    [InlineData("/repos/{parent.full_name}", "metadata=read")]
    [InlineData("/repos/{owner}/{repo}", "metadata=read")]
    [InlineData("/repos/{parent.full_name}/branches/{uri(parent.default_branch)}/protection", "administration=read")]
    [InlineData("/repos/{owner}/{repo}/hooks", "repository_hooks=read")]
    [InlineData("/repos/{item.full_name}/actions/secrets", "secrets=read")]
    [InlineData("/repos/{item.full_name}/contents/SECURITY.md", "contents=read")]
    [InlineData("/repos/{item.full_name}/rules/branches/{x}", "metadata=read")]
    public void Call_tells_its_permission(string path, string permission) => Assert.Equal([permission], _type.GetPermissions($$"""{"path":"{{path}}"}"""));

    [Fact]
    public void Access_policy_is_the_manifest_of_an_app_with_the_highest_level_of_each_permission()
    {
        var manifest = JsonNode.Parse(_type.WriteAccessPolicy(["administration=read", "administration=write", "metadata=read"]))!;

        Assert.Equal("""{"administration":"write","metadata":"read"}""", manifest["default_permissions"]!.ToJsonString());
        Assert.False((bool)manifest["public"]!);
    }

    [Fact]
    public async Task Account_without_an_identifier_is_the_only_organisation_the_token_sees()
    {
        await using var github = new FakeGitHub();
        using var context = new GitHubTestContext();
        github.Set("/user/orgs", """[{"login":"Acme"}]""");
        var account = GitHubTestContext.Account(github) with { Identifier = "", Name = "" };

        var found = await _type.IdentifyAsync(account, context, CancellationToken.None);

        Assert.Equal(("Acme", "acme"), (found.Identifier, found.Name));
    }

    [Theory]
    [InlineData("[]", "no organisation")]
    [InlineData("""[{"login":"acme"},{"login":"contoso"}]""", "2 organisations (acme, contoso)")]
    public async Task Account_that_could_be_several_is_asked_for(string organizations, string words)
    {
        await using var github = new FakeGitHub();
        using var context = new GitHubTestContext();
        github.Set("/user/orgs", organizations);

        var error = await Assert.ThrowsAsync<SecurityMonkeyException>(
            async () => await _type.IdentifyAsync(GitHubTestContext.Account(github) with { Identifier = "" }, context, CancellationToken.None));

        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Contains("-Identifier", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Organisations_that_a_token_sees_are_listed_with_its_credentials()
    {
        await using var github = new FakeGitHub { PageSize = 1 };
        using var context = new GitHubTestContext();
        github.Set("/user/orgs", """[{"login":"acme"},{"login":"Contoso"}]""");

        var accounts = await _type.ListAccountsAsync(GitHubTestContext.Account(github), context, CancellationToken.None).ToListAsync();

        Assert.Equal([("acme", "acme"), ("contoso", "Contoso")], accounts.Select(account => (account.Name, account.Identifier)));
        Assert.All(accounts, account => Assert.Equal("env:TOKEN", account.GetField("TokenRef")));
    }

    [Fact]
    public async Task Organisations_that_an_app_is_installed_in_are_listed_with_their_installations()
    {
        await using var github = new FakeGitHub();
        using var context = new GitHubTestContext();
        using var key = System.Security.Cryptography.RSA.Create(2048);
        context.Secrets["file:key"] = key.ExportRSAPrivateKeyPem();
        github.Set("/app/installations?page=1", "[]").Set(
            "/app/installations",
            """[{"id":1,"account":{"login":"acme","type":"Organization"}},{"id":2,"account":{"login":"alice","type":"User"}},{"id":3,"account":{"login":"contoso","type":"Organization"}}]""");

        var accounts = await _type.ListAccountsAsync(
            GitHubTestContext.Account(github, ("AppId", "5"), ("PrivateKeyRef", "file:key")), context, CancellationToken.None).ToListAsync();

        Assert.Equal([("acme", "1"), ("contoso", "3")], accounts.Select(account => (account.Identifier, account.GetField("InstallationId"))));
    }

    [Fact]
    public async Task Secret_that_is_not_there_fails_the_account_at_once()
    {
        await using var github = new FakeGitHub();
        using var context = new GitHubTestContext();
        context.Secrets.Clear();

        var error = await Assert.ThrowsAsync<SecurityMonkeyException>(() => context.OpenAsync(GitHubTestContext.Account(github)));

        Assert.Equal("SecretNotFound", error.ErrorId);
        Assert.Empty(github.Requests);
    }

    [Fact]
    public async Task Server_of_ones_own_is_never_given_the_token_of_the_cloud()
    {
        Assert.Equal(["GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"], GitHubEndpoint.Of(Create("https://github.example.com/api/v3")).TokenVariables);
        Assert.Equal(["GH_TOKEN", "GITHUB_TOKEN"], GitHubEndpoint.Of(Create(null)).TokenVariables);
        Assert.Equal(["GH_TOKEN", "GITHUB_TOKEN"], GitHubEndpoint.Of(Create("https://api.acme.ghe.com")).TokenVariables);
        using var context = new GitHubTestContext();

        // Neither variable is set where tests run.
        var error = await Assert.ThrowsAsync<SecurityMonkeyException>(() => context.OpenAsync(Create("http://127.0.0.1:1/api/v3")));

        Assert.Equal(("AccountCredentialMissing", ErrorKind.AuthenticationFailed), (error.ErrorId, error.Kind));
        Assert.Contains("-TokenRef", error.Message, StringComparison.Ordinal);
        Assert.Contains("GH_ENTERPRISE_TOKEN", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_that_is_nobodys_opens_the_account_all_the_same()
    {
        await using var github = new FakeGitHub();
        using var context = new GitHubTestContext();
        github.Fail("/user", 403, "Resource not accessible by integration");

        await using var session = await context.OpenAsync(GitHubTestContext.Account(github));

        Assert.Equal("", session.Identity);
    }

    [Fact]
    public async Task Organisation_that_is_not_there_is_named()
    {
        await using var github = new FakeGitHub();
        using var context = new GitHubTestContext();
        await using var session = await context.OpenAsync(GitHubTestContext.Account(github) with { Identifier = "acne" });

        var error = await Assert.ThrowsAsync<SecurityMonkeyException>(
            async () => await session.GetScopesAsync("organization", new RecordingWatchContext(Create(null), session), CancellationToken.None));

        Assert.Equal(("OrganizationNotFound", ErrorKind.NotFound), (error.ErrorId, error.Kind));
        Assert.Contains("'acne'", error.Message, StringComparison.Ordinal);
        Assert.Contains("monitor", error.Message, StringComparison.Ordinal);
    }

    private static Account Create(string? baseUrl) => new()
    {
        Name = "acme",
        Type = "GitHub",
        Identifier = "acme-inc",
        Fields = baseUrl is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["BaseUrl"] = baseUrl },
    };
}
