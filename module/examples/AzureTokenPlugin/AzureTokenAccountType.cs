using System.Net.Http.Headers;
using SecurityMonkey;
using SecurityMonkey.Plugins;

namespace AzureTokenPlugin;

/// <summary>An Azure subscription that is read with a token in a file.</summary>
internal sealed class AzureTokenAccountType : IAccountType
{
    public const string TypeName = "AzureToken";
    private const string TokenFile = "TokenFile";
    private const string Endpoint = "Endpoint";

    // Each field becomes a parameter of Add-SMAccount and Set-SMAccount.
    public AccountType Definition { get; } = new()
    {
        Name = TypeName,
        Description = "An Azure subscription, read with a token in a file.",
        IdentifierLabel = "Subscription id",
        IdentifierToolTip = "az account show --query id",
        Fields =
        [
            new AccountField(TokenFile, "Token file") { ToolTip = "The file that holds the token: az account get-access-token --query accessToken -o tsv", IsRequired = true, IsPath = true },
            new AccountField(Endpoint, "Endpoint") { ToolTip = "https://management.azure.com where it is not given." },
        ],
    };

    public void Validate(Account account)
    {
        if (!Guid.TryParse(account.Identifier, out _))
        {
            throw new SecurityMonkeyException("AccountIdentifierInvalid", ErrorKind.InvalidArgument, $"'{account.Identifier}' is not a subscription id.") { Target = account.Name };
        }
    }

    public async ValueTask<IAccountSession> OpenAsync(Account account, ISessionContext context, CancellationToken cancellationToken)
    {
        try
        {
            var token = (await File.ReadAllTextAsync(account.GetField(TokenFile)!, cancellationToken).ConfigureAwait(false)).Trim();
            var http = new HttpClient { BaseAddress = new Uri(account.GetField(Endpoint) ?? "https://management.azure.com") };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            return new AzureTokenSession(http, context);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SecurityMonkeyException("TokenFileUnreadable", ErrorKind.AuthenticationFailed, $"The token file cannot be read: {exception.Message}", exception) { Target = account.Name };
        }
    }
}
