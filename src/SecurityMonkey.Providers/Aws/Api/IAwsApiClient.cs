using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.Aws.Api;

/// <summary>Makes the calls that watcher documents describe.</summary>
internal interface IAwsApiClient
{
    /// <summary>Makes a call, and the calls for its further pages.</summary>
    /// <param name="scope">The region, or the whole account.</param>
    /// <param name="callJson">The call.</param>
    /// <param name="cancellationToken">Ends it.</param>
    IAsyncEnumerable<ReadOnlyMemory<byte>> CallAsync(ApiScope scope, string callJson, CancellationToken cancellationToken);
}
