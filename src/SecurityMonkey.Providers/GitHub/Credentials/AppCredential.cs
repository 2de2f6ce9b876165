using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.GitHub.Http;

namespace SecurityMonkey.Providers.GitHub.Credentials;

/// <summary>
/// A GitHub App that is installed in the organisation. The App signs in with its private key and gets a token for the installation,
/// which holds for an hour and is renewed before that.
/// </summary>
/// <remarks>https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app</remarks>
internal sealed class AppCredential(
    Account account, string appId, string keyReference, GitHubEndpoint endpoint, GitHubTransport transport, GitHubErrors errors, ISessionContext context)
    : IGitHubCredential, IDisposable
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private string? _installation = account.GetField(GitHubAccountType.InstallationIdField);
    private string? _token;
    private DateTimeOffset _expiresAt;

    public bool CanRenew => true;

    public async ValueTask<string> GetTokenAsync(string? refused, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_token is null || string.Equals(_token, refused, StringComparison.Ordinal) || _expiresAt - context.Time.GetUtcNow() < RenewBefore)
            {
                (_token, _expiresAt) = await CreateInstallationTokenAsync(cancellationToken).ConfigureAwait(false);
            }

            return _token;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Asks as the App itself, and not as its installation.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path below the root of the API.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<JsonElement> AskAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        var token = await CreateAppTokenAsync(cancellationToken).ConfigureAwait(false);
        var response = await transport.SendAsync(method, endpoint.Resolve(path), token, etag: null, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccess)
        {
            throw errors.Create(path, response);
        }

        using var document = JsonDocument.Parse(response.Body);
        return document.RootElement.Clone();
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private async Task<(string Token, DateTimeOffset ExpiresAt)> CreateInstallationTokenAsync(CancellationToken cancellationToken)
    {
        _installation ??= await FindInstallationAsync(cancellationToken).ConfigureAwait(false);
        var answer = await AskAsync(HttpMethod.Post, $"/app/installations/{Uri.EscapeDataString(_installation)}/access_tokens", cancellationToken).ConfigureAwait(false);
        return answer.TryGetProperty("token", out var token) && token.GetString() is { Length: > 0 } text
            && answer.TryGetProperty("expires_at", out var expiry) && expiry.TryGetDateTimeOffset(out var expiresAt)
            ? (text, expiresAt)
            : throw errors.Error("AuthenticationFailed", ErrorKind.AuthenticationFailed, $"GitHub gave account '{account.Name}' no token for the installation {_installation} of its App.");
    }

    private async Task<string> FindInstallationAsync(CancellationToken cancellationToken)
    {
        try
        {
            var installation = await AskAsync(HttpMethod.Get, $"/orgs/{Uri.EscapeDataString(account.Identifier)}/installation", cancellationToken).ConfigureAwait(false);
            return installation.GetProperty("id").GetInt64().ToString(CultureInfo.InvariantCulture);
        }
        catch (SecurityMonkeyException exception) when (exception.Codes.Contains("404", StringComparer.Ordinal))
        {
            throw errors.Error(
                "AppNotInstalled",
                ErrorKind.AuthenticationFailed,
                $"The GitHub App {appId} of account '{account.Name}' is not installed in the organisation '{account.Identifier}'. Install it there, or check -AppId and -Identifier.",
                exception.Codes,
                exception);
        }
    }

    private async Task<string> CreateAppTokenAsync(CancellationToken cancellationToken)
    {
        var key = await context.GetSecretAsync(keyReference, cancellationToken).ConfigureAwait(false);
        try
        {
            return AppKey.CreateToken(appId, key, context.Time.GetUtcNow());
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            // The text of the exception may hold a part of the key.
            throw errors.Error(
                "AccountSecretInvalid",
                ErrorKind.AuthenticationFailed,
                $"What '{keyReference}' holds for account '{account.Name}' is not an RSA private key in PEM, as GitHub gives it for an App.");
        }
    }
}
