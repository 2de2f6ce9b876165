using System.Net;
using FsCheck;
using FsCheck.Fluent;

namespace SecurityMonkey.Tests.Network;

/// <summary>A block of addresses as it is written, and whether an address lies in it: by bits, one by one.</summary>
public sealed record Block(string Address, int Prefix)
{
    public bool Holds(IPAddress address)
    {
        var (mine, its) = (IPAddress.Parse(Address).GetAddressBytes(), address.GetAddressBytes());
        return mine.Length == its.Length && Enumerable.Range(0, Prefix).All(bit => Bit(mine, bit) == Bit(its, bit));
    }

    public override string ToString() => $"{Address}/{Prefix}";

    private static int Bit(byte[] bytes, int index) => (bytes[index / 8] >> (7 - (index % 8))) & 1;
}

/// <summary>Random blocks, addresses and ports, few enough to meet.</summary>
public static class NetworkArbitraries
{
    private static readonly string[] V4 = ["0.0.0.0", "128.0.0.0", "10.0.0.0", "10.128.0.0", "192.0.2.0", "192.0.2.128", "203.0.113.7", "255.255.255.255", "64.0.0.1"];
    private static readonly string[] V6 = ["::", "8000::", "2001:db8::", "2001:db8::1", "fd00::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"];

    public static readonly IPAddress[] Samples =
    [
        .. V4.Concat(V6).Select(IPAddress.Parse),
        .. new[] { "9.255.255.255", "10.127.255.255", "11.0.0.0", "127.255.255.255", "192.0.2.127", "192.0.3.0", "203.0.113.6", "203.0.113.8", "1.2.3.4", "7fff::", "2001:db8::2", "2001:db9::" }
            .Select(IPAddress.Parse),
    ];

    public static Gen<Block> BlockGen { get; } = Gen.OneOf(
        from address in Gen.Elements(V4) from prefix in Gen.Elements(0, 1, 2, 8, 9, 24, 25, 31, 32) select new Block(address, prefix),
        from address in Gen.Elements(V6) from prefix in Gen.Elements(0, 1, 3, 32, 127, 128) select new Block(address, prefix));

    public static Arbitrary<Block> Blocks() => Arb.From(BlockGen);
}
