using System.Net;
using System.Web;

namespace SecurityMonkey.Tests.Providers.Aws.Support;

/// <summary>A request as the server got it.</summary>
internal sealed record AwsRequest
{
    public required string Method { get; init; }

    /// <summary>The path, still encoded.</summary>
    public required string Path { get; init; }

    public required string Body { get; init; }

    /// <summary>The path with the query, still encoded.</summary>
    public string PathAndQuery { get; init; } = "";

    /// <summary>The target of a JSON API: service, version and operation.</summary>
    public string Target { get; init; } = "";

    /// <summary>When it was signed, as it says itself.</summary>
    public string SignedAt { get; init; } = "";

    /// <summary>The parameters of the query and of a form.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>The id of the access key it was signed with.</summary>
    public required string AccessKey { get; init; }

    /// <summary>The region it was signed for.</summary>
    public required string Region { get; init; }

    /// <summary>The service it was signed for.</summary>
    public required string Service { get; init; }

    /// <summary>The action of a query API, or the operation of a JSON API.</summary>
    public required string Action { get; init; }

    /// <summary>The headers.</summary>
    public System.Collections.Specialized.NameValueCollection Headers { get; init; } = [];

    public string? NextToken => Parameters.GetValueOrDefault("NextToken");

    public static async Task<AwsRequest> ReadAsync(HttpListenerRequest request)
    {
        using var reader = new StreamReader(request.InputStream);
        var body = await reader.ReadToEndAsync();
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(parameters, request.Url!.Query);
        if (request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.Ordinal) ?? false)
        {
            Add(parameters, body);
        }

        var scope = (request.Headers["Authorization"] ?? "").Split("Credential=").ElementAtOrDefault(1)?.Split(',')[0].Split('/') ?? [];
        return new AwsRequest
        {
            Method = request.HttpMethod,
            Path = request.RawUrl!.Split('?')[0],
            Body = body,
            PathAndQuery = request.RawUrl!,
            Target = request.Headers["X-Amz-Target"] ?? "",
            SignedAt = request.Headers["X-Amz-Date"] ?? "",
            Parameters = parameters,
            Headers = request.Headers,
            AccessKey = scope.ElementAtOrDefault(0) ?? "",
            Region = scope.ElementAtOrDefault(2) ?? "",
            Service = scope.ElementAtOrDefault(3) ?? "",
            Action = parameters.GetValueOrDefault("Action") ?? request.Headers["X-Amz-Target"]?.Split('.')[^1] ?? "",
        };
    }

    private static void Add(Dictionary<string, string> parameters, string text)
    {
        var values = HttpUtility.ParseQueryString(text);
        foreach (var key in values.AllKeys)
        {
            // ?acl is a key without a value, which the parser calls a value without a key.
            foreach (var name in key is null ? values.GetValues(null)! : [key])
            {
                parameters[name] = key is null ? "" : values[key]!;
            }
        }
    }
}
