using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.Azure;

/// <summary>An Azure tenant, or some of its subscriptions.</summary>
internal sealed class AzureAccountType : IAccountType
{
    public AccountType Definition { get; } = new()
    {
        Name = "Azure",
        Description = "An Azure tenant, or some of its subscriptions.",
        IdentifierLabel = "Tenant id",
        IdentifierToolTip = "The id (a GUID) or a domain name of the Entra tenant (az account show --query tenantId).",
        Fields =
        [
            new AccountField("SubscriptionId", "Subscription id") { ToolTip = "The subscription to collect; all that can be read where it is not given." },
            new AccountField("ManagementGroup", "Management group") { ToolTip = "The management group whose subscriptions are collected." },
            new AccountField("Credential", "Kind of credential")
            {
                ToolTip = "How to sign in; Default tries the environment, managed identity, Azure CLI and Azure PowerShell.",
                AllowedValues = ["Default", "AzureCli", "AzurePowerShell", "ManagedIdentity", "ServicePrincipal", "AccessTokenFile"],
            },
            new AccountField("ClientId", "Client id") { ToolTip = "The application (client) id of the service principal or user-assigned identity." },
            new AccountField("ClientSecretRef", "Client secret") { ToolTip = "Where the service principal's secret is: env:NAME, file:PATH or secret:NAME.", IsSecret = true },
            new AccountField("AccessTokenFile", "Access token file")
            {
                ToolTip = "The file that holds an access token, as az account get-access-token prints it.",
                IsPath = true,
            },
            new AccountField("Cloud", "Cloud")
            {
                ToolTip = "The cloud the tenant is in; Public where it is not given.",
                AllowedValues = ["Public", "USGovernment", "China"],
            },
        ],
    };

    public void Validate(Account account)
    {
        if (string.Equals(account.GetField("Credential"), "ServicePrincipal", StringComparison.Ordinal)
            && (account.GetField("ClientId") is null || account.GetField("ClientSecretRef") is null))
        {
            throw new SecurityMonkeyException(
                "AccountFieldMissing",
                ErrorKind.InvalidArgument,
                $"The Azure account '{account.Name}' signs in as a service principal and so needs -ClientId and -ClientSecretRef.")
            {
                Target = account.Name,
            };
        }
    }

    public ValueTask<IAccountSession> OpenAsync(Account account, ISessionContext context, CancellationToken cancellationToken)
        => throw LiveCollection.NotAvailable(account, "az graph query -q Resources > resources.json");
}
