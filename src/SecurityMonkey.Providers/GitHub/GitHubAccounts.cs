using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.GitHub;

/// <summary>Finds out which organisations the credentials of an account reach.</summary>
internal static class GitHubAccounts
{
    private const int MostNamed = 10;

    /// <summary>Fills in the organisation and the name.</summary>
    /// <exception cref="SecurityMonkeyException">There is none, or more than one to choose from.</exception>
    public static async Task<Account> IdentifyAsync(Account account, ISessionContext context, CancellationToken cancellationToken)
    {
        var organization = account.Identifier;
        if (organization.Length == 0)
        {
            var found = new List<string>();
            await foreach (var candidate in ListAsync(account, context, cancellationToken).ConfigureAwait(false))
            {
                found.Add(candidate.Identifier);
            }

            organization = found switch
            {
                [var single] => single,
                [] => throw Ambiguous(account, "The credentials see no organisation"),
                _ => throw Ambiguous(account, $"The credentials see {found.Count} organisations ({string.Join(", ", found.Take(MostNamed))}{(found.Count > MostNamed ? ", ..." : "")})"),
            };
        }

        return account with { Identifier = organization, Name = account.Name.Length == 0 ? organization.ToLowerInvariant() : account.Name };
    }

    /// <summary>Lists the organisations: those a token's owner belongs to, or those an App is installed in.</summary>
    public static async IAsyncEnumerable<Account> ListAsync(
        Account account, ISessionContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var connection = GitHubConnection.Create(account, context);
        var found = connection.App is null
            ? ReadOrganizationsAsync(connection, cancellationToken)
            : ReadInstallationsAsync(connection, cancellationToken);
        await foreach (var (login, installation) in found.ConfigureAwait(false))
        {
            // An account has credentials, and where they are; which organisation it is, each of them says itself.
            var fields = new Dictionary<string, string>(account.Fields, StringComparer.OrdinalIgnoreCase);
            fields.Remove(GitHubAccountType.InstallationIdField);
            if (installation is not null)
            {
                fields[GitHubAccountType.InstallationIdField] = installation;
            }

            yield return new Account { Name = login.ToLowerInvariant(), Type = account.Type, Identifier = login, Fields = fields };
        }
    }

    private static async IAsyncEnumerable<(string Login, string? Installation)> ReadOrganizationsAsync(
        GitHubConnection connection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in connection.Client.GetPagesAsync(new GitHubCall("/user/orgs", []).ToString(), cancellationToken).ConfigureAwait(false))
        {
            using var document = JsonDocument.Parse(page);
            foreach (var organization in document.RootElement.EnumerateArray())
            {
                yield return (organization.GetProperty("login").GetString()!, null);
            }
        }
    }

    private static async IAsyncEnumerable<(string Login, string? Installation)> ReadInstallationsAsync(
        GitHubConnection connection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const int PageSize = 100;
        for (var page = 1; ; page++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"/app/installations?per_page={PageSize}&page={page}");
            var installations = await connection.App!.AskAsync(HttpMethod.Get, path, cancellationToken).ConfigureAwait(false);
            foreach (var installation in installations.EnumerateArray())
            {
                var owner = installation.GetProperty("account");
                if (owner.TryGetProperty("type", out var type) && type.ValueEquals("Organization"))
                {
                    yield return (owner.GetProperty("login").GetString()!, installation.GetProperty("id").GetInt64().ToString(CultureInfo.InvariantCulture));
                }
            }

            if (installations.GetArrayLength() < PageSize)
            {
                yield break;
            }
        }
    }

    private static SecurityMonkeyException Ambiguous(Account account, string reason)
        => new("AccountIdentifierMissing", ErrorKind.InvalidArgument, $"{reason}: name one with -Identifier, or add several with Import-SMAccount.")
        {
            Target = account.Name,
        };
}
