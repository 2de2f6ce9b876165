using System.Globalization;
using Newtonsoft.Json.Linq;
using SecurityMonkey.Network;

namespace SecurityMonkey.Engine.Rules;

/// <summary>Addresses and ports as expressions give them to <see cref="AddressSet"/> and <see cref="PortSet"/>.</summary>
internal static class NetworkText
{
    /// <summary>Whether a CIDR block holds every address of its family: its prefix has no bits, however the address before it is written.</summary>
    public static bool IsAnyAddress(string? cidr)
        => AddressSet.TryParse(cidr) is { } addresses && (addresses.IPv4.Equals(AddressSet.AllIPv4) || addresses.IPv6.Equals(AddressSet.AllIPv6));

    /// <summary>Whether some blocks, together, are so much of the internet that they mean "anybody".</summary>
    /// <param name="blocks">A block, or a list of them.</param>
    /// <exception cref="InvalidOperationException">One is none.</exception>
    public static bool IsInternet(JToken blocks) => Addresses(blocks).IsInternet;

    /// <summary>Whether some blocks hold addresses of the internet.</summary>
    /// <param name="blocks">A block, or a list of them.</param>
    /// <exception cref="InvalidOperationException">One is none.</exception>
    public static bool HasInternet(JToken blocks) => Addresses(blocks).HasInternet;

    /// <summary>How many IPv4 addresses some blocks hold together.</summary>
    /// <param name="blocks">A block, or a list of them.</param>
    /// <exception cref="InvalidOperationException">One is none.</exception>
    public static long CountAddresses(JToken blocks) => Addresses(blocks).CountIPv4;

    /// <summary>Whether one of some ports lies in a range.</summary>
    /// <param name="ports">A port, a range such as "6000-6010", or a list of them.</param>
    /// <param name="from">The first port of the range; null means the lowest.</param>
    /// <param name="to">The last port of the range; null means the highest.</param>
    /// <exception cref="InvalidOperationException">The ports are none.</exception>
    public static bool IsPortInRange(JToken ports, long? from, long? to)
        => Elements(ports).Aggregate(PortSet.Empty, (all, port) => all.Union(ParsePorts(port))).Overlaps(PortSet.Of(from ?? 0, to ?? ushort.MaxValue));

    /// <summary>A range of ports as people write it: <c>22</c>, <c>20-25</c>, or <c>any</c>.</summary>
    public static string PortText(long? from, long? to)
        => from is null || to is null ? "any"
            : from == to ? from.Value.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{from}-{to}");

    /// <summary>How many ports a range has; one that is open at an end goes to the first or the last port.</summary>
    public static long CountPorts(long? from, long? to) => Math.Max(0, Math.Min(to ?? ushort.MaxValue, ushort.MaxValue) - Math.Max(from ?? 0, 0) + 1);

    private static AddressSet Addresses(JToken blocks) => AddressSet.Union(Elements(blocks).Where(block => block.Type != JTokenType.Null).Select(block =>
        AddressSet.TryParse(block.Type == JTokenType.String ? block.Value<string>() : null)
            ?? throw new InvalidOperationException($"{block.ToString(Newtonsoft.Json.Formatting.None)} is neither an address nor a block of addresses.")));

    private static IEnumerable<JToken> Elements(JToken value) => value is JArray list ? list : [value];

    private static PortSet ParsePorts(JToken ports)
        => (ports.Type == JTokenType.Integer ? PortSet.Of(ports.Value<long>(), ports.Value<long>())
                : ports.Type == JTokenType.String ? PortSet.TryParse(ports.Value<string>())
                : null)
            ?? throw new InvalidOperationException($"{ports.ToString(Newtonsoft.Json.Formatting.None)} is not a port; write 22, \"6000-6010\", or a list of them.");
}
