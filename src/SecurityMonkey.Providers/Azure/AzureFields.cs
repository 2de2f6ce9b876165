namespace SecurityMonkey.Providers.Azure;

/// <summary>The custom fields of Azure accounts.</summary>
internal static class AzureFields
{
    public const string SubscriptionId = nameof(SubscriptionId);
    public const string ManagementGroup = nameof(ManagementGroup);
    public const string Credential = nameof(Credential);
    public const string ClientId = nameof(ClientId);
    public const string ClientSecretRef = nameof(ClientSecretRef);
    public const string CertificatePath = nameof(CertificatePath);
    public const string CertificatePasswordRef = nameof(CertificatePasswordRef);
    public const string CertificateThumbprint = nameof(CertificateThumbprint);
    public const string FederatedTokenFile = nameof(FederatedTokenFile);
    public const string AccessTokenFile = nameof(AccessTokenFile);
    public const string GraphTokenFile = nameof(GraphTokenFile);
    public const string Cloud = nameof(Cloud);
    public const string ArmEndpoint = nameof(ArmEndpoint);
    public const string ArmAudience = nameof(ArmAudience);
    public const string Authority = nameof(Authority);
    public const string GraphEndpoint = nameof(GraphEndpoint);
    public const string Collect = nameof(Collect);

    /// <summary>The value of <see cref="Collect"/> that prefers Resource Graph.</summary>
    public const string CollectFromResourceGraph = "ResourceGraph";

    /// <summary>The fields, in the order in which they are asked for.</summary>
    public static IReadOnlyList<AccountField> All { get; } =
    [
        new(SubscriptionId, "Subscription id")
        {
            ToolTip = "The subscriptions to collect, separated by commas; all that can be read where none is given.",
        },
        new(ManagementGroup, "Management group") { ToolTip = "The id of the management group whose subscriptions are collected." },
        new(Credential, "Kind of credential")
        {
            ToolTip = "How to sign in; Default tries the environment, workload identity, managed identity, Azure CLI and Azure PowerShell.",
            AllowedValues = Credentials.CredentialKinds.All,
        },
        new(ClientId, "Client id") { ToolTip = "The application (client) id of the service principal or of the user-assigned identity." },
        new(ClientSecretRef, "Client secret") { ToolTip = "Where the service principal's secret is: env:NAME, file:PATH or secret:NAME.", IsSecret = true },
        new(CertificatePath, "Certificate file") { ToolTip = "The file (PEM or PFX) with the service principal's certificate and its private key.", IsPath = true },
        new(CertificatePasswordRef, "Certificate password") { ToolTip = "Where the password of the certificate file is: env:NAME, file:PATH or secret:NAME.", IsSecret = true },
        new(CertificateThumbprint, "Certificate thumbprint") { ToolTip = "The thumbprint of the service principal's certificate in the store My of the user or the machine." },
        new(FederatedTokenFile, "Federated token file") { ToolTip = "The file with the token that a workload identity exchanges; AZURE_FEDERATED_TOKEN_FILE where it is not given.", IsPath = true },
        new(AccessTokenFile, "Access token file") { ToolTip = "The file that holds an access token, as az account get-access-token prints it.", IsPath = true },
        new(GraphTokenFile, "Graph token file") { ToolTip = "The file that holds an access token for Microsoft Graph (az account get-access-token --resource-type ms-graph).", IsPath = true },
        new(Cloud, "Cloud") { ToolTip = "The cloud the tenant is in; Public where it is not given.", AllowedValues = ["Public", "USGovernment", "China"] },
        new(ArmEndpoint, "Resource Manager") { ToolTip = "The address of Azure Resource Manager where it is in no public cloud (Azure Stack)." },
        new(ArmAudience, "Audience of Resource Manager") { ToolTip = "What tokens for that Resource Manager are made out to; its address where it is not given." },
        new(Authority, "Authority") { ToolTip = "The address that signs in where it is in no public cloud." },
        new(GraphEndpoint, "Microsoft Graph") { ToolTip = "The address of Microsoft Graph where it is in no public cloud." },
        new(Collect, "Way of collecting")
        {
            ToolTip = "Arm asks each subscription for each list; ResourceGraph asks all of them at once where Resource Graph holds the resources.",
            AllowedValues = ["Arm", CollectFromResourceGraph],
        },
    ];
}
