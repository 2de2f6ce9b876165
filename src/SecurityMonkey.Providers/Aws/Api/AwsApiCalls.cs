using System.Text.Json;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.Aws.Api;

/// <summary>What a call of a watcher document can say, and what it implies.</summary>
internal static class AwsApiCalls
{
    /// <summary>The members of a call.</summary>
    public static IReadOnlyList<ApiCallMember> Members { get; } =
    [
        new("service") { IsRequired = true },
        new("action") { IsRequired = true },
        new("parameters") { IsStructure = true },
        new("method") { AllowedValues = ["GET", "POST", "PUT", "HEAD"] },
        new("path") { IsUrlPath = true },
        new("region"),
        new("page") { IsStructure = true },
        new("types") { IsStructure = true },
        new("protocol") { AllowedValues = ["query", "json", "rest-json", "rest-xml"] },
        new("version"),
        new("target"),
        new("endpoint"),
        new("signingName"),
        new("permission"),
    ];

    /// <summary>The permissions that a call needs: the action with the prefix that policies use for the service.</summary>
    /// <param name="callJson">The call.</param>
    public static IReadOnlyList<string> GetPermissions(string callJson)
    {
        using var call = JsonDocument.Parse(callJson);
        return Text(call.RootElement, "permission") is { } permission ? [permission]
            : Text(call.RootElement, "service") is { } service && Text(call.RootElement, "action") is { } action
                ? [$"{ApiServices.Get(service).Permission}:{action}"]
            : [];
    }

    private static string? Text(JsonElement call, string member)
        => call.ValueKind == JsonValueKind.Object && call.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
