using System.Globalization;
using System.Text.RegularExpressions;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.GitHub;

/// <summary>A GitHub organisation.</summary>
internal sealed partial class GitHubAccountType : IApiAccountType, IAccountIdentifier, IAccountSource, IAccessPolicyWriter
{
    public const string TokenField = "TokenRef";
    public const string AppIdField = "AppId";
    public const string PrivateKeyField = "PrivateKeyRef";
    public const string InstallationIdField = "InstallationId";
    public const string EnterpriseField = "Enterprise";
    public const string LongestWaitField = "LongestWait";

    private const int MostMinutes = 24 * 60;

    public AccountType Definition { get; } = new()
    {
        Name = "GitHub",
        Description = "A GitHub organisation, on github.com or on an enterprise server.",
        IdentifierLabel = "Organisation",
        IdentifierToolTip = "The organisation's login, as it stands in its address: github.com/(login).",
        Fields =
        [
            new AccountField(TokenField, "Access token")
            {
                ToolTip = "Where the access token is: env:NAME, file:PATH or secret:NAME. Without it and without an App: GH_TOKEN or GITHUB_TOKEN.",
                IsSecret = true,
            },
            new AccountField(AppIdField, "App id") { ToolTip = "The id of a GitHub App that is installed in the organisation." },
            new AccountField(PrivateKeyField, "App's private key") { ToolTip = "Where the App's private key is: env:NAME, file:PATH or secret:NAME.", IsSecret = true },
            new AccountField(InstallationIdField, "Installation id") { ToolTip = "The App's installation; found out where it is not given." },
            new AccountField(GitHubEndpoint.Field, "API address") { ToolTip = "The API of an enterprise server: https://(host)/api/v3. github.com where it is not given." },
            new AccountField(EnterpriseField, "Enterprise") { ToolTip = "The enterprise's name as it stands in its address: github.com/enterprises/(name). For what only an enterprise has." },
            new AccountField(LongestWaitField, "Longest wait in minutes")
            {
                ToolTip = "How many minutes to wait at most for a rate limit that starts anew; 15 where it is not given. The primary limit of GitHub starts anew every hour.",
            },
        ],
    };

    public IReadOnlyList<string> ScopeKinds => [GitHubSession.OrganizationScope, GitHubSession.EnterpriseScope];

    public IReadOnlyList<ApiCallMember> CallMembers => GitHubCall.Members;

    public void Validate(Account account)
    {
        _ = GitHubEndpoint.Of(account);
        if (account.IsThirdParty)
        {
            return;
        }

        var isApp = account.GetField(AppIdField) is not null;
        if (isApp != account.GetField(PrivateKeyField) is not null)
        {
            throw Invalid(account, $"A GitHub App needs both -{AppIdField} and -{PrivateKeyField}.");
        }

        if (isApp && account.GetField(TokenField) is not null)
        {
            throw Invalid(account, $"Give either -{TokenField}, or -{AppIdField} and -{PrivateKeyField}: an account has one identity.");
        }

        if (account.GetField(InstallationIdField) is { } installation && !long.TryParse(installation, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            throw Invalid(account, $"-{InstallationIdField} cannot be '{installation}'; it is the number at the end of the installation's address.");
        }

        if (account.GetField(LongestWaitField) is { } minutes && ParseMinutes(minutes) is null)
        {
            throw Invalid(account, $"-{LongestWaitField} cannot be '{minutes}'; it takes minutes, from 0 to {MostMinutes}.");
        }

        if (!Login().IsMatch(account.Identifier))
        {
            throw Invalid(account, $"-Identifier cannot be '{account.Identifier}'; it is the organisation's login, such as acme in github.com/acme.");
        }
    }

    public async ValueTask<IAccountSession> OpenAsync(Account account, ISessionContext context, CancellationToken cancellationToken)
        => await GitHubSession.OpenAsync(account, context, cancellationToken).ConfigureAwait(false);

    public IReadOnlyList<string> GetPermissions(string callJson)
        => GitHubCall.TemplateOf(callJson) is { } path ? GitHubPermissions.Of(path) : [];

    public async ValueTask<Account> IdentifyAsync(Account account, ISessionContext context, CancellationToken cancellationToken)
        => await GitHubAccounts.IdentifyAsync(account, context, cancellationToken).ConfigureAwait(false);

    public IAsyncEnumerable<Account> ListAccountsAsync(Account account, ISessionContext context, CancellationToken cancellationToken)
        => GitHubAccounts.ListAsync(account, context, cancellationToken);

    public string WriteAccessPolicy(IReadOnlyList<string> permissions) => GitHubAccessPolicy.Write(permissions);

    /// <summary>A number of minutes, or null where the text is none.</summary>
    public static int? ParseMinutes(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes <= MostMinutes ? minutes : null;

    private static SecurityMonkeyException Invalid(Account account, string message)
        => new("AccountFieldInvalid", ErrorKind.InvalidArgument, message)
        {
            Target = account.Name,
        };

    // GitHub: letters, digits and single hyphens, at most 39; enterprise servers also have underscores.
    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_-]{0,99}\z")]
    private static partial Regex Login();
}
