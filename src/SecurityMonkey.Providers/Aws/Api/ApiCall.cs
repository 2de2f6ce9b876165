using System.Text.Json;
using System.Text.RegularExpressions;

namespace SecurityMonkey.Providers.Aws.Api;

/// <summary>A call, with what its service implies filled in.</summary>
internal sealed partial record ApiCall
{
    /// <summary>The service, with what the call says otherwise.</summary>
    public required ApiService Service { get; init; }

    /// <summary>The action of the API.</summary>
    public required string Action { get; init; }

    /// <summary>The permission it needs.</summary>
    public required string Permission { get; init; }

    /// <summary>The HTTP method (<c>rest-json</c>, <c>rest-xml</c>).</summary>
    public string Method { get; init; } = "POST";

    /// <summary>The path (<c>rest-json</c>, <c>rest-xml</c>).</summary>
    public string Path { get; init; } = "/";

    /// <summary>The region to call instead of the scope's, or null.</summary>
    public string? Region { get; init; }

    /// <summary>The parameters, an object.</summary>
    public required JsonElement Parameters { get; init; }

    /// <summary>Reads a call.</summary>
    /// <exception cref="SecurityMonkeyException">It does not say what it should.</exception>
    public static ApiCall Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            throw Invalid(exception.Message, exception);
        }
    }

    private static ApiCall Read(JsonElement call)
    {
        var name = Text(call, "service") ?? throw Invalid("It names no service.");
        var action = Text(call, "action") ?? throw Invalid($"It names no action of {name}.");
        if (!IsReading().IsMatch(action))
        {
            throw Invalid($"{name}:{action} is not an action that only reads (Get..., List..., Describe..., BatchGet..., Lookup..., Search..., GenerateCredentialReport).");
        }

        var known = ApiServices.Get(name);
        var service = known with
        {
            Protocol = Text(call, "protocol") ?? known.Protocol,
            Version = Text(call, "version") ?? known.Version,
            Target = Text(call, "target") ?? known.Target,
            Endpoint = HostLabels(Text(call, "endpoint") ?? known.Endpoint),
            SigningName = Text(call, "signingName") ?? known.SigningName,
            Paging = call.TryGetProperty("page", out var page) ? ApiServices.ReadPaging(page) : known.Paging,
            Types = call.TryGetProperty("types", out var types) ? AnswerTypes.Read(types, known.Types) : known.Types,
        };
        var isRest = service.Protocol.StartsWith("rest-", StringComparison.Ordinal);
        return new ApiCall
        {
            Service = service,
            Action = action,
            Permission = Text(call, "permission") ?? $"{service.Permission}:{action}",
            Method = isRest ? Text(call, "method") ?? "GET" : "POST",
            Path = !isRest ? "/" : Text(call, "path") is ['/', ..] path ? path : throw Invalid($"{name}:{action} needs a 'path' that begins with a slash."),
            Region = Text(call, "region"),
            Parameters = call.TryGetProperty("parameters", out var parameters) ? parameters.Clone() : EmptyObject(),
        };
    }

    // Credentials are never sent to a host that a document names: only the first labels of Amazon's own host names can be chosen.
    private static string HostLabels(string endpoint)
        => IsHostLabels().IsMatch(endpoint) ? endpoint : throw Invalid($"'{endpoint}' is not the first part of a host name of AWS, such as 'api.ecr'.");

    private static JsonElement EmptyObject()
    {
        using var document = JsonDocument.Parse("{}");
        return document.RootElement.Clone();
    }

    private static string? Text(JsonElement call, string member)
        => call.TryGetProperty(member, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : null;

    private static SecurityMonkeyException Invalid(string message, Exception? cause = null)
        => new("WatcherCallInvalid", ErrorKind.InvalidData, $"A call of a watcher document cannot be made: {message}", cause);

    [GeneratedRegex(@"\A(Get|List|Describe|BatchGet|Lookup|Search)[A-Za-z0-9]+\z|\AGenerateCredentialReport\z")]
    private static partial Regex IsReading();

    [GeneratedRegex(@"\A[a-z0-9-]+(\.[a-z0-9-]+)*\z")]
    private static partial Regex IsHostLabels();
}
