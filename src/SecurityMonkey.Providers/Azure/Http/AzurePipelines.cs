using Azure.Core;
using Azure.Core.Pipeline;
using Azure.ResourceManager;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.Azure.Http;

/// <summary>The ways to the services of a cloud: each signs its requests with tokens made out to it, and shares connections and patience.</summary>
internal sealed class AzurePipelines : IDisposable
{
    private const string ApplicationId = "SecurityMonkey";

    private readonly LoopbackTransport _transport;
    private readonly PatientRetryPolicy _retry;

    private AzurePipelines(AzureCloud cloud, TokenCredential credential, LoopbackTransport transport, ISessionContext context)
    {
        Cloud = cloud;
        Credential = credential;
        _transport = transport;
        _retry = new PatientRetryPolicy(context);
        Arm = Build(cloud.ArmScopes);
        Graph = cloud.Graph is null ? null : Build(cloud.GraphScopes);
        var options = new ArmClientOptions { Environment = new ArmEnvironment(LoopbackTransport.Secured(cloud.Arm), cloud.ArmAudience) };
        Configure(options);
        ArmClient = new ArmClient(credential, defaultSubscriptionId: null, options);
    }

    /// <summary>Where the services are.</summary>
    public AzureCloud Cloud { get; }

    /// <summary>What the account signs in with.</summary>
    public TokenCredential Credential { get; }

    /// <summary>To Azure Resource Manager.</summary>
    public HttpPipeline Arm { get; }

    /// <summary>To Microsoft Graph; null where there is none.</summary>
    public HttpPipeline? Graph { get; }

    /// <summary>To subscriptions, tenants and management groups.</summary>
    public ArmClient ArmClient { get; }

    /// <summary>Opens the ways for an account.</summary>
    public static async ValueTask<AzurePipelines> OpenAsync(Account account, ISessionContext context, CancellationToken cancellationToken)
    {
        var cloud = AzureCloud.Of(account);
        var transport = new LoopbackTransport(cloud);
        try
        {
            var credential = await Credentials.AzureCredentials.CreateAsync(account, cloud, transport, context, cancellationToken).ConfigureAwait(false);
            return new AzurePipelines(cloud, credential, transport, context);
        }
        catch
        {
            transport.Dispose();
            throw;
        }
    }

    /// <summary>Signs in.</summary>
    /// <returns>What the token says of itself.</returns>
    /// <exception cref="SecurityMonkeyException">The sign-in failed.</exception>
    public async ValueTask<Credentials.TokenClaims> SignInAsync(CancellationToken cancellationToken)
    {
        try
        {
            var token = await Credential.GetTokenAsync(new TokenRequestContext(Cloud.ArmScopes), cancellationToken).ConfigureAwait(false);
            return Credentials.TokenClaims.Read(token.Token);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            throw AzureErrors.OfException(exception, Cloud.Authority.Host, [], "");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _transport.Dispose();

    private HttpPipeline Build(string[] scopes)
    {
        var options = new CallOptions();
        Configure(options);
        return HttpPipelineBuilder.Build(options, new BearerTokenAuthenticationPolicy(Credential, scopes));
    }

    private void Configure(ClientOptions options)
    {
        options.Transport = _transport;
        options.RetryPolicy = _retry;
        options.Diagnostics.ApplicationId = ApplicationId;
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
    }

    private sealed class CallOptions : ClientOptions;
}
