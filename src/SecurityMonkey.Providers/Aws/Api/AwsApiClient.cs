using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Aws.Session;

namespace SecurityMonkey.Providers.Aws.Api;

/// <summary>Makes the calls that watcher documents describe.</summary>
internal sealed class AwsApiClient(AwsCaller caller) : IAwsApiClient
{
    public IAsyncEnumerable<ReadOnlyMemory<byte>> CallAsync(ApiScope scope, string callJson, CancellationToken cancellationToken)
        => throw new NotSupportedException($"Calls of watcher documents cannot be made for account '{caller.Account.Name}' yet.");
}
