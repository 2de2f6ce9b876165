namespace SecurityMonkey.Providers.Azure;

/// <summary>
/// Item types of Azure are named after resource types: <c>Microsoft.Network/networkSecurityGroups</c> is
/// <c>azure.network.networksecuritygroups</c>, without a table, so that a resource type nobody thought of has a name as well.
/// </summary>
internal static class AzureItemTypes
{
    /// <summary>The first part of the ids.</summary>
    public const string Provider = "azure";

    /// <summary>One item for each subscription: the list response of the policies of Microsoft.Security (API 2015-06-01-preview).</summary>
    public const string SecurityPolicies = "azure.security.policies";

    private const string Microsoft = "microsoft.";

    // Types that services write in another way than the addresses of their lists do.
    private static readonly Dictionary<string, string> OtherNames = new(StringComparer.Ordinal)
    {
        ["security.securitycontact"] = "security.securitycontacts",
        ["network.frontdoor"] = "network.frontdoors",
        ["recoveryservices.vaults.backupfabrics.protectioncontainers.protecteditems"] = "recoveryservices.vaults.backupprotecteditems",
    };

    // What changes with every write, or while a write is under way, and says nothing about the configuration.
    private static readonly string[] CommonEphemeralPaths =
    [
        "**.etag?", "**.provisioningState?", "systemData.lastModifiedAt?", "systemData.lastModifiedBy?", "systemData.lastModifiedByType?",
    ];

    /// <summary>The item types that have more to say than their family.</summary>
    public static IReadOnlyList<ItemType> Known { get; } =
    [
        new(SecurityPolicies, "Security Center policies of a subscription")
        {
            UnorderedPaths = ["value"],
            EphemeralPaths = ["value[].etag?", "value[].properties.lastModified?"],
        },
        Define("azure.network.networksecuritygroups", "Network security group", ["nsg"]) with
        {
            EphemeralPaths = [.. CommonEphemeralPaths, "properties.resourceGuid?"],
            UnorderedPaths = ["properties.securityRules", "properties.defaultSecurityRules", "properties.networkInterfaces", "properties.subnets"],
        },
        Define("azure.compute.virtualmachines", "Virtual machine", ["azurevm"]) with
        {
            EphemeralPaths = [.. CommonEphemeralPaths, "properties.instanceView?", "properties.timeCreated?"],
            UnorderedPaths = ["properties.storageProfile.dataDisks", "properties.networkProfile.networkInterfaces", "zones"],
        },
        Define("azure.compute.disks", "Managed disk", ["azuredisk"]),
        Define("azure.compute.snapshots", "Disk snapshot", ["azuresnapshot"]),
        Define("azure.storage.storageaccounts", "Storage account", ["storageaccount"]) with
        {
            UnorderedPaths = ["properties.networkAcls.ipRules", "properties.networkAcls.virtualNetworkRules", "properties.privateEndpointConnections"],
        },
        Define("azure.keyvault.vaults", "Key vault", ["keyvault"]) with { UnorderedPaths = ["properties.accessPolicies"] },
        Define("azure.network.publicipaddresses", "Public IP address", ["azurepublicip"]),
        Define("azure.network.virtualnetworks", "Virtual network", ["vnet"]) with { UnorderedPaths = ["properties.subnets"] },
        Define("azure.sql.servers", "SQL server", ["sqlserver"]),
        Define("azure.web.sites.config", "App service configuration") with
        {
            SecretPaths =
            [
                "properties.appSettings[].value", "properties.connectionStrings[].connectionString", "properties.publishingPassword",
                "properties.azureStorageAccounts.*.accessKey",
            ],
        },
        Define("azure.devices.iothubs", "IoT hub") with { SecretPaths = ["**.primaryKey", "**.secondaryKey", "**.connectionString"] },
        Define("azure.insights.components", "Application Insights resource") with { SecretPaths = ["properties.InstrumentationKey", "properties.ConnectionString"] },
        Define("azure.web.sites.config.appsettings", "App service settings") with { SecretPaths = ["properties.*"] },
        Define("azure.web.sites.config.connectionstrings", "App service connection strings") with { SecretPaths = ["properties.*.value"] },
    ];

    /// <summary>The item type of a resource type.</summary>
    /// <param name="resourceType">The resource type, such as <c>Microsoft.Network/networkSecurityGroups</c>, in any case.</param>
    public static string IdOf(string resourceType)
    {
        var lower = resourceType.ToLowerInvariant();
        var known = lower.StartsWith(Microsoft, StringComparison.Ordinal) ? lower[Microsoft.Length..] : lower;
        var name = known.Replace('/', '.');
        return Provider + "." + OtherNames.GetValueOrDefault(name, name);
    }

    /// <summary>The definition of an item type of the family.</summary>
    /// <param name="id">Its id.</param>
    public static ItemType Define(string id) => Define(id, "Azure " + id[(Provider.Length + 1)..].Replace('.', ' '));

    private static ItemType Define(string id, string title, string[]? aliases = null)
        => new(id, title)
        {
            Aliases = aliases ?? [],
            EphemeralPaths = CommonEphemeralPaths,
        };
}
