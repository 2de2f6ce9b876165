using System.Net;
using System.Net.Sockets;

namespace SecurityMonkey.Network;

/// <summary>A set of IPv4 and IPv6 addresses. Immutable; unions of blocks are exact, so that <c>0.0.0.0/1</c> and <c>128.0.0.0/1</c> are all of IPv4.</summary>
public sealed class AddressSet : IEquatable<AddressSet>
{
    // A sixteenth: more than any company or cloud owns (AWS publishes about a thirtieth), and less than any way to write "nearly everybody".
    private const int InternetShare = 16;

    private readonly RangeSet _v4;
    private readonly RangeSet _v6;

    private AddressSet(RangeSet v4, RangeSet v6) => (_v4, _v6) = (v4, v6);

    /// <summary>No address.</summary>
    public static AddressSet Empty { get; } = new(RangeSet.Empty, RangeSet.Empty);

    /// <summary>Every IPv4 address.</summary>
    public static AddressSet AllIPv4 { get; } = new(RangeSet.Of([new NumberRange(0, uint.MaxValue)]), RangeSet.Empty);

    /// <summary>Every IPv6 address.</summary>
    public static AddressSet AllIPv6 { get; } = new(RangeSet.Empty, RangeSet.Of([new NumberRange(0, UInt128.MaxValue)]));

    /// <summary>Every address.</summary>
    public static AddressSet All { get; } = AllIPv4.Union(AllIPv6);

    /// <summary>The addresses of the internet: all but those for private and special use (RFC 6890 and its registry), and of IPv6 what is given out (2000::/3).</summary>
    public static AddressSet Internet { get; } = All.Subtract(SpecialAddresses.IPv4).Intersect(AllIPv4.Union(SpecialAddresses.GlobalIPv6)).Subtract(SpecialAddresses.IPv6);

    /// <summary>Whether it holds no address.</summary>
    public bool IsEmpty => _v4.IsEmpty && _v6.IsEmpty;

    /// <summary>Whether it holds so much of the internet that it means "anybody": a sixteenth of its IPv4 or of its IPv6 addresses, or more.</summary>
    public bool IsInternet
        => _v4.Intersect(Internet._v4).Count >= Internet._v4.Count / InternetShare || _v6.Intersect(Internet._v6).Count >= Internet._v6.Count / InternetShare;

    /// <summary>Whether it holds an address of the internet.</summary>
    public bool HasInternet => !Intersect(Internet).IsEmpty;

    /// <summary>How many IPv4 addresses it holds.</summary>
    public long CountIPv4 => (long)_v4.Count;

    /// <summary>The IPv4 addresses in it.</summary>
    public AddressSet IPv4 => new(_v4, RangeSet.Empty);

    /// <summary>The IPv6 addresses in it.</summary>
    public AddressSet IPv6 => new(RangeSet.Empty, _v6);

    /// <summary>Reads addresses as people and clouds write them: <c>10.0.0.0/8</c>, <c>10.0.0.1</c>, <c>10.0.0.1-10.0.0.9</c>, <c>2001:db8::/32</c>, <c>*</c>.
    /// Bits behind the prefix do not count: <c>10.9.8.7/0</c> is every IPv4 address.</summary>
    /// <returns>The addresses; null where the text names none.</returns>
    public static AddressSet? TryParse(string? text)
    {
        var trimmed = (text ?? "").Trim();
        if (trimmed is "*" || string.Equals(trimmed, "any", StringComparison.OrdinalIgnoreCase))
        {
            return All;
        }

        var slash = trimmed.IndexOf('/', StringComparison.Ordinal);
        var dash = trimmed.IndexOf('-', StringComparison.Ordinal);
        return slash >= 0 ? ParseBlock(trimmed[..slash], trimmed[(slash + 1)..])
            : dash >= 0 ? ParseRange(trimmed[..dash].Trim(), trimmed[(dash + 1)..].Trim())
            : ParseRange(trimmed, trimmed);
    }

