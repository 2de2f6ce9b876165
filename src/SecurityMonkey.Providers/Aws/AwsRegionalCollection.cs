using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Aws.Session;

namespace SecurityMonkey.Providers.Aws;

/// <summary>Collects an item type in all regions that are enabled and wanted, each of which may fail alone.</summary>
internal static class AwsRegionalCollection
{
    /// <summary>Collects.</summary>
    /// <param name="itemType">The item type.</param>
    /// <param name="context">The account, and where to say what failed.</param>
    /// <param name="collect">Collects a region.</param>
    /// <param name="cancellationToken">Ends the collection.</param>
    public static async IAsyncEnumerable<ItemSnapshot> CollectAsync(
        ItemType itemType,
        IWatchContext context,
        Func<string, CancellationToken, IAsyncEnumerable<ItemSnapshot>> collect,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var session = (AwsSession)context.Session;
        var regions = await session.GetRegionsAsync(context, cancellationToken).ConfigureAwait(false);
        FailLostRegions(itemType, context, session, regions);
        await foreach (var item in ScopedCollection.CollectAsync(context, regions, collect, cancellationToken).ConfigureAwait(false))
        {
            yield return item;
        }
    }

    // Nobody knows whether what was in a region that is no longer enabled is still there.
    private static void FailLostRegions(ItemType itemType, IWatchContext context, AwsSession session, IReadOnlyList<string> regions)
    {
        var lost = session.Context.KnownScopes
            .Where(known => string.Equals(known.ItemType, itemType.Id, StringComparison.Ordinal))
            .Select(known => known.Scope.Split('/', 2)[0])
            .Where(region => region.Length > 0 && context.IsRegionWanted(region))
            .Except(regions, StringComparer.Ordinal);
        foreach (var region in lost)
        {
            context.Fail(region, new SecurityMonkeyException(
                "RegionNotEnabled",
                ErrorKind.Unavailable,
                $"The region {region} of account '{context.Account.Name}' held items of {itemType.Id} and is no longer enabled, so they were not collected. " +
                "Enable it, or leave the region out (Set-SMAccount -Region)."));
        }
    }
}
