namespace SecurityMonkey.Plugins;

/// <summary>A session whose API can be called by watcher documents. Safe for several threads.</summary>
public interface IApiSession : IAccountSession
{
    /// <summary>The scopes of a kind, without those that are out of the account's scope.</summary>
    /// <param name="kind">One of <see cref="IApiAccountType.ScopeKinds"/>.</param>
    /// <param name="context">Says which regions are wanted.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <exception cref="SecurityMonkeyException">They could not be found out; then nothing is known of any item.</exception>
    ValueTask<IReadOnlyList<ApiScope>> GetScopesAsync(string kind, IWatchContext context, CancellationToken cancellationToken);

    /// <summary>Makes a call, and the calls for its further pages: authentication, retries and rate limits are the session's.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="callJson">The call as JSON, with the members of <see cref="IApiAccountType.CallMembers"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The answers as UTF-8 JSON, page by page; one that has no body is <c>null</c> in JSON.</returns>
    /// <exception cref="SecurityMonkeyException">
    /// The call failed. <see cref="SecurityMonkeyException.Codes"/> holds the provider's codes and the HTTP status, so that a
    /// document can say which of them mean that there is nothing.
    /// </exception>
    IAsyncEnumerable<ReadOnlyMemory<byte>> CallAsync(ApiScope scope, string callJson, CancellationToken cancellationToken);
}
