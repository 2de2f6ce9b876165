namespace SecurityMonkey.Network;

/// <summary>Addresses that the internet does not carry. Source: the IANA registries of special-purpose addresses (RFC 6890).</summary>
internal static class SpecialAddresses
{
    /// <summary>IPv4 blocks for private and special use.</summary>
    public static AddressSet IPv4 { get; } = Read(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15",
        "224.0.0.0/4", "240.0.0.0/4");

    /// <summary>The IPv6 addresses that are given out.</summary>
    public static AddressSet GlobalIPv6 { get; } = Read("2000::/3");

    /// <summary>IPv6 blocks within them for special use.</summary>
    public static AddressSet IPv6 { get; } = Read("2001::/23", "2002::/16");

    // Documentation blocks are left in on purpose: they mean public addresses, and examples need some.
    private static AddressSet Read(params string[] blocks) => AddressSet.Union(blocks.Select(AddressSet.Parse));
}
