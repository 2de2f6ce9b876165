using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.GitHub.Http;

public sealed class GitHubErrorsTests : IAsyncLifetime
{
    private const string Hooks = "/orgs/acme/hooks";

    private readonly FakeGitHub _github = new();
    private readonly GitHubTestContext _context = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _context.Dispose();
        await _github.DisposeAsync();
    }

    [Fact]
    public async Task Missing_permission_is_named()
    {
        var error = await FailAsync(403, "Resource not accessible by integration", ("X-Accepted-GitHub-Permissions", "organization_hooks=read"));

        Assert.Equal(("AccessDenied", ErrorKind.PermissionDenied, "acme"), (error.ErrorId, error.Kind, error.Target));
        Assert.Equal(["403", "ResourceNotAccessibleByIntegration"], error.Codes);
        Assert.Contains("It needs the permission organization_hooks=read.", error.Message, StringComparison.Ordinal);
        Assert.StartsWith("/orgs/acme/hooks: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_scope_of_a_classic_token_is_named_and_is_no_404()
    {
        var error = await FailAsync(404, "Not Found", ("X-OAuth-Scopes", "repo, read:org"), ("X-Accepted-OAuth-Scopes", "admin:org_hook"));

        Assert.Equal(("AccessDenied", ErrorKind.PermissionDenied), (error.ErrorId, error.Kind));
        Assert.Equal(["MissingScope"], error.Codes);
        Assert.Contains("admin:org_hook", error.Message, StringComparison.Ordinal);
        Assert.Contains("repo, read:org", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_that_has_one_of_the_scopes_is_believed_that_there_is_nothing()
        => Assert.Equal(["404", "NotFound"], (await FailAsync(404, "Not Found", ("X-OAuth-Scopes", "admin:org"), ("X-Accepted-OAuth-Scopes", "admin:org, read:org"))).Codes);

    [Fact]
    public async Task Token_that_is_not_authorized_for_single_sign_on_says_what_to_do()
    {
        var error = await FailAsync(403, "Resource protected by organization SAML enforcement.", ("X-GitHub-SSO", "required; url=https://github.com/orgs/acme/sso?authorization_request=A1"));

        Assert.Equal("SsoRequired", error.ErrorId);
        Assert.Contains("Configure SSO", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("A1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_from_which_single_sign_on_left_something_out_is_not_whole()
    {
        _github.On(Hooks, _ => new WireResponse(200, "[]") { Headers = { ["X-GitHub-SSO"] = "partial-results; organizations=21955855" } });

        Assert.Equal("SsoRequired", (await Assert.ThrowsAsync<SecurityMonkeyException>(() => _context.CallAsync(_github, Hooks))).ErrorId);
    }

    [Theory]
    [InlineData(404, "Branch not protected", "BranchNotProtected")]
    [InlineData(404, "Vulnerability alerts are disabled.", "VulnerabilityAlertsAreDisabled")]
    [InlineData(409, "Git Repository is empty.", "GitRepositoryIsEmpty")]
    [InlineData(403, "Upgrade to GitHub Pro or make this repository public to enable this feature.", "FeatureNotAvailable")]
    [InlineData(403, "Advanced Security must be enabled for this repository to use code scanning.", "FeatureNotAvailable")]
    [InlineData(403, "Code Security must be enabled for this repository to use code scanning.", "FeatureNotAvailable")]
    public async Task Words_of_a_refusal_are_a_code(int status, string message, string code) => Assert.Contains(code, (await FailAsync(status, message)).Codes);

    [Fact]
    public async Task Control_characters_and_endless_texts_are_not_shown()
    {
        var error = await FailAsync(422, "bad\u001b[31m\nthing " + new string('x', 5000));

        Assert.DoesNotContain(error.Message, char.IsControl);
        Assert.True(error.Message.Length < 600);
    }

    [Fact]
    public async Task Token_that_was_replaced_is_read_again()
    {
        _github.Token = "second-token";
        _context.Secrets["env:TOKEN"] = "second-token";
        await using var session = await _context.OpenAsync(GitHubTestContext.Account(_github));
        _github.Token = "third-token";
        _context.Secrets["env:TOKEN"] = "third-token";

        Assert.Single(await GitHubTestContext.CallAsync(session, Hooks));
    }

    [Fact]
    public async Task Token_that_is_expired_is_an_error_without_the_token()
    {
        _github.Token = "another-token";

        var error = await Assert.ThrowsAsync<SecurityMonkeyException>(() => _context.CallAsync(_github, Hooks));

        Assert.Equal(("AuthenticationFailed", ErrorKind.AuthenticationFailed), (error.ErrorId, error.Kind));
        Assert.Contains("expired", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("first-token", error.ToString(), StringComparison.Ordinal);
    }

    private async Task<SecurityMonkeyException> FailAsync(int status, string message, params (string Name, string Value)[] headers)
    {
        _github.Fail(Hooks, status, message, headers);
        return await Assert.ThrowsAsync<SecurityMonkeyException>(() => _context.CallAsync(_github, Hooks));
    }
}
