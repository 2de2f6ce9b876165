using System.Collections.Concurrent;
using Amazon.EC2;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Aws.Api;

namespace SecurityMonkey.Providers.Aws.Session;

/// <summary>An open AWS account: who the module is there, its regions, and the clients of its services.</summary>
internal sealed class AwsSession : IApiSession
{
    /// <summary>The scopes that are regions.</summary>
    public const string RegionKind = "region";

    /// <summary>The scope that is the whole account.</summary>
    public const string GlobalKind = "global";

    private readonly AwsConnection _connection;
    private readonly AwsRegionList _regions;
    private readonly AwsApiClient _api;
    private readonly ConcurrentDictionary<string, Lazy<AmazonEC2Client>> _ec2 = new(StringComparer.Ordinal);

    private AwsSession(AwsConnection connection, ISessionContext context, string identity)
    {
        _connection = connection;
        _regions = new AwsRegionList(connection);
        Context = context;
        Identity = identity;
        _api = new AwsApiClient(new AwsCaller(connection.Account, connection.Credentials, connection.Endpoints, connection.Http, context, connection.MaxRetries));
    }

    public IReadOnlyList<IWatcher> Watchers => [];

    public string Identity { get; }

    /// <summary>What the engine offers.</summary>
    public ISessionContext Context { get; }

    /// <summary>The account.</summary>
    public Account Account => _connection.Account;

    /// <summary>How the account is reached.</summary>
    public AwsConnection Connection => _connection;

    /// <summary>The scope that is the whole account.</summary>
    public ApiScope GlobalScope => CreateScope("", Region.Global, _connection.HomeRegion);

    /// <summary>Opens an account, and makes sure that it is the one it says it is.</summary>
    /// <param name="account">The account.</param>
    /// <param name="options">What is taken from the process.</param>
    /// <param name="context">What the engine offers.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="SecurityMonkeyException">There are no credentials, they are refused, or they are those of another account.</exception>
    public static async Task<AwsSession> OpenAsync(Account account, AwsSessionOptions options, ISessionContext context, CancellationToken cancellationToken)
    {
        var connection = await AwsConnection.OpenAsync(account, options, context.EnterCallAsync).ConfigureAwait(false);
        try
        {
            var caller = await connection.GetCallerIdentityAsync(cancellationToken).ConfigureAwait(false);
            if (!string.Equals(caller.Account, account.Identifier, StringComparison.Ordinal))
            {
                throw new SecurityMonkeyException(
                    "AccountMismatch",
                    ErrorKind.AuthenticationFailed,
                    $"The credentials for account '{account.Name}' ({account.Identifier}) are those of {caller.Arn} in account {caller.Account}. " +
                    "Nothing was collected. Give the account a role (-RoleName) or a profile (-Profile) that leads to it, or correct -Identifier.")
                {
                    Target = account.Name,
                };
            }

            return new AwsSession(connection, context, caller.Arn);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The EC2 client of a region.</summary>
    /// <param name="region">The region.</param>
    public AmazonEC2Client GetEc2(string region)
        => _ec2.GetOrAdd(
            region,
            name => new Lazy<AmazonEC2Client>(() => new AmazonEC2Client(_connection.Credentials, _connection.Configure(new AmazonEC2Config(), "ec2", name)))).Value;

    /// <summary>The regions that are enabled and wanted, the home region before the others.</summary>
    /// <param name="context">Says which are wanted.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <exception cref="SecurityMonkeyException">They could not be found out.</exception>
    public async ValueTask<IReadOnlyList<string>> GetRegionsAsync(IWatchContext context, CancellationToken cancellationToken)
        => [.. (await _regions.GetAsync(cancellationToken).ConfigureAwait(false)).OrderBy(IsAway).Where(context.IsRegionWanted)];

    public async ValueTask<IReadOnlyList<ApiScope>> GetScopesAsync(string kind, IWatchContext context, CancellationToken cancellationToken) => kind switch
    {
        GlobalKind => context.IsRegionWanted(Region.Global) ? [GlobalScope] : [],
        RegionKind => [.. (await GetRegionsAsync(context, cancellationToken).ConfigureAwait(false)).Select(region => CreateScope(region, region, region))],
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "AWS accounts have the scopes region and global."),
    };

    public IAsyncEnumerable<ReadOnlyMemory<byte>> CallAsync(ApiScope scope, string callJson, CancellationToken cancellationToken)
        => _api.CallAsync(scope, callJson, cancellationToken);

    public ValueTask DisposeAsync()
    {
        foreach (var client in _ec2.Values.Where(client => client.IsValueCreated))
        {
            client.Value.Dispose();
        }

        _regions.Dispose();
        _connection.Dispose();
        return ValueTask.CompletedTask;
    }

    private bool IsAway(string region) => !string.Equals(region, _connection.HomeRegion, StringComparison.Ordinal);

    private ApiScope CreateScope(string name, string region, string callRegion) => new(name, region)
    {
        Variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["region"] = callRegion,
            ["accountId"] = Account.Identifier,
            ["partition"] = _connection.Partition.Name,
            ["dnsSuffix"] = _connection.Partition.DnsSuffix,
        },
    };
}
