using System.Globalization;
using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Auth;
using SecurityMonkey.Providers.Aws.Session;

namespace SecurityMonkey.Providers.Aws.Api;

/// <summary>Signs requests with Signature Version 4, through the signer of the AWS SDK.</summary>
internal static class RequestSigner
{
    /// <summary>Makes a signed HTTP request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="endpoint">Where it goes.</param>
    /// <param name="signingName">The name of the service to sign for.</param>
    /// <param name="credentials">The credentials.</param>
    /// <param name="time">The time, as the service has it.</param>
    public static HttpRequestMessage Sign(ApiRequest request, AwsEndpoint endpoint, string signingName, ImmutableCredentials credentials, DateTimeOffset time)
    {
        var uri = new Uri(endpoint.Url.GetLeftPart(UriPartial.Authority) + endpoint.Url.AbsolutePath.TrimEnd('/') + request.PathAndQuery);
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = uri.IsDefaultPort ? uri.IdnHost : string.Create(CultureInfo.InvariantCulture, $"{uri.IdnHost}:{uri.Port}"),
            ["x-amz-date"] = time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture),
        };
        AddWhereGiven(headers, "content-type", request.ContentType);
        var bodyHash = Convert.ToHexString(SHA256.HashData(request.Body)).ToLowerInvariant();
        if (string.Equals(signingName, "s3", StringComparison.Ordinal))
        {
            // What only S3 asks for.
            headers["x-amz-content-sha256"] = bodyHash;
            AddWhereGiven(headers, "x-amz-account-id", request.AccountId);
        }

        foreach (var (name, value) in request.Headers)
        {
            headers[name] = value;
        }

        AddWhereGiven(headers, "x-amz-target", request.Target);
        AddWhereGiven(headers, "x-amz-security-token", credentials.Token);
        var signedHeaders = string.Join(';', headers.Keys);
        var canonical = string.Join(
            '\n',
            [
                request.Method,
                CanonicalPath(uri),
                CanonicalQuery(uri),
                .. headers.Select(header => $"{header.Key}:{header.Value.Trim()}"),
                "",
                signedHeaders,
                bodyHash,
            ]);
        var signature = AWS4Signer.ComputeSignature(credentials, endpoint.SigningRegion, time.UtcDateTime, signingName, signedHeaders, canonical);

        var message = new HttpRequestMessage(new HttpMethod(request.Method), uri);
        if (request.ContentType.Length > 0)
        {
            message.Content = new ByteArrayContent(request.Body);
        }

        foreach (var (name, value) in headers.Where(header => header.Key != "host"))
        {
            _ = message.Headers.TryAddWithoutValidation(name, value) || message.Content!.Headers.TryAddWithoutValidation(name, value);
        }

        message.Headers.TryAddWithoutValidation("Authorization", signature.ForAuthorizationHeader);
        message.Headers.TryAddWithoutValidation("User-Agent", "SecurityMonkey.PowerShell");
        return message;
    }

    private static void AddWhereGiven(SortedDictionary<string, string> headers, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            headers[name] = value;
        }
    }

    // The path as it is sent, encoded once more: so it is for every service but S3.
    private static string CanonicalPath(Uri uri) => string.Join('/', uri.AbsolutePath.Split('/').Select(Uri.EscapeDataString));

    private static string CanonicalQuery(Uri uri)
        => string.Join('&', uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Contains('=', StringComparison.Ordinal) ? pair : pair + "=")
            .Select(pair => pair.Split('=', 2))
            .Select(pair => (Name: Recode(pair[0]), Value: Recode(pair[1])))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal)
            .Select(pair => $"{pair.Name}={pair.Value}"));

    private static string Recode(string text) => Uri.EscapeDataString(Uri.UnescapeDataString(text));
}
