namespace SecurityMonkey.Providers.Network;

/// <summary>What carries a packet, as far as rules tell it apart.</summary>
internal enum Transport
{
    /// <summary>TCP: protocol 6.</summary>
    Tcp,

    /// <summary>UDP: protocol 17.</summary>
    Udp,

    /// <summary>ICMP and ICMPv6: protocols 1 and 58.</summary>
    Icmp,

    /// <summary>Every other protocol.</summary>
    Other,
}
