using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.GitHub;

/// <summary>A GitHub organisation.</summary>
internal sealed class GitHubAccountType : IAccountType
{
    public AccountType Definition { get; } = new()
    {
        Name = "GitHub",
        Description = "A GitHub organisation, on github.com or on an enterprise server.",
        IdentifierLabel = "Organisation",
        IdentifierToolTip = "The organisation's login, as it stands in its address: github.com/(login).",
        Fields =
        [
            new AccountField("TokenRef", "Access token") { ToolTip = "Where the access token is: env:NAME, file:PATH or secret:NAME.", IsSecret = true },
            new AccountField("AppId", "App id") { ToolTip = "The id of a GitHub App that is installed in the organisation." },
            new AccountField("PrivateKeyRef", "App's private key") { ToolTip = "Where the App's private key is: env:NAME, file:PATH or secret:NAME.", IsSecret = true },
            new AccountField("BaseUrl", "API address") { ToolTip = "The API of an enterprise server: https://(host)/api/v3. github.com where it is not given." },
        ],
    };

    public void Validate(Account account)
    {
        if (account.GetField("BaseUrl") is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"))
        {
            throw new SecurityMonkeyException(
                "AccountFieldInvalid",
                ErrorKind.InvalidArgument,
                $"-BaseUrl cannot be '{url}'; it takes an address such as https://github.example.com/api/v3.")
            {
                Target = account.Name,
            };
        }
    }

    public ValueTask<IAccountSession> OpenAsync(Account account, ISessionContext context, CancellationToken cancellationToken)
        => throw LiveCollection.NotAvailable(account, $"gh api --paginate orgs/{account.Identifier}/repos > repos.json");
}
