using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.Aws.Api;

/// <summary>Calls any AWS service by the names of its API, without a package for each of them. Safe for several threads.</summary>
internal interface IAwsApiClient
{
    /// <summary>Makes a call, and the calls for its further pages.</summary>
    /// <param name="scope">The region, or the whole account.</param>
    /// <param name="callJson">The call, with the members of <see cref="AwsApiCalls.Members"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The answers as UTF-8 JSON, page by page, as <c>aws (service) (command)</c> prints them.</returns>
    /// <exception cref="SecurityMonkeyException">The call failed; the message names the account, the region and, where one is missing, the permission.</exception>
    IAsyncEnumerable<ReadOnlyMemory<byte>> CallAsync(ApiScope scope, string callJson, CancellationToken cancellationToken);
}
