namespace SecurityMonkey;

/// <summary>Names of regions that no provider has.</summary>
public static class Region
{
    /// <summary>The region of resources that belong to no region.</summary>
    public const string Global = "global";

    /// <summary>The region of resources whose region the collected document does not tell.</summary>
    public const string Unknown = "unknown";
}
