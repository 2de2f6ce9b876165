using System.Globalization;
using System.Net;

namespace SecurityMonkey.Network;

/// <summary>Writes ranges of addresses as blocks.</summary>
internal static class AddressBlocks
{
    /// <summary>The fewest blocks that are the ranges.</summary>
    /// <param name="ranges">The ranges.</param>
    /// <param name="bits">The length of an address: 32 or 128.</param>
    public static IEnumerable<string> Of(IEnumerable<NumberRange> ranges, int bits) => ranges.SelectMany(range => Of(range, bits));

    private static IEnumerable<string> Of(NumberRange range, int bits)
    {
        for (var first = range.First; ;)
        {
            var size = SizeOfBlockAt(first, range.Last, bits);
            yield return string.Create(CultureInfo.InvariantCulture, $"{Text(first, bits)}/{bits - size}");
            var hosts = Hosts(size);
            if (range.Last - first == hosts)
            {
                yield break;
            }

            first += hosts + UInt128.One;
        }
    }

    private static int SizeOfBlockAt(UInt128 first, UInt128 last, int bits)
    {
        var size = 0;
        while (size < bits && (first & Hosts(size + 1)) == UInt128.Zero && last - first >= Hosts(size + 1))
        {
            size++;
        }

        return size;
    }

    private static UInt128 Hosts(int size) => size == 128 ? UInt128.MaxValue : (UInt128.One << size) - UInt128.One;

    private static IPAddress Text(UInt128 number, int bits)
    {
        var bytes = new byte[bits / 8];
        for (var index = bytes.Length - 1; index >= 0; index--, number >>= 8)
        {
            bytes[index] = (byte)(number & 0xFF);
        }

        return new IPAddress(bytes);
    }
}
