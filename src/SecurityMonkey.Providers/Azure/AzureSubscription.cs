using System.Runtime.CompilerServices;
using Azure.ResourceManager;
using Azure.ResourceManager.ManagementGroups;
using Azure.ResourceManager.Resources.Models;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Azure.Http;

namespace SecurityMonkey.Providers.Azure;

/// <summary>A subscription.</summary>
/// <param name="Id">Its id, in lower case.</param>
/// <param name="Name">Its name; its id where that is not known.</param>
internal sealed record AzureSubscription(string Id, string Name)
{
    /// <summary>The subscriptions of an account: those it names, those of its management group, or all that the identity sees.</summary>
    /// <param name="account">The account.</param>
    /// <param name="pipelines">The ways to Azure.</param>
    /// <param name="identity">Who asks, for messages.</param>
    /// <param name="knownScopes">The scopes that earlier runs read.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <exception cref="SecurityMonkeyException">They cannot be listed.</exception>
    public static async Task<IReadOnlyList<AzureSubscription>> FindAsync(
        Account account, AzurePipelines pipelines, string identity, IReadOnlyList<KnownScope> knownScopes, CancellationToken cancellationToken)
    {
        if (AzureAccountName.SubscriptionsOf(account) is { Count: > 0 } named)
        {
            return [.. named.Select(id => new AzureSubscription(id, id))];
        }

        var found = new Dictionary<string, AzureSubscription>(StringComparer.Ordinal);
        await foreach (var subscription in ListAsync(account, pipelines, identity, cancellationToken).ConfigureAwait(false))
        {
            found[subscription.Id] = subscription;
        }

        if (account.GetField(AzureFields.ManagementGroup) is null)
        {
            // One that is no longer listed may be out of reach only. It is asked for what it has, and fails where it is.
            foreach (var id in knownScopes.Where(scope => scope.Scope.Length > 0).Select(scope => scope.Scope.Split('/')[0]))
            {
                found.TryAdd(id, new AzureSubscription(id, id));
            }
        }

        return [.. found.Values.OrderBy(subscription => subscription.Id, StringComparer.Ordinal)];
    }

    /// <summary>Lists the subscriptions of the account's management group, or all that the identity sees.</summary>
    public static async IAsyncEnumerable<AzureSubscription> ListAsync(
        Account account, AzurePipelines pipelines, string identity, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var group = account.GetField(AzureFields.ManagementGroup);
        var source = group is null ? ListAllAsync(pipelines.ArmClient, cancellationToken) : ListGroupAsync(pipelines.ArmClient, group, cancellationToken);
        var (what, permission) = group is null
            ? ("/subscriptions", "Microsoft.Resources/subscriptions/read")
            : ($"management group '{group}'", "Microsoft.Management/managementGroups/descendants/read");
        var subscriptions = source.GetAsyncEnumerator(cancellationToken);
        await using (subscriptions.ConfigureAwait(false))
        {
            while (true)
            {
                try
                {
                    if (!await subscriptions.MoveNextAsync().ConfigureAwait(false))
                    {
                        yield break;
                    }
                }
                catch (Exception exception) when (exception is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
                {
                    throw AzureErrors.OfException(exception, what, [permission], identity);
                }

                yield return subscriptions.Current;
            }
        }
    }

    private static async IAsyncEnumerable<AzureSubscription> ListAllAsync(ArmClient client, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var subscription in client.GetSubscriptions().GetAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (subscription.Data.State != SubscriptionState.Deleted && subscription.Data.SubscriptionId is { Length: > 0 } id)
            {
                yield return new AzureSubscription(id.ToLowerInvariant(), string.IsNullOrEmpty(subscription.Data.DisplayName) ? id : subscription.Data.DisplayName);
            }
        }
    }

    private static async IAsyncEnumerable<AzureSubscription> ListGroupAsync(ArmClient client, string group, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var resource = client.GetManagementGroupResource(ManagementGroupResource.CreateResourceIdentifier(group));
        await foreach (var descendant in resource.GetDescendantsAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (descendant.ResourceType.Type.EndsWith("subscriptions", StringComparison.OrdinalIgnoreCase) && descendant.Name is { Length: > 0 } id)
            {
                yield return new AzureSubscription(id.ToLowerInvariant(), string.IsNullOrEmpty(descendant.DisplayName) ? id : descendant.DisplayName);
            }
        }
    }
}