    /// <summary>Reads addresses; see <see cref="TryParse"/>.</summary>
    /// <exception cref="FormatException">The text names no addresses.</exception>
    public static AddressSet Parse(string? text) => TryParse(text) ?? throw new FormatException($"'{text}' is neither an address nor a block of addresses.");

    /// <summary>The addresses of all of some.</summary>
    public static AddressSet Union(IEnumerable<AddressSet> sets)
    {
        var all = sets.ToArray();
        return new AddressSet(RangeSet.Of(all.SelectMany(set => set._v4.Ranges)), RangeSet.Of(all.SelectMany(set => set._v6.Ranges)));
    }

    /// <summary>The addresses of both.</summary>
    public AddressSet Union(AddressSet other) => new(_v4.Union(other._v4), _v6.Union(other._v6));

    /// <summary>The addresses that both have.</summary>
    public AddressSet Intersect(AddressSet other) => new(_v4.Intersect(other._v4), _v6.Intersect(other._v6));

    /// <summary>The addresses that the other does not have.</summary>
    public AddressSet Subtract(AddressSet other) => new(_v4.Subtract(other._v4), _v6.Subtract(other._v6));

    /// <summary>Whether an address is in it.</summary>
    public bool Contains(IPAddress address)
        => address.AddressFamily == AddressFamily.InterNetwork ? _v4.Contains(NumberOf(address)) : _v6.Contains(NumberOf(address));

    /// <summary>Whether they have an address in common.</summary>
    public bool Overlaps(AddressSet other) => !Intersect(other).IsEmpty;

    /// <summary>Whether every address of the other is in it.</summary>
    public bool IsSupersetOf(AddressSet other) => _v4.IsSupersetOf(other._v4) && _v6.IsSupersetOf(other._v6);

    /// <inheritdoc/>
    public bool Equals(AddressSet? other) => other is not null && _v4.IsSame(other._v4) && _v6.IsSame(other._v6);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AddressSet);

    /// <inheritdoc/>
    public override int GetHashCode() => _v4.Ranges.Concat(_v6.Ranges).Aggregate(17, HashCode.Combine);

    /// <summary>Returns the fewest blocks that hold the addresses: <c>10.0.0.0/8, 192.0.2.1/32</c>; <c>none</c> where there are none.</summary>
    public override string ToString()
        => IsEmpty ? "none" : string.Join(", ", AddressBlocks.Of(_v4.Ranges, 32).Concat(AddressBlocks.Of(_v6.Ranges, 128)));

    private static AddressSet? ParseBlock(string address, string prefix)
    {
        if (!TryReadAddress(address, out var first, out var bits)
            || !int.TryParse(prefix, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var length)
            || length > bits)
        {
            return null;
        }

        var size = bits - length;
        var hosts = size == 128 ? UInt128.MaxValue : (UInt128.One << size) - UInt128.One;
        return Of(first & ~hosts, first | hosts, bits);
    }

    private static AddressSet? ParseRange(string from, string to)
        => TryReadAddress(from, out var first, out var bits) && TryReadAddress(to, out var last, out var same) && bits == same && first <= last ? Of(first, last, bits) : null;

    private static AddressSet Of(UInt128 first, UInt128 last, int bits)
    {
        var ranges = RangeSet.Of([new NumberRange(first, last)]);
        return bits == 32 ? new AddressSet(ranges, RangeSet.Empty) : new AddressSet(RangeSet.Empty, ranges);
    }

    // "10.1" and "0x7f000001" are addresses to the platform, but nothing a cloud writes.
    private static bool TryReadAddress(string text, out UInt128 number, out int bits)
    {
        var isRead = IPAddress.TryParse(text, out var address) && (text.Contains(':', StringComparison.Ordinal) || text.Count(character => character == '.') == 3);
        number = isRead ? NumberOf(address!) : UInt128.Zero;
        bits = isRead && address!.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        return isRead;
    }

    private static UInt128 NumberOf(IPAddress address) => address.GetAddressBytes().Aggregate(UInt128.Zero, (number, part) => (number << 8) | part);
}
