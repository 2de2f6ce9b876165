using System.Runtime.CompilerServices;
using SecurityMonkey;
using SecurityMonkey.Plugins;

namespace AzureTokenPlugin;

/// <summary>Collects the policies of the Security Center: one item for each subscription.</summary>
internal sealed class SecurityPolicyWatcher : IWatcher
{
    public static readonly ItemType SecurityPolicies = new("azuretoken.security.policies", "Security Center policies") { EphemeralPaths = ["value[].etag?"] };

    public ItemType ItemType => SecurityPolicies;

    public IReadOnlyList<string> Permissions => ["Microsoft.Security/policies/read"];

    public async IAsyncEnumerable<ItemSnapshot> CollectAsync(IWatchContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var subscription = $"/subscriptions/{context.Account.Identifier}";
        var answer = await ((AzureTokenSession)context.Session)
            .GetAsync($"{subscription}/providers/Microsoft.Security/policies?api-version=2015-06-01-preview", cancellationToken).ConfigureAwait(false);
        yield return new ItemSnapshot($"{subscription}/providers/microsoft.security/policies", answer) { Name = context.Account.Identifier };
    }
}
