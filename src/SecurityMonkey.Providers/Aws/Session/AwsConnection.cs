using System.Globalization;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace SecurityMonkey.Providers.Aws.Session;

/// <summary>How an account is reached: credentials, addresses, and one HTTP client for all services.</summary>
internal sealed class AwsConnection : IDisposable
{
    private const string DefaultSessionName = "SecurityMonkey";

    private readonly AwsSessionOptions _options;
    private readonly SharedHttpClient _factory;

    private AwsConnection(Account account, AwsSessionOptions options, Func<CancellationToken, ValueTask<IDisposable>> enterCall)
    {
        Account = account;
        _options = options;
        Partition = AwsPartition.Get(account.GetField(AwsFields.Partition) ?? PartitionOfRole(account));
        HomeRegion = account.GetField(AwsFields.HomeRegion) is { Length: > 0 } region ? region : Partition.GlobalRegion;
        Endpoints = new AwsEndpoints(account.GetField(AwsFields.EndpointUrl) is { Length: > 0 } url ? new Uri(url) : null, Partition, options.Environment);
        Http = new HttpClient(new ThrottledHandler(enterCall, options.AttemptTimeout)) { Timeout = Timeout.InfiniteTimeSpan };
        _factory = new SharedHttpClient(Http);
        Credentials = new AnonymousAWSCredentials();
    }

    /// <summary>The account.</summary>
    public Account Account { get; }

    /// <summary>The partition it is in.</summary>
    public AwsPartition Partition { get; }

    /// <summary>The region that is asked what there is to ask once.</summary>
    public string HomeRegion { get; }

    /// <summary>The addresses of services.</summary>
    public AwsEndpoints Endpoints { get; }

    /// <summary>Sends requests.</summary>
    public HttpClient Http { get; }

    /// <summary>The credentials.</summary>
    public AWSCredentials Credentials { get; private set; }

    /// <summary>How often a call is tried again.</summary>
    public int MaxRetries => _options.MaxRetries;

    /// <summary>Finds the credentials, and assumes the account's role where it has one when they are first used.</summary>
    /// <param name="account">The account; its identifier may be empty.</param>
    /// <param name="options">What is taken from the process.</param>
    /// <param name="enterCall">Waits for a turn.</param>
    /// <exception cref="SecurityMonkeyException">There are no credentials.</exception>
    public static async Task<AwsConnection> OpenAsync(Account account, AwsSessionOptions options, Func<CancellationToken, ValueTask<IDisposable>> enterCall)
    {
        var connection = new AwsConnection(account, options, enterCall);
        try
        {
            var source = await connection.FindSourceCredentialsAsync().ConfigureAwait(false);
            connection.Credentials = account.GetField(AwsFields.RoleName) is { Length: > 0 } role ? connection.Assume(role, source) : source;
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Sets what all clients have in common.</summary>
    /// <param name="config">The configuration of a client.</param>
    /// <param name="service">The prefix of the service's addresses.</param>
    /// <param name="region">The region.</param>
    public T Configure<T>(T config, string service, string region)
        where T : ClientConfig
    {
        config.HttpClientFactory = _factory;

        // Not the adaptive mode: after a single throttled call it holds back those that follow for half a minute, and then gives up on them.
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = MaxRetries;
        config.Timeout = Timeout.InfiniteTimeSpan;
        if (Endpoints.FindOverride(service) is { } url)
        {
            config.ServiceURL = url.AbsoluteUri;
            config.AuthenticationRegion = region;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        return config;
    }

    /// <summary>Asks who the caller is.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="SecurityMonkeyException">The credentials are not accepted, the role cannot be assumed, or the service cannot be reached.</exception>
    public async Task<GetCallerIdentityResponse> GetCallerIdentityAsync(CancellationToken cancellationToken)
    {
        using var tokens = CreateTokenClient(Credentials);
        try
        {
            return await tokens.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            throw AwsErrors.Translate(exception, TokenCall("GetCallerIdentity"));
        }
    }

    public void Dispose()
    {
        if (Credentials is AssumedRoleCredentials assumed)
        {
            assumed.Dispose();
        }

        Http.Dispose();
    }

    private static string? PartitionOfRole(Account account)
        => Arn.TryParse(account.GetField(AwsFields.RoleName) ?? "", out var arn) ? arn.Partition : null;

    private AmazonSecurityTokenServiceClient CreateTokenClient(AWSCredentials credentials)
        => new(credentials, Configure(new AmazonSecurityTokenServiceConfig(), "sts", HomeRegion));

    private AwsCall TokenCall(string action) => new(Account.Name, "sts", action, HomeRegion);

    private AssumedRoleCredentials Assume(string role, AWSCredentials source)
    {
        var request = new AssumeRoleRequest
        {
            RoleArn = Arn.IsArn(role) ? role : string.Create(CultureInfo.InvariantCulture, $"arn:{Partition}:iam::{Account.Identifier}:role/{role.TrimStart('/')}"),
            RoleSessionName = Account.GetField(AwsFields.SessionName) is { Length: > 0 } name ? name : DefaultSessionName,
        };
        if (Account.GetField(AwsFields.ExternalId) is { Length: > 0 } externalId)
        {
            request.ExternalId = externalId;
        }

        return new AssumedRoleCredentials(CreateTokenClient(source), request, TokenCall("AssumeRole"));
    }

    private async Task<AWSCredentials> FindSourceCredentialsAsync()
    {
        if (_options.SourceCredentials is { } given)
        {
            return given;
        }

        if (Account.GetField(AwsFields.Profile) is { Length: > 0 } profile)
        {
            return FindProfile(profile);
        }

        try
        {
            return await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync(new AmazonSecurityTokenServiceConfig { RegionEndpoint = RegionEndpoint.GetBySystemName(HomeRegion) }).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is AmazonClientException or AmazonServiceException or ArgumentException or InvalidOperationException)
        {
            throw NoCredentials(
                "no credentials were found: not in the environment (AWS_ACCESS_KEY_ID, AWS_PROFILE, a web identity), not in the configuration files, and not on the instance. " +
                "Sign in (aws configure, aws sso login), or name a profile (Set-SMAccount -Profile).",
                exception);
        }
    }

    private AWSCredentials FindProfile(string name)
    {
        var chain = new CredentialProfileStoreChain(_options.ProfilesLocation);
        if (!chain.TryGetProfile(name, out var profile))
        {
            throw NoCredentials($"the AWS configuration files have no profile '{name}'. Run aws configure --profile {name}, or name another (Set-SMAccount -Profile).", cause: null);
        }

        try
        {
            return profile.GetAWSCredentials(profile.CredentialProfileStore);
        }
        catch (Exception exception) when (exception is AmazonClientException or ArgumentException or InvalidOperationException)
        {
            throw NoCredentials($"the profile '{name}' has no usable credentials: {exception.Message}", exception);
        }
    }

    private SecurityMonkeyException NoCredentials(string why, Exception? cause)
        => new("CredentialsNotFound", ErrorKind.AuthenticationFailed, $"Account '{Account.Name}' cannot be read: {why} Nothing was collected and nothing is treated as deleted.", cause)
        {
            Target = Account.Name,
        };
}
