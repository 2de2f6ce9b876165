using System.Globalization;

namespace SecurityMonkey.Network;

/// <summary>A set of ports, 0 to 65535. Immutable.</summary>
public sealed class PortSet : IEquatable<PortSet>
{
    private const int Highest = ushort.MaxValue;

    private static readonly PortSet Listening = new(RangeSet.Of([new NumberRange(1, Highest)]));

    private readonly RangeSet _ranges;

    private PortSet(RangeSet ranges) => _ranges = ranges;

    /// <summary>No port.</summary>
    public static PortSet Empty { get; } = new(RangeSet.Empty);

    /// <summary>Every port.</summary>
    public static PortSet All { get; } = new(RangeSet.Of([new NumberRange(0, Highest)]));

    /// <summary>Whether it holds no port.</summary>
    public bool IsEmpty => _ranges.IsEmpty;

    /// <summary>Whether it holds every port that a service can listen on: 1 to 65535.</summary>
    public bool IsAll => IsSupersetOf(Listening);

    /// <summary>How many ports it holds.</summary>
    public int Count => (int)_ranges.Count;

    /// <summary>The ranges, lowest first.</summary>
    public IEnumerable<(int First, int Last)> Ranges => _ranges.Ranges.Select(range => ((int)range.First, (int)range.Last));

    /// <summary>The ports from one to another, both included; what lies outside 0 to 65535 is left out.</summary>
    public static PortSet Of(long first, long last)
    {
        var (from, to) = (Math.Max(first, 0), Math.Min(last, Highest));
        return from > to ? Empty : new PortSet(RangeSet.Of([new NumberRange((UInt128)from, (UInt128)to)]));
    }

    /// <summary>One port.</summary>
    public static PortSet Of(int port) => Of(port, port);

    /// <summary>Reads ports as people and clouds write them: <c>22</c>, <c>6000-6010</c>, <c>22,80</c>, <c>*</c>.</summary>
    /// <returns>The ports; null where the text names none.</returns>
    public static PortSet? TryParse(string? text)
    {
        var ports = Empty;
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.TrimEntries))
        {
            if (part is "*" || string.Equals(part, "any", StringComparison.OrdinalIgnoreCase))
            {
                return All;
            }

            var bounds = part.Split('-', StringSplitOptions.TrimEntries);
            if (bounds.Length > 2
                || !int.TryParse(bounds[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                || !int.TryParse(bounds[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
                || first > last
                || last > Highest)
            {
                return null;
            }

            ports = ports.Union(Of(first, last));
        }

        return ports;
    }

    /// <summary>Reads ports; see <see cref="TryParse"/>.</summary>
    /// <exception cref="FormatException">The text names no ports.</exception>
    public static PortSet Parse(string? text) => TryParse(text) ?? throw new FormatException($"'{text}' is neither a port nor a range of ports.");

    /// <summary>The ports of both.</summary>
    public PortSet Union(PortSet other) => new(_ranges.Union(other._ranges));

    /// <summary>The ports that both have.</summary>
    public PortSet Intersect(PortSet other) => new(_ranges.Intersect(other._ranges));

    /// <summary>The ports that the other does not have.</summary>
    public PortSet Subtract(PortSet other) => new(_ranges.Subtract(other._ranges));

    /// <summary>Whether a port is in it.</summary>
    public bool Contains(int port) => port >= 0 && _ranges.Contains((UInt128)port);

    /// <summary>Whether they have a port in common.</summary>
    public bool Overlaps(PortSet other) => !_ranges.Intersect(other._ranges).IsEmpty;

    /// <summary>Whether every port of the other is in it.</summary>
    public bool IsSupersetOf(PortSet other) => _ranges.IsSupersetOf(other._ranges);

    /// <inheritdoc/>
    public bool Equals(PortSet? other) => other is not null && _ranges.IsSame(other._ranges);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PortSet);

    /// <inheritdoc/>
    public override int GetHashCode() => _ranges.Ranges.Aggregate(17, HashCode.Combine);

    /// <summary>Returns the ports as people write them: <c>22, 80-90</c>, <c>any</c> or <c>none</c>.</summary>
    public override string ToString()
        => IsEmpty ? "none"
            : IsAll ? "any"
            : string.Join(", ", Ranges.Select(range => range.First == range.Last
                ? range.First.ToString(CultureInfo.InvariantCulture)
                : string.Create(CultureInfo.InvariantCulture, $"{range.First}-{range.Last}")));
}
