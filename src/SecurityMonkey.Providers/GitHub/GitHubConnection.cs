using System.Text.Json;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.GitHub.Credentials;
using SecurityMonkey.Providers.GitHub.Http;

namespace SecurityMonkey.Providers.GitHub;

/// <summary>What is needed to talk to GitHub as an account: credentials, limits and words for what fails, put together.</summary>
internal sealed class GitHubConnection : IDisposable
{
    private static readonly TimeSpan DefaultLongestWait = TimeSpan.FromMinutes(15);

    private readonly GitHubTransport _transport;

    private GitHubConnection(Account account, ISessionContext context)
    {
        var endpoint = GitHubEndpoint.Of(account);
        Errors = new GitHubErrors(account);
        _transport = new GitHubTransport(context, Errors);
        App = CreateApp(account, endpoint, context);
        var credential = App ?? (IGitHubCredential)new TokenCredential(ReferenceOf(account, endpoint), account, context);
        Client = new GitHubClient(endpoint, credential, _transport, new RateLimitGate(account, context, LongestWaitOf(account)), Errors, context);
    }

    /// <summary>Reads from the API.</summary>
    public GitHubClient Client { get; }

    /// <summary>Words for what fails.</summary>
    public GitHubErrors Errors { get; }

    /// <summary>The App, where the account is one's installation; null where it has a token.</summary>
    public AppCredential? App { get; }

    /// <summary>Puts the parts together; nothing is sent yet.</summary>
    /// <exception cref="SecurityMonkeyException">The account names no credentials, and there are none in the environment.</exception>
    public static GitHubConnection Create(Account account, ISessionContext context) => new(account, context);

    /// <summary>Who the account is at GitHub: a login, or an App; empty where GitHub does not say it to such a token.</summary>
    /// <exception cref="SecurityMonkeyException">GitHub does not take the credentials.</exception>
    public async Task<string> GetIdentityAsync(CancellationToken cancellationToken)
    {
        if (App is not null)
        {
            var app = await App.AskAsync(HttpMethod.Get, "/app", cancellationToken).ConfigureAwait(false);
            return app.TryGetProperty("slug", out var slug) ? $"app {slug.GetString()}" : "app";
        }

        try
        {
            using var document = JsonDocument.Parse(await Client.GetAsync("/user", cancellationToken).ConfigureAwait(false));
            return document.RootElement.GetProperty("login").GetString() ?? "";
        }
        catch (SecurityMonkeyException exception) when (exception.Codes.Any(code => code is "403" or "404"))
        {
            // Tokens of Actions and of installations are nobody's.
            return "";
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        App?.Dispose();
        _transport.Dispose();
    }

    private AppCredential? CreateApp(Account account, GitHubEndpoint endpoint, ISessionContext context)
        => account.GetField(GitHubAccountType.AppIdField) is { } appId && account.GetField(GitHubAccountType.PrivateKeyField) is { } key
            ? new AppCredential(account, appId, key, endpoint, _transport, Errors, context)
            : null;

    private static TimeSpan LongestWaitOf(Account account)
        => account.GetField(GitHubAccountType.LongestWaitField) is { } minutes ? TimeSpan.FromMinutes(GitHubAccountType.ParseMinutes(minutes) ?? 0) : DefaultLongestWait;

    private static string ReferenceOf(Account account, GitHubEndpoint endpoint)
        => account.GetField(GitHubAccountType.TokenField)
            ?? endpoint.TokenVariables.Where(name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name))).Select(name => "env:" + name).FirstOrDefault()
            ?? throw new SecurityMonkeyException(
                "AccountCredentialMissing",
                ErrorKind.AuthenticationFailed,
                $"The GitHub account '{account.Name}' names no credentials (-{GitHubAccountType.TokenField}, or -{GitHubAccountType.AppIdField} and " +
                $"-{GitHubAccountType.PrivateKeyField}), and neither {string.Join(" nor ", endpoint.TokenVariables)} is set in the environment.")
            {
                Target = account.Name,
            };
}
