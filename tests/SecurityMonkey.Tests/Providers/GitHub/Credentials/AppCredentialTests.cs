using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.GitHub.Credentials;

public sealed class AppCredentialTests : IAsyncLifetime
{
    private const string Hooks = "/orgs/acme/hooks";

    private readonly FakeGitHub _github = new();
    private readonly GitHubTestContext _context = new();
    private readonly RSA _key = RSA.Create(2048);
    private readonly (string Name, string Value)[] _fields = [("AppId", "123"), ("PrivateKeyRef", "file:key")];
    private int _tokens;

    public AppCredentialTests()
    {
        _context.Secrets["file:key"] = _key.ExportRSAPrivateKeyPem();
        _github.Set("/app", """{"slug":"security-monkey"}""");
        _github.Set("/orgs/acme/installation", """{"id":77}""");
        _github.On("/app/installations/77/access_tokens", _ => CreateToken());
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _key.Dispose();
        _context.Dispose();
        await _github.DisposeAsync();
    }

    [Fact]
    public async Task App_signs_in_by_its_key_and_reads_by_the_token_of_its_installation()
    {
        await using var session = await _context.OpenAsync(GitHubTestContext.Account(_github, _fields));

        Assert.Single(await GitHubTestContext.CallAsync(session, Hooks));

        Assert.Equal("app security-monkey", session.Identity);
        Assert.Equal(
            ["GET /app", "GET /orgs/acme/installation", "POST /app/installations/77/access_tokens", "GET /orgs/acme/hooks"],
            _github.Requests.Select(request => $"{request.Method} {request.Path}"));
        Assert.Equal("Bearer installation-1", _github.Requests.Last().Header("Authorization"));
        AssertSigned(_github.Requests.First().Header("Authorization"));
    }

    [Fact]
    public async Task Token_is_renewed_before_it_expires()
    {
        await using var session = await _context.OpenAsync(GitHubTestContext.Account(_github, _fields));
        await GitHubTestContext.CallAsync(session, Hooks);
        _context.Clock.Advance(TimeSpan.FromMinutes(54));
        await GitHubTestContext.CallAsync(session, Hooks);
        Assert.Equal(1, _tokens);

        _context.Clock.Advance(TimeSpan.FromMinutes(2));
        await GitHubTestContext.CallAsync(session, Hooks);

        Assert.Equal(2, _tokens);
        Assert.Equal("Bearer installation-2", _github.Requests.Last().Header("Authorization"));
    }

    [Fact]
    public async Task Token_that_was_revoked_is_replaced_once()
    {
        await using var session = await _context.OpenAsync(GitHubTestContext.Account(_github, _fields));
        _github.On(Hooks, request => request.Header("Authorization") == "Bearer installation-2" ? new WireResponse(200, "[1]") : new WireResponse(401, """{"message":"Bad credentials"}"""));

        Assert.Equal(["[1]"], await GitHubTestContext.CallAsync(session, Hooks));
        Assert.Equal(2, _tokens);
    }

    [Fact]
    public async Task Many_calls_at_the_same_time_share_one_token()
    {
        await using var session = await _context.OpenAsync(GitHubTestContext.Account(_github, _fields));

        await Task.WhenAll(new[] { Hooks, "/orgs/acme/teams", "/orgs/acme/rulesets", "/orgs/acme/installations" }.Select(path => GitHubTestContext.CallAsync(session, path)));

        Assert.Equal(1, _tokens);
    }

    [Fact]
    public async Task Installation_that_is_named_is_not_looked_for()
    {
        await _context.CallAsync(_github, Hooks, [.. _fields, ("InstallationId", "77")]);

        Assert.DoesNotContain(_github.Requests, request => request.Path == "/orgs/acme/installation");
    }

    [Fact]
    public async Task App_that_is_not_installed_is_named()
    {
        _github.Remove("/orgs/acme/installation");

        var error = await Assert.ThrowsAsync<SecurityMonkeyException>(() => _context.CallAsync(_github, Hooks, _fields));

        Assert.Equal(("AppNotInstalled", ErrorKind.AuthenticationFailed), (error.ErrorId, error.Kind));
        Assert.Contains("App 123", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not a key")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nbm90IGEga2V5\n-----END RSA PRIVATE KEY-----")]
    public async Task What_is_no_key_is_refused_without_showing_it(string key)
    {
        _context.Secrets["file:key"] = key;

        var error = await Assert.ThrowsAsync<SecurityMonkeyException>(() => _context.CallAsync(_github, Hooks, _fields));

        Assert.Equal(("AccountSecretInvalid", ErrorKind.AuthenticationFailed), (error.ErrorId, error.Kind));
        Assert.DoesNotContain("bm90", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_in_a_variable_may_have_its_lines_escaped()
    {
        _context.Secrets["file:key"] = _key.ExportPkcs8PrivateKeyPem().Replace("\n", "\\n", StringComparison.Ordinal);

        Assert.Single(await _context.CallAsync(_github, Hooks, _fields));
    }

    private WireResponse CreateToken()
    {
        var expiry = (_context.Clock.GetUtcNow() + TimeSpan.FromHours(1)).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        return new WireResponse(201, $$"""{"token":"installation-{{Interlocked.Increment(ref _tokens)}}","expires_at":"{{expiry}}"}""");
    }

    private void AssertSigned(string authorization)
    {
        var parts = authorization["Bearer ".Length..].Split('.');
        Assert.True(_key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Decode(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.Equal("""{"alg":"RS256","typ":"JWT"}""", Encoding.UTF8.GetString(Decode(parts[0])));
        using var claims = JsonDocument.Parse(Decode(parts[1]));
        var now = _context.Clock.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal("123", claims.RootElement.GetProperty("iss").GetString());
        Assert.InRange(claims.RootElement.GetProperty("iat").GetInt64(), now - 120, now);
        Assert.InRange(claims.RootElement.GetProperty("exp").GetInt64(), now + 60, now + 600);
    }

    private static byte[] Decode(string text)
        => Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '='));
}
