using System.Net;
using SecurityMonkey.Network;

namespace SecurityMonkey.Providers.Network;

/// <summary>A set of packets: from which addresses to which ports, for each transport. Immutable and exact.</summary>
internal sealed class TrafficSet
{
    private const int Highest = ushort.MaxValue;

    private readonly Segment[][] _segments;

    private TrafficSet(Segment[][] segments) => _segments = segments;

    /// <summary>No packet.</summary>
    public static TrafficSet Empty { get; } = new([[], [], [], []]);

    /// <summary>Every packet.</summary>
    public static TrafficSet All { get; } = Of(Transports.All, PortSet.All, AddressSet.All);

    /// <summary>Whether it holds no packet.</summary>
    public bool IsEmpty => _segments.All(segments => segments.Length == 0);

    /// <summary>The packets of some transports to some ports from some addresses. Ports do not count for what has none.</summary>
    public static TrafficSet Of(IEnumerable<Transport> transports, PortSet ports, AddressSet sources)
    {
        if (sources.IsEmpty)
        {
            return Empty;
        }

        Segment[][] segments = [[], [], [], []];
        foreach (var transport in transports)
        {
            segments[(int)transport] = [.. (transport.HasPorts() ? ports : PortSet.All).Ranges.Select(range => new Segment(range.First, range.Last, sources))];
        }

        return new TrafficSet(segments);
    }

    /// <summary>The packets of both.</summary>
    public TrafficSet Union(TrafficSet other) => Combine(other, (mine, its) => mine.Union(its));

    /// <summary>The packets that both have.</summary>
    public TrafficSet Intersect(TrafficSet other) => Combine(other, (mine, its) => mine.Intersect(its));

    /// <summary>The packets that the other does not have.</summary>
    public TrafficSet Subtract(TrafficSet other) => Combine(other, (mine, its) => mine.Subtract(its));

    /// <summary>From where packets to a port come.</summary>
    public AddressSet SourcesOf(Transport transport, int port)
        => Array.Find(_segments[(int)transport], segment => segment.First <= port && port <= segment.Last)?.Sources ?? AddressSet.Empty;

    /// <summary>Whether a packet is in it.</summary>
    public bool Contains(Transport transport, int port, IPAddress source) => SourcesOf(transport, port).Contains(source);

    /// <summary>The ports to which packets from some kind of addresses come.</summary>
    public PortSet PortsWhere(Transport transport, Func<AddressSet, bool> isWanted)
        => _segments[(int)transport]
            .Where(segment => isWanted(segment.Sources))
            .Aggregate(PortSet.Empty, (ports, segment) => ports.Union(PortSet.Of(segment.First, segment.Last)));

    /// <summary>The ports that anybody can send packets to.</summary>
    public PortSet InternetPorts(Transport transport) => PortsWhere(transport, sources => sources.IsInternet);

    /// <summary>From where packets to any of some ports come.</summary>
    public AddressSet SourcesOf(Transport transport, PortSet ports)
        => AddressSet.Union(_segments[(int)transport].Where(segment => ports.Overlaps(PortSet.Of(segment.First, segment.Last))).Select(segment => segment.Sources));

    private TrafficSet Combine(TrafficSet other, Func<AddressSet, AddressSet, AddressSet> combine)
        => new([.. Transports.All.Select(transport => Combine(_segments[(int)transport], other._segments[(int)transport], combine))]);

    // Between two bounds of either nothing changes, so that one port stands for all.
    private static Segment[] Combine(Segment[] mine, Segment[] its, Func<AddressSet, AddressSet, AddressSet> combine)
    {
        var bounds = mine.Concat(its).SelectMany(segment => new[] { segment.First, segment.Last + 1 }).Distinct().Order().ToArray();
        var result = new List<Segment>();
        for (var index = 0; index + 1 < bounds.Length; index++)
        {
            var sources = combine(At(mine, bounds[index]), At(its, bounds[index]));
            if (sources.IsEmpty)
            {
                continue;
            }

            var segment = new Segment(bounds[index], Math.Min(bounds[index + 1] - 1, Highest), sources);
            if (result.Count > 0 && result[^1].Last + 1 == segment.First && result[^1].Sources.Equals(sources))
            {
                result[^1] = result[^1] with { Last = segment.Last };
            }
            else
            {
                result.Add(segment);
            }
        }

        return [.. result];
    }

    private static AddressSet At(Segment[] segments, int port)
        => Array.Find(segments, segment => segment.First <= port && port <= segment.Last)?.Sources ?? AddressSet.Empty;

    private sealed record Segment(int First, int Last, AddressSet Sources);
}
