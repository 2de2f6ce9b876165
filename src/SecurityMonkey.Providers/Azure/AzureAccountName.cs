namespace SecurityMonkey.Providers.Azure;

/// <summary>
/// What the identifier of an Azure account says: a tenant, or a tenant and one of its subscriptions (<c>tenant/subscription</c>), so that
/// the subscriptions of a tenant can be accounts of their own.
/// </summary>
internal static class AzureAccountName
{
    /// <summary>The tenant: an id or a domain name; null where it is not known yet.</summary>
    public static string? TenantOf(Account account) => account.Identifier.Split('/')[0] is { Length: > 0 } tenant ? tenant : null;

    /// <summary>The subscription that the identifier names, or null.</summary>
    public static string? SubscriptionOf(Account account) => account.Identifier.Split('/', 2) is [_, { Length: > 0 } subscription] ? subscription : null;

    /// <summary>The identifier of a subscription.</summary>
    public static string OfSubscription(string tenant, string subscription) => $"{tenant}/{subscription}";

    /// <summary>The subscriptions that an account is narrowed to; empty where it is not.</summary>
    public static IReadOnlyList<string> SubscriptionsOf(Account account)
        => SubscriptionOf(account) is { } one
            ? [one.ToLowerInvariant()]
            : [.. (account.GetField(AzureFields.SubscriptionId) ?? "")
                .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(id => id.ToLowerInvariant())
                .Distinct(StringComparer.Ordinal)];
}
