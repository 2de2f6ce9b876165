using System.Collections.Concurrent;
using System.IO.Enumeration;
using System.Text.Json;
using SecurityMonkey.Providers.Azure.Calls;

namespace SecurityMonkey.Providers.Azure.ResourceGraph;

/// <summary>What the identity may do in whole subscriptions, asked once for each.</summary>
internal sealed class SubscriptionPermissions(AzureCaller caller, string identity, CancellationToken stopping)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<Grant>>>> _grants = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Checks that an action is allowed in all of a subscription.</summary>
    /// <exception cref="SecurityMonkeyException">It is not, or that could not be found out.</exception>
    public async Task DemandAsync(string subscription, string action, CancellationToken cancellationToken)
    {
        var grants = await _grants.GetOrAdd(subscription, id => new(() => ReadAsync(id))).Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!grants.Any(grant => grant.Allows(action)))
        {
            throw new SecurityMonkeyException(
                "AccessDenied",
                ErrorKind.PermissionDenied,
                $"{(identity.Length > 0 ? identity : "The identity")} may not read all of subscription {subscription}, and Resource Graph leaves out what it may not read. " +
                $"It needs the permission {action} on the subscription: assign the role Reader, or the one New-SMAccessPolicy writes.")
            {
                Codes = ["AuthorizationFailed", "403"],
                Target = subscription,
            };
        }
    }

    private async Task<IReadOnlyList<Grant>> ReadAsync(string subscription)
    {
        var path = $"/subscriptions/{Uri.EscapeDataString(subscription)}/providers/Microsoft.Authorization/permissions";
        var grants = new List<Grant>();
        await foreach (var page in caller.CallAsync(new AzureCall(AzureApi.Arm, "GET", path, "2022-04-01", ""), stopping).ConfigureAwait(false))
        {
            using var json = JsonDocument.Parse(page);
            if (json.RootElement.TryGetProperty("value", out var list) && list.ValueKind == JsonValueKind.Array)
            {
                grants.AddRange(list.EnumerateArray().Select(grant => new Grant(Texts(grant, "actions"), Texts(grant, "notActions"))));
            }
        }

        return grants;
    }

    private static string[] Texts(JsonElement grant, string name)
        => grant.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(text => text.ValueKind == JsonValueKind.String).Select(text => text.GetString()!)]
            : [];

    // A role: what it allows, but for what it takes out again.
    private sealed record Grant(string[] Actions, string[] NotActions)
    {
        public bool Allows(string action) => Matches(Actions, action) && !Matches(NotActions, action);

        private static bool Matches(string[] patterns, string action) => patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, action));
    }
}
