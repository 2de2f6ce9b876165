using Amazon.EC2;
using Amazon.EC2.Model;

namespace SecurityMonkey.Providers.Aws.Session;

/// <summary>The regions that are enabled for an account, found out once for each session.</summary>
/// <param name="connection">How the account is reached.</param>
internal sealed class AwsRegionList(AwsConnection connection) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private IReadOnlyList<string>? _regions;
    private SecurityMonkeyException? _error;

    /// <summary>The permission it needs.</summary>
    public const string Permission = "ec2:DescribeRegions";

    /// <summary>The regions, sorted.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="SecurityMonkeyException">They could not be found out.</exception>
    public async ValueTask<IReadOnlyList<string>> GetAsync(CancellationToken cancellationToken)
    {
        // An account that names all its regions needs no list of them.
        var named = connection.Account.Regions;
        if (named.Count > 0 && named.All(IsLiteral))
        {
            return [.. named.Where(region => !string.Equals(region, Region.Global, StringComparison.OrdinalIgnoreCase))];
        }

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // What failed once is not asked again for each of dozens of item types.
            return _error is not null ? throw _error : _regions ??= await ListAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SecurityMonkeyException exception)
        {
            _error = exception;
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private static bool IsLiteral(string pattern) => pattern.IndexOfAny(['*', '?', '[']) < 0;

    private async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        using var client = new AmazonEC2Client(connection.Credentials, connection.Configure(new AmazonEC2Config(), "ec2", connection.HomeRegion));
        try
        {
            var answer = await client.DescribeRegionsAsync(new DescribeRegionsRequest { AllRegions = false }, cancellationToken).ConfigureAwait(false);
            return [.. (answer.Regions ?? []).Select(region => region.RegionName).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            throw AwsErrors.Translate(exception, new AwsCall(connection.Account.Name, "ec2", "DescribeRegions", connection.HomeRegion));
        }
    }
}
