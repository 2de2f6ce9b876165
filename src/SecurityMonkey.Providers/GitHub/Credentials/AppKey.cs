using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SecurityMonkey.Providers.GitHub.Credentials;

/// <summary>Signs the tokens by which a GitHub App says that it is itself: JSON Web Tokens (RFC 7519) with RS256.</summary>
internal static class AppKey
{
    // GitHub takes at most ten minutes, and clocks differ.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(9);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);
    private static readonly string Header = Encode("""{"alg":"RS256","typ":"JWT"}"""u8);

    /// <summary>Makes a token.</summary>
    /// <param name="appId">The App's id or client id.</param>
    /// <param name="privateKey">The App's private key in PEM.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="CryptographicException">The key cannot be used.</exception>
    /// <exception cref="ArgumentException">The text is no key.</exception>
    public static string CreateToken(string appId, string privateKey, DateTimeOffset now)
    {
        var payload = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"iat":{{(now - ClockSkew).ToUnixTimeSeconds()}},"exp":{{(now + Lifetime).ToUnixTimeSeconds()}},"iss":"{{System.Text.Json.JsonEncodedText.Encode(appId)}}"}""");
        var content = Header + "." + Encode(Encoding.UTF8.GetBytes(payload));
        using var key = RSA.Create();

        // Environment variables often hold the line ends as \n.
        key.ImportFromPem(privateKey.Replace("\\n", "\n", StringComparison.Ordinal));
        return content + "." + Encode(key.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private static string Encode(ReadOnlySpan<byte> bytes)
        => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
