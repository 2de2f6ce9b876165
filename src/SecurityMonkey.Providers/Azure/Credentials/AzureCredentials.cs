using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.Azure.Credentials;

/// <summary>Makes the credential that an account signs in with.</summary>
internal static class AzureCredentials
{
    /// <summary>Makes it. Secrets are read here and kept by nothing else.</summary>
    /// <param name="account">The account.</param>
    /// <param name="cloud">Its services.</param>
    /// <param name="transport">Carries the requests for tokens.</param>
    /// <param name="context">Reads secrets, and shows what a person is to do.</param>
    /// <param name="cancellationToken">Ends the reading of secrets.</param>
    public static async ValueTask<TokenCredential> CreateAsync(
        Account account, AzureCloud cloud, HttpPipelineTransport transport, ISessionContext context, CancellationToken cancellationToken)
    {
        var tenant = AzureAccountName.TenantOf(account);
        var clientId = account.GetField(AzureFields.ClientId);
        return CredentialKinds.Of(account) switch
        {
            CredentialKinds.AzureCli => new AzureCliCredential(Configure(new AzureCliCredentialOptions { TenantId = tenant }, cloud, transport)),
            CredentialKinds.AzurePowerShell => new AzurePowerShellCredential(Configure(new AzurePowerShellCredentialOptions { TenantId = tenant }, cloud, transport)),
            CredentialKinds.ManagedIdentity => new ManagedIdentityCredential(Configure(new ManagedIdentityCredentialOptions(IdentityOf(clientId)), cloud, transport)),
            CredentialKinds.ServicePrincipal => await CreateServicePrincipalAsync(account, cloud, transport, context, cancellationToken).ConfigureAwait(false),
            CredentialKinds.WorkloadIdentity => new WorkloadIdentityCredential(Configure(
                new WorkloadIdentityCredentialOptions
                {
                    TenantId = tenant,
                    ClientId = clientId,
                    TokenFilePath = account.GetField(AzureFields.FederatedTokenFile) ?? Environment.GetEnvironmentVariable("AZURE_FEDERATED_TOKEN_FILE"),
                    DisableInstanceDiscovery = !cloud.HasKnownAuthority,
                },
                cloud,
                transport)),
            CredentialKinds.DeviceCode => new DeviceCodeCredential(Configure(
                new DeviceCodeCredentialOptions
                {
                    TenantId = tenant,
                    ClientId = clientId,
                    DisableInstanceDiscovery = !cloud.HasKnownAuthority,
                    DeviceCodeCallback = (code, _) =>
                    {
                        context.Warn(code.Message);
                        return Task.CompletedTask;
                    },
                },
                cloud,
                transport)),
            CredentialKinds.Browser => new InteractiveBrowserCredential(Configure(
                new InteractiveBrowserCredentialOptions { TenantId = tenant, ClientId = clientId, DisableInstanceDiscovery = !cloud.HasKnownAuthority }, cloud, transport)),
            CredentialKinds.AccessTokenFile => new AccessTokenFileCredential(
                account.GetField(AzureFields.AccessTokenFile), account.GetField(AzureFields.GraphTokenFile), cloud, context.Time),
            _ => new DefaultAzureCredential(Configure(
                new DefaultAzureCredentialOptions
                {
                    TenantId = tenant,
                    ManagedIdentityClientId = clientId,
                    DisableInstanceDiscovery = !cloud.HasKnownAuthority,
                    ExcludeVisualStudioCredential = true,
                    ExcludeInteractiveBrowserCredential = true,
                },
                cloud,
                transport)),
        };
    }

    private static async ValueTask<TokenCredential> CreateServicePrincipalAsync(
        Account account, AzureCloud cloud, HttpPipelineTransport transport, ISessionContext context, CancellationToken cancellationToken)
    {
        var tenant = AzureAccountName.TenantOf(account);
        var clientId = account.GetField(AzureFields.ClientId);
        if (account.GetField(AzureFields.ClientSecretRef) is { } reference)
        {
            var options = new ClientSecretCredentialOptions { DisableInstanceDiscovery = !cloud.HasKnownAuthority };
            var secret = await context.GetSecretAsync(reference, cancellationToken).ConfigureAwait(false);
            return new ClientSecretCredential(tenant, clientId, secret, Configure(options, cloud, transport));
        }

        var certificate = await ClientCertificates.FindAsync(account, context, cancellationToken).ConfigureAwait(false);
        return new ClientCertificateCredential(
            tenant, clientId, certificate, Configure(new ClientCertificateCredentialOptions { DisableInstanceDiscovery = !cloud.HasKnownAuthority }, cloud, transport));
    }

    // A user-assigned identity is named by its client id, or by its resource id.
    private static ManagedIdentityId IdentityOf(string? clientId)
        => string.IsNullOrEmpty(clientId) ? ManagedIdentityId.SystemAssigned
            : ArmIds.IsId(clientId) ? ManagedIdentityId.FromUserAssignedResourceId(new ResourceIdentifier(clientId))
            : ManagedIdentityId.FromUserAssignedClientId(clientId);

    private static T Configure<T>(T options, AzureCloud cloud, HttpPipelineTransport transport)
        where T : TokenCredentialOptions
    {
        options.AuthorityHost = Http.LoopbackTransport.Secured(cloud.Authority);
        options.Transport = transport;
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        options.Diagnostics.IsAccountIdentifierLoggingEnabled = false;
        return options;
    }
}
