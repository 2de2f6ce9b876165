namespace SecurityMonkey.Providers.Azure.Calls;

/// <summary>The services that calls are made to.</summary>
internal enum AzureApi
{
    /// <summary>Azure Resource Manager.</summary>
    Arm,

    /// <summary>Microsoft Graph.</summary>
    Graph,

    /// <summary>Azure Resource Graph.</summary>
    ResourceGraph,
}
