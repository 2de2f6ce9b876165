using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.Aws.Api;

/// <summary>What a call of a watcher document can have.</summary>
internal static class AwsApiCalls
{
    /// <summary>The members.</summary>
    public static IReadOnlyList<ApiCallMember> Members { get; } = [];

    /// <summary>The permissions that a call needs.</summary>
    /// <param name="callJson">The call, with the expressions in braces not yet filled in.</param>
    public static IReadOnlyList<string> GetPermissions(string callJson) => [];
}
