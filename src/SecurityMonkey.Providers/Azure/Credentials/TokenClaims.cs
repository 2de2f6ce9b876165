using System.Text.Json;

namespace SecurityMonkey.Providers.Azure.Credentials;

/// <summary>What an access token says of itself. It is read to be shown, and not checked: that is for the service it is made out to.</summary>
/// <param name="TenantId">The tenant.</param>
/// <param name="Identity">Who signed in: a person's name, an application's id; empty where the token does not say.</param>
/// <param name="ExpiresAt">When it ends; null where the token does not say.</param>
internal sealed record TokenClaims(string? TenantId, string Identity, DateTimeOffset? ExpiresAt)
{
    private const int PartsOfToken = 3;

    /// <summary>Reads a token; one that is not a JSON web token says nothing.</summary>
    public static TokenClaims Read(string token)
    {
        var nothing = new TokenClaims(null, "", null);
        var parts = token.Split('.');
        if (parts.Length != PartsOfToken)
        {
            return nothing;
        }

        try
        {
            using var claims = JsonDocument.Parse(Decode(parts[1]));
            return new TokenClaims(
                Text(claims.RootElement, "tid"),
                Text(claims.RootElement, "upn") ?? Text(claims.RootElement, "unique_name") ?? Text(claims.RootElement, "appid") ?? Text(claims.RootElement, "oid") ?? "",
                claims.RootElement.TryGetProperty("exp", out var end) && end.TryGetInt64(out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return nothing;
        }
    }

    private static byte[] Decode(string part)
    {
        var text = part.Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(text.PadRight(text.Length + ((4 - (text.Length % 4)) % 4), '='));
    }

    private static string? Text(JsonElement claims, string name)
        => claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
