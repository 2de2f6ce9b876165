using Azure.Identity;
using Azure.ResourceManager;

namespace SecurityMonkey.Providers.Azure;

/// <summary>Where a tenant's services are.</summary>
/// <param name="Authority">Signs people and programs in.</param>
/// <param name="Arm">Azure Resource Manager.</param>
/// <param name="ArmAudience">What tokens for Azure Resource Manager are made out to.</param>
/// <param name="Graph">Microsoft Graph; null where there is none.</param>
internal sealed record AzureCloud(Uri Authority, Uri Arm, string ArmAudience, Uri? Graph)
{
    /// <summary>Whether the authority is one that Microsoft vouches for; another one is taken as it is named.</summary>
    public bool HasKnownAuthority => KnownAuthorities.Contains(Authority);

    /// <summary>What tokens for Azure Resource Manager are asked for.</summary>
    public string[] ArmScopes => [$"{ArmAudience.TrimEnd('/')}/.default"];

    /// <summary>What tokens for Microsoft Graph are asked for.</summary>
    public string[] GraphScopes => Graph is null ? [] : [$"{Graph.AbsoluteUri.TrimEnd('/')}/.default"];

    private static Uri[] KnownAuthorities => [AzureAuthorityHosts.AzurePublicCloud, AzureAuthorityHosts.AzureGovernment, AzureAuthorityHosts.AzureChina];

    /// <summary>The services of an account: those of its cloud, but for the ones its fields name.</summary>
    /// <exception cref="SecurityMonkeyException">A field does not hold the address of a service.</exception>
    public static AzureCloud Of(Account account)
    {
        var cloud = account.GetField(AzureFields.Cloud) switch
        {
            "USGovernment" => Create(AzureAuthorityHosts.AzureGovernment, ArmEnvironment.AzureGovernment, "https://graph.microsoft.us"),
            "China" => Create(AzureAuthorityHosts.AzureChina, ArmEnvironment.AzureChina, "https://microsoftgraph.chinacloudapi.cn"),
            _ => Create(AzureAuthorityHosts.AzurePublicCloud, ArmEnvironment.AzurePublicCloud, "https://graph.microsoft.com"),
        };
        var authority = ReadEndpoint(account, AzureFields.Authority) ?? cloud.Authority;
        var graph = ReadEndpoint(account, AzureFields.GraphEndpoint);
        if (ReadEndpoint(account, AzureFields.ArmEndpoint) is not { } arm)
        {
            return cloud with { Authority = authority, Graph = graph ?? cloud.Graph };
        }

        // A Resource Manager of one's own does not go with Microsoft's Graph, unless the account says so.
        return new AzureCloud(authority, arm, account.GetField(AzureFields.ArmAudience) ?? arm.AbsoluteUri, graph);
    }

    private static AzureCloud Create(Uri authority, ArmEnvironment arm, string graph) => new(authority, arm.Endpoint, arm.Audience, new Uri(graph));

    // Tokens go there, so that it is encrypted, or does not leave the machine.
    private static Uri? ReadEndpoint(Account account, string field)
    {
        if (account.GetField(field) is not { } text)
        {
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            && uri is { UserInfo: "", Query: "", Fragment: "" }
            ? uri
            : throw new SecurityMonkeyException(
                "AccountFieldInvalid",
                ErrorKind.InvalidArgument,
                $"-{field} of the Azure account '{account.Name}' must be the address of a service, such as https://management.azure.com. http:// is only for this machine (127.0.0.1, localhost).")
            {
                Target = account.Name,
            };
    }
}
