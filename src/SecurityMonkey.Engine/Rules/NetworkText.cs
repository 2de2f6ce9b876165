using System.Globalization;
using Newtonsoft.Json.Linq;

namespace SecurityMonkey.Engine.Rules;

/// <summary>Addresses and ports as clouds write them.</summary>
internal static class NetworkText
{
    /// <summary>Whether a CIDR block holds every address: its prefix has no bits, however the address before it is written.</summary>
    public static bool IsAnyAddress(string? cidr) => cidr is not null && cidr.EndsWith("/0", StringComparison.Ordinal);

    /// <summary>Whether one of some ports lies in a range.</summary>
    /// <param name="ports">A port, a range such as "6000-6010", or a list of them.</param>
    /// <param name="from">The first port of the range; null means the lowest.</param>
    /// <param name="to">The last port of the range; null means the highest.</param>
    /// <exception cref="InvalidOperationException">The ports are none.</exception>
    public static bool IsPortInRange(JToken ports, long? from, long? to)
    {
        var (first, last) = (from ?? 0, to ?? ushort.MaxValue);
        return ports is JArray list
            ? list.Any(port => Overlaps(ParsePorts(port), first, last))
            : Overlaps(ParsePorts(ports), first, last);
    }

    /// <summary>A range of ports as people write it: <c>22</c>, <c>20-25</c>, or <c>any</c>.</summary>
    public static string PortText(long? from, long? to)
        => from is null || to is null ? "any"
            : from == to ? from.Value.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{from}-{to}");

    private static bool Overlaps((long First, long Last) ports, long first, long last) => ports.First <= last && ports.Last >= first;

    private static (long First, long Last) ParsePorts(JToken ports)
    {
        if (ports.Type == JTokenType.Integer)
        {
            return (ports.Value<long>(), ports.Value<long>());
        }

        var parts = ports.Type == JTokenType.String ? ports.Value<string>()!.Split('-') : [];
        return parts.Length is 1 or 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && long.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            && first <= last
            ? (first, last)
            : throw new InvalidOperationException($"{ports.ToString(Newtonsoft.Json.Formatting.None)} is not a port; write 22, \"6000-6010\", or a list of them.");
    }
}
