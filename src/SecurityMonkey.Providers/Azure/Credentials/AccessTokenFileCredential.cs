using System.Globalization;
using System.Text.Json;
using Azure.Core;

namespace SecurityMonkey.Providers.Azure.Credentials;

/// <summary>
/// A file that holds an access token: what <c>az account get-access-token</c> prints, or the token alone. It is read anew for each
/// token that is asked for, so that whoever renews the file renews the sign-in.
/// </summary>
/// <param name="path">The file for Azure Resource Manager; null where there is none.</param>
/// <param name="graphPath">The file for Microsoft Graph; null where there is none.</param>
/// <param name="cloud">Tells the two apart.</param>
/// <param name="time">The clock.</param>
internal sealed class AccessTokenFileCredential(string? path, string? graphPath, AzureCloud cloud, TimeProvider time) : TokenCredential
{
    private static readonly string[] TokenMembers = ["accessToken", "access_token", "Token", "token"];

    // A token that does not say when it ends is read again this soon.
    private static readonly TimeSpan ShortLife = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        => Parse(PathFor(requestContext), File.ReadAllText(PathFor(requestContext)));

    /// <inheritdoc/>
    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        var file = PathFor(requestContext);
        try
        {
            return Parse(file, await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failed("AccessTokenUnreadable", $"The access token file '{file}' cannot be read: {exception.Message}", exception);
        }
    }

    private string PathFor(TokenRequestContext request)
        => cloud.GraphScopes.Length > 0 && request.Scopes.SequenceEqual(cloud.GraphScopes, StringComparer.OrdinalIgnoreCase)
            ? graphPath ?? throw Failed(
                "GraphTokenMissing",
                "The account signs in with an access token file, which is made out to Azure Resource Manager; Microsoft Graph needs one of its own. " +
                "Write it with az account get-access-token --resource-type ms-graph, and name it with Set-SMAccount -GraphTokenFile.")
            : path ?? throw Failed("AccessTokenUnreadable", "The account has no -AccessTokenFile.");

    private AccessToken Parse(string file, string text)
    {
        var (token, expiresAt) = text.TrimStart().StartsWith('{') ? ParseJson(file, text) : (text.Trim(), null);
        if (string.IsNullOrEmpty(token) || token.Any(character => char.IsWhiteSpace(character) || char.IsControl(character)))
        {
            throw Failed("AccessTokenInvalid", $"'{file}' holds no access token. Write it with az account get-access-token.");
        }

        var now = time.GetUtcNow();
        var end = TokenClaims.Read(token).ExpiresAt ?? expiresAt;
        if (end <= now)
        {
            throw Failed(
                "AccessTokenExpired",
                string.Create(CultureInfo.InvariantCulture, $"The access token in '{file}' expired at {end:u}. Write a new one with az account get-access-token."));
        }

        return new AccessToken(token, end ?? now + ShortLife);
    }

    private static (string? Token, DateTimeOffset? ExpiresAt) ParseJson(string file, string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var token = TokenMembers
                .Select(name => json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null)
                .FirstOrDefault(value => value is not null);
            var hasEnd = json.RootElement.TryGetProperty("expires_on", out var end);
            var seconds = 0L;
            var isKnown = hasEnd && (end.ValueKind == JsonValueKind.Number
                ? end.TryGetInt64(out seconds)
                : long.TryParse(end.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out seconds));
            return (token, isKnown ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentOutOfRangeException)
        {
            // The text is not repeated: it may be most of a token.
            throw Failed("AccessTokenInvalid", $"'{file}' is not the JSON that az account get-access-token prints.");
        }
    }

    private static SecurityMonkeyException Failed(string errorId, string message, Exception? cause = null) => new(errorId, ErrorKind.AuthenticationFailed, message, cause);
}
