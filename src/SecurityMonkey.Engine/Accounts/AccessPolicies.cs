using SecurityMonkey.Engine.Plugins;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Accounts;

/// <summary>Says what an identity must be allowed so that item types can be collected.</summary>
internal static class AccessPolicies
{
    /// <summary>A policy for each account type that has some of the item types and can write policies.</summary>
    /// <param name="plugins">What there is.</param>
    /// <param name="accountTypes">The account types.</param>
    /// <param name="itemTypes">The item types.</param>
    public static IEnumerable<AccessPolicy> Create(PluginCatalog plugins, TextFilter accountTypes, TextFilter itemTypes)
    {
        foreach (var accountType in plugins.AccountTypes.Where(type => accountTypes.IsMatch(type.Definition.Name)))
        {
            var watchers = plugins.WatchersOf(accountType.Definition.Name).Where(watcher => itemTypes.IsMatch(watcher.ItemType.Id)).ToArray();
            if (watchers.Length == 0 || accountType is not IAccessPolicyWriter writer)
            {
                continue;
            }

            string[] permissions =
            [
                .. watchers.SelectMany(watcher => watcher.Permissions)
                    .Concat(writer.SessionPermissions)
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal),
            ];
            yield return new AccessPolicy(
                accountType.Definition.Name, [.. watchers.Select(watcher => watcher.ItemType.Id)], permissions, writer.WriteAccessPolicy(permissions));
        }
    }
}
