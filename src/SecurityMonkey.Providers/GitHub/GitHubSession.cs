using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.GitHub;

/// <summary>An open GitHub account.</summary>
internal sealed class GitHubSession : IApiSession
{
    /// <summary>The scope of an organisation.</summary>
    public const string OrganizationScope = "organization";

    /// <summary>The scope of the enterprise that the organisation belongs to.</summary>
    public const string EnterpriseScope = "enterprise";

    private readonly Account _account;
    private readonly GitHubConnection _connection;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private ApiScope? _organization;

    private GitHubSession(Account account, GitHubConnection connection, string identity)
    {
        _account = account;
        _connection = connection;
        Identity = identity;
    }

    public IReadOnlyList<IWatcher> Watchers => [];

    public string Identity { get; }

    /// <summary>Opens an account: gets a token and asks whose it is.</summary>
    /// <exception cref="SecurityMonkeyException">There is no token, or GitHub does not take it.</exception>
    public static async ValueTask<GitHubSession> OpenAsync(Account account, ISessionContext context, CancellationToken cancellationToken)
    {
        var connection = GitHubConnection.Create(account, context);
        try
        {
            return new GitHubSession(account, connection, await connection.GetIdentityAsync(cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public async ValueTask<IReadOnlyList<ApiScope>> GetScopesAsync(string kind, IWatchContext context, CancellationToken cancellationToken)
        => kind switch
        {
            EnterpriseScope when _account.GetField(GitHubAccountType.EnterpriseField) is { Length: > 0 } enterprise
                => [new ApiScope("", Region.Global) { Variables = new Dictionary<string, string> { ["enterprise"] = enterprise } }],
            EnterpriseScope => [],
            _ => [await GetOrganizationAsync(cancellationToken).ConfigureAwait(false)],
        };

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> CallAsync(
        ApiScope scope, string callJson, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in _connection.Client.GetPagesAsync(GitHubCall.Parse(callJson).ToString(), cancellationToken).ConfigureAwait(false))
        {
            yield return page;
        }
    }

    public ValueTask DisposeAsync()
    {
        _gate.Dispose();
        _connection.Dispose();
        return ValueTask.CompletedTask;
    }

    // Asked once: what the organisation is called now, and its number, by which GitHub names its teams.
    private async Task<ApiScope> GetOrganizationAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _organization ??= await ReadOrganizationAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<ApiScope> ReadOrganizationAsync(CancellationToken cancellationToken)
    {
        try
        {
            var call = new GitHubCall($"/orgs/{Uri.EscapeDataString(_account.Identifier)}", []);
            using var document = JsonDocument.Parse(await _connection.Client.GetAsync(call.ToString(), cancellationToken).ConfigureAwait(false));
            return new ApiScope("", Region.Global)
            {
                Variables = new Dictionary<string, string>
                {
                    ["org"] = document.RootElement.GetProperty("login").GetString()!,
                    ["organizationId"] = document.RootElement.GetProperty("id").GetInt64().ToString(CultureInfo.InvariantCulture),
                },
            };
        }
        catch (SecurityMonkeyException exception) when (exception.Codes.Contains("404", StringComparer.Ordinal))
        {
            throw _connection.Errors.Error(
                "OrganizationNotFound",
                ErrorKind.NotFound,
                $"The organisation '{_account.Identifier}' of account '{_account.Name}' is not there, or the credentials{(Identity.Length > 0 ? $" of {Identity}" : "")} " +
                "may not see it. Is it a user's name, or was it renamed? Set-SMAccount -Identifier.",
                exception.Codes,
                exception);
        }
    }
}
