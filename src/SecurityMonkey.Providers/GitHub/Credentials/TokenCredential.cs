using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.GitHub.Credentials;

/// <summary>An access token that somebody else keeps: in the environment, a file or a vault. Read once, and again when it was refused.</summary>
/// <param name="reference">Where it is.</param>
/// <param name="account">The account.</param>
/// <param name="context">Reads it.</param>
internal sealed class TokenCredential(string reference, Account account, ISessionContext context) : IGitHubCredential
{
    private volatile string? _token;

    public bool CanRenew => true;

    public async ValueTask<string> GetTokenAsync(string? refused, CancellationToken cancellationToken)
    {
        if (_token is { } known && !string.Equals(known, refused, StringComparison.Ordinal))
        {
            return known;
        }

        var token = (await context.GetSecretAsync(reference, cancellationToken).ConfigureAwait(false)).Trim();
        if (token.Length == 0 || token.Any(character => char.IsWhiteSpace(character) || char.IsControl(character) || !char.IsAscii(character)))
        {
            throw new SecurityMonkeyException(
                "AccountSecretInvalid",
                ErrorKind.AuthenticationFailed,
                $"What '{reference}' holds for account '{account.Name}' is not an access token of GitHub: a token is one word.")
            {
                Target = account.Name,
            };
        }

        return _token = token;
    }
}
