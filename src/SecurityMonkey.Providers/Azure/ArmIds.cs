using Azure.Core;

namespace SecurityMonkey.Providers.Azure;

/// <summary>Ids of Azure Resource Manager.</summary>
internal static class ArmIds
{
    /// <summary>The resource type of an id.</summary>
    /// <param name="id">The id.</param>
    /// <param name="type">The member <c>type</c> of the resource, which counts where there is one.</param>
    /// <returns>The type, such as <c>Microsoft.Network/virtualNetworks</c>; null where the text is not an id.</returns>
    public static string? ResourceTypeOf(string id, string? type)
        => type is not null && type.Contains('/', StringComparison.Ordinal) ? type + SettingsOf(id, type)
            : ResourceIdentifier.TryParse(Root(id), out var identifier) && identifier is not null ? identifier.ResourceType.ToString()
            : null;

    /// <summary>The resource type that the path of a resource, or of a list of resources, names; empty where it names none.</summary>
    /// <remarks>Everything behind the last <c>/providers/</c> is namespace/type/name/type/name...; what stands before it are subscriptions and groups.</remarks>
    public static string TypeIn(string path)
    {
        const string Providers = "/providers/";
        var start = path.LastIndexOf(Providers, StringComparison.OrdinalIgnoreCase);
        var parts = start < 0 ? [] : path[(start + Providers.Length)..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length < 2 ? "" : string.Join('/', parts.Where((_, index) => index == 0 || index % 2 == 1));
    }

    /// <summary>Whether a text begins as an id does. Some services leave out the slash at its beginning.</summary>
    public static bool IsId(string text) => Root(text).StartsWith('/');

    /// <summary>The id by which a resource is known: ids differ in case between the services that report them.</summary>
    public static string Normalize(string id) => Root(id).TrimEnd('/').ToLowerInvariant();

    /// <summary>The id of the subscription that an id lies in, in lower case; null where it lies in none.</summary>
    public static string? SubscriptionOf(string id)
    {
        var parts = id.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length >= 2 && string.Equals(parts[0], "subscriptions", StringComparison.OrdinalIgnoreCase) ? parts[1].ToLowerInvariant() : null;
    }

    // The settings of an app have the type of its configuration, and many are secrets: they must not be taken for it.
    private static string SettingsOf(string id, string type)
        => !string.Equals(type, "Microsoft.Web/sites/config", StringComparison.OrdinalIgnoreCase) ? ""
            : id.EndsWith("/config/appsettings", StringComparison.OrdinalIgnoreCase) ? "/appsettings"
            : id.EndsWith("/config/connectionstrings", StringComparison.OrdinalIgnoreCase) ? "/connectionstrings"
            : id.EndsWith("/config/authsettingsV2", StringComparison.OrdinalIgnoreCase) ? "/authsettingsV2"
            : "";

    private static string Root(string id)
        => id.StartsWith("subscriptions/", StringComparison.OrdinalIgnoreCase) || id.StartsWith("providers/", StringComparison.OrdinalIgnoreCase) ? "/" + id : id;
}
