using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace SecurityMonkey.Providers.GitHub.Http;

/// <summary>Turns refusals of the API into errors that say what is missing.</summary>
/// <param name="account">The account.</param>
internal sealed partial class GitHubErrors(Account account)
{
    private const int LongestCode = 80;
    private const string FeatureNotAvailable = "FeatureNotAvailable";
    private const string NotFoundMessage = "Not Found";

    /// <summary>The error of an answer.</summary>
    /// <param name="path">What was called, for people.</param>
    /// <param name="response">The answer.</param>
    /// <remarks>
    /// The codes are the HTTP status and the words of the message in PascalCase: <c>Branch not protected</c> is <c>BranchNotProtected</c>;
    /// a feature that the plan does not include or that is switched off has <c>FeatureNotAvailable</c> besides.
    /// A 404 that only hides what the token may not see has no code 404, so that no watcher takes it for "there are none".
    /// </remarks>
    public SecurityMonkeyException Create(string path, GitHubResponse response)
    {
        var message = response.Message;
        var status = ((int)response.Status).ToString(CultureInfo.InvariantCulture);
        var said = message.Length == 0 ? $"HTTP {status}" : $"HTTP {status}, {message}";
        string[] codes = CodeOf(message) is { } code ? [status, code] : [status];
        if (response.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound && Unavailable().IsMatch(message))
        {
            return Error(FeatureNotAvailable, ErrorKind.Unavailable, $"{path}: GitHub does not have this here ({said}).", [.. codes, FeatureNotAvailable]);
        }

        return response.Status switch
        {
            HttpStatusCode.Unauthorized => Error(
                "AuthenticationFailed",
                ErrorKind.AuthenticationFailed,
                $"GitHub does not accept the credentials of account '{account.Name}' ({said}): they are wrong, expired or revoked. Renew them where the account's " +
                "fields point to, or change the fields with Set-SMAccount.",
                codes),
            HttpStatusCode.Forbidden when response.Header("X-GitHub-SSO") is { } sso && sso.StartsWith("required", StringComparison.OrdinalIgnoreCase) => Error(
                "SsoRequired",
                ErrorKind.PermissionDenied,
                $"{path}: The organisation of account '{account.Name}' enforces single sign-on, and the token is not authorized for it. On GitHub, under Settings, " +
                "Developer settings, choose Configure SSO beside the token and authorize it for the organisation.",
                [status, "SsoRequired"]),
            HttpStatusCode.Forbidden or HttpStatusCode.UnavailableForLegalReasons => Denied(path, response, said, codes),

            // GitHub hides what a token may not see behind 404. A classic token says by its scopes that this is the case.
            HttpStatusCode.NotFound when string.Equals(message, NotFoundMessage, StringComparison.Ordinal) && MissingScope(response) is not null
                => Denied(path, response, said, ["MissingScope"]),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => Error(
                "NotFound", ErrorKind.NotFound, $"{path}: GitHub says that it is not there ({said}), or account '{account.Name}' may not see it.", codes),
            HttpStatusCode.TooManyRequests => Error(
                "RateLimited", ErrorKind.LimitExceeded, $"{path}: GitHub went on to refuse the call ({said}). Collect again later, or with a lower -ThrottleLimit.", codes),
            >= HttpStatusCode.InternalServerError => Error(
                "ServiceFailed", ErrorKind.Unavailable, $"{path}: GitHub could not answer ({said}), also when asked again. Collect again later.", codes),
            _ => Error("CallRefused", ErrorKind.InvalidData, $"{path}: GitHub refused the call ({said}).", codes),
        };
    }

    /// <summary>The error of a list from which organisations were left out because of single sign-on.</summary>
    public SecurityMonkeyException PartialBecauseOfSso(string path) => Error(
        "SsoRequired",
        ErrorKind.PermissionDenied,
        $"{path}: GitHub left out what single sign-on protects, so that the list is not whole. Authorize the token of account '{account.Name}' for the organisation.",
        ["SsoRequired"]);

    /// <summary>An error about the account.</summary>
    public SecurityMonkeyException Error(string id, ErrorKind kind, string message, IReadOnlyList<string>? codes = null, Exception? cause = null)
        => new(id, kind, message, cause)
        {
            Target = account.Name,
            Codes = codes ?? [],
        };

    private SecurityMonkeyException Denied(string path, GitHubResponse response, string said, IReadOnlyList<string> codes)
    {
        var missing = response.Header("X-Accepted-GitHub-Permissions") is { Length: > 0 } permissions
            ? $"It needs the permission {permissions.Replace("; ", ", or ", StringComparison.Ordinal)}."
            : MissingScope(response) is { } scopes
                ? $"It needs one of the scopes {scopes}; the token has {(response.Header("X-OAuth-Scopes") is { Length: > 0 } has ? has : "none")}."
                : "Is the token's owner an owner of the organisation, or an administrator of the repository?";
        return Error("AccessDenied", ErrorKind.PermissionDenied, $"{path}: Account '{account.Name}' may not read this ({said}). {missing}", codes);
    }

    // Only classic tokens have scopes. Any one of the accepted ones is enough.
    private static string? MissingScope(GitHubResponse response)
    {
        if (response.Header("X-OAuth-Scopes") is not { } has || response.Header("X-Accepted-OAuth-Scopes") is not { Length: > 0 } accepted)
        {
            return null;
        }

        var held = has.Split(',', StringSplitOptions.TrimEntries);
        return accepted.Split(',', StringSplitOptions.TrimEntries).Any(scope => held.Contains(scope, StringComparer.Ordinal)) ? null : accepted;
    }

    // What the plan does not include, or the owner has not switched on.
    [GeneratedRegex(@"\AUpgrade to |must be enabled (for|on|in) this |is not enabled (for|on|in) this |not available (for|on|in) this ", RegexOptions.IgnoreCase)]
    private static partial Regex Unavailable();

    private static string? CodeOf(string message)
    {
        var code = new StringBuilder();
        var isWordStart = true;
        foreach (var character in message)
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                code.Append(isWordStart ? char.ToUpperInvariant(character) : character);
            }

            isWordStart = !char.IsAsciiLetterOrDigit(character) && character != '\'';
        }

        return code.Length is > 0 and <= LongestCode ? code.ToString() : null;
    }
}
