using System.Text.Json;

namespace SecurityMonkey.Providers.Aws.Api;

/// <summary>The services whose ways are known, from <c>services.json</c> beside this file.</summary>
/// <remarks>Source: the API references of the services, and their endpoints in the AWS General Reference.</remarks>
internal static class ApiServices
{
    private static readonly Dictionary<string, ApiService> ByName = Load();

    /// <summary>The service of a name; one that is not known is one with that name everywhere.</summary>
    public static ApiService Get(string name)
        => ByName.TryGetValue(name, out var service) ? service : new ApiService { Name = name, Endpoint = name, SigningName = name, Permission = name };

    /// <summary>Reads how to page: <c>input</c>, <c>output</c> (texts or lists of texts) and <c>more</c>.</summary>
    /// <exception cref="FormatException">Something is missing.</exception>
    public static ApiPaging ReadPaging(JsonElement paging)
    {
        var input = Texts(paging, "input");
        var output = Texts(paging, "output");
        return input.Count > 0 && input.Count == output.Count
            ? new ApiPaging(input, output, paging.TryGetProperty("more", out var more) ? more.GetString() : null)
            : throw new FormatException("Paging needs 'input' and 'output', one of each for each other: the parameters that take tokens, and the members that give them.");
    }

    private static Dictionary<string, ApiService> Load()
    {
        using var stream = typeof(ApiServices).Assembly.GetManifestResourceStream("SecurityMonkey.Providers.Aws.Api.services.json")
            ?? throw new InvalidOperationException("services.json is not in the assembly.");
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.EnumerateObject().ToDictionary(service => service.Name, service => Read(service.Name, service.Value), StringComparer.Ordinal);
    }

    private static ApiService Read(string name, JsonElement service)
    {
        var endpoint = Text(service, "endpoint") ?? name;
        var signingName = Text(service, "signingName") ?? endpoint;
        return new ApiService
        {
            Name = name,
            Protocol = Text(service, "protocol") ?? "json",
            Version = Text(service, "version") ?? "",
            Target = Text(service, "target") ?? "",
            Endpoint = endpoint,
            SigningName = signingName,
            Permission = Text(service, "permission") ?? signingName,
            Paging = service.TryGetProperty("page", out var page) ? ReadPaging(page) : null,
            Headers = service.TryGetProperty("headers", out var headers)
                ? headers.EnumerateObject().ToDictionary(header => header.Name, header => header.Value.GetString() ?? "", StringComparer.Ordinal)
                : new Dictionary<string, string>(),
            Types = service.TryGetProperty("types", out var types) ? AnswerTypes.Read(types, AnswerTypes.None) : AnswerTypes.None,
        };
    }

    private static IReadOnlyList<string> Texts(JsonElement element, string member)
        => !element.TryGetProperty(member, out var value) ? []
            : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(text => text.GetString() ?? "")]
            : [value.GetString() ?? ""];

    private static string? Text(JsonElement element, string member) => element.TryGetProperty(member, out var value) ? value.GetString() : null;
}
