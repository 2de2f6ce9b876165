namespace SecurityMonkey.Providers.GitHub.Credentials;

/// <summary>What an account proves its identity with. Safe for several threads.</summary>
internal interface IGitHubCredential
{
    /// <summary>Whether a token that was refused can be replaced by another one.</summary>
    bool CanRenew { get; }

    /// <summary>A token for the next call.</summary>
    /// <param name="refused">The token that GitHub has just refused, or null; it is not returned again where there is a newer one.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="SecurityMonkeyException">There is none.</exception>
    ValueTask<string> GetTokenAsync(string? refused, CancellationToken cancellationToken);
}
