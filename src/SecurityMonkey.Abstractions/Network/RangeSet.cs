namespace SecurityMonkey.Network;

/// <summary>A set of numbers as ranges: sorted, without overlap and without neighbours.</summary>
internal sealed class RangeSet
{
    /// <summary>The set of nothing.</summary>
    public static readonly RangeSet Empty = new([]);

    private readonly NumberRange[] _ranges;

    private RangeSet(NumberRange[] ranges) => _ranges = ranges;

    /// <summary>The ranges, lowest first.</summary>
    public IReadOnlyList<NumberRange> Ranges => _ranges;

    /// <summary>Whether it holds nothing.</summary>
    public bool IsEmpty => _ranges.Length == 0;

    /// <summary>How many numbers it holds; the whole of 128 bits counts one less.</summary>
    public UInt128 Count => _ranges.Aggregate(UInt128.Zero, (sum, range) => SaturatingAdd(sum, SaturatingAdd(range.Last - range.First, UInt128.One)));

    /// <summary>The set of some ranges.</summary>
    public static RangeSet Of(IEnumerable<NumberRange> ranges)
    {
        var merged = new List<NumberRange>();
        foreach (var range in ranges.OrderBy(range => range.First))
        {
            if (merged.Count > 0 && (range.First <= merged[^1].Last || range.First == merged[^1].Last + UInt128.One))
            {
                merged[^1] = merged[^1] with { Last = UInt128.Max(merged[^1].Last, range.Last) };
            }
            else
            {
                merged.Add(range);
            }
        }

        return merged.Count == 0 ? Empty : new RangeSet([.. merged]);
    }

    /// <summary>What is in one of the two.</summary>
    public RangeSet Union(RangeSet other) => other.IsEmpty ? this : IsEmpty ? other : Of(_ranges.Concat(other._ranges));

    /// <summary>What is in both.</summary>
    public RangeSet Intersect(RangeSet other)
    {
        var common = new List<NumberRange>();
        for (int mine = 0, its = 0; mine < _ranges.Length && its < other._ranges.Length;)
        {
            var (first, last) = (UInt128.Max(_ranges[mine].First, other._ranges[its].First), UInt128.Min(_ranges[mine].Last, other._ranges[its].Last));
            if (first <= last)
            {
                common.Add(new NumberRange(first, last));
            }

            if (_ranges[mine].Last < other._ranges[its].Last)
            {
                mine++;
            }
            else
            {
                its++;
            }
        }

        return common.Count == 0 ? Empty : new RangeSet([.. common]);
    }

    /// <summary>What is here and not there.</summary>
    public RangeSet Subtract(RangeSet other)
    {
        if (IsEmpty || other.IsEmpty)
        {
            return this;
        }

        var rest = new List<NumberRange>();
        foreach (var range in _ranges)
        {
            var (first, isUsedUp) = (range.First, false);
            foreach (var taken in other._ranges.Where(taken => taken.Last >= range.First && taken.First <= range.Last))
            {
                if (taken.First > first)
                {
                    rest.Add(new NumberRange(first, taken.First - UInt128.One));
                }

                isUsedUp = taken.Last >= range.Last;
                first = isUsedUp ? first : taken.Last + UInt128.One;
            }

            if (!isUsedUp)
            {
                rest.Add(new NumberRange(first, range.Last));
            }
        }

        return rest.Count == 0 ? Empty : new RangeSet([.. rest]);
    }

    /// <summary>Whether a number is in it.</summary>
    public bool Contains(UInt128 number) => Array.Exists(_ranges, range => range.First <= number && number <= range.Last);

    /// <summary>Whether all of the other is in it.</summary>
    public bool IsSupersetOf(RangeSet other) => other.Subtract(this).IsEmpty;

    /// <summary>Whether the two hold the same.</summary>
    public bool IsSame(RangeSet other) => _ranges.AsSpan().SequenceEqual(other._ranges);

    private static UInt128 SaturatingAdd(UInt128 left, UInt128 right) => left > UInt128.MaxValue - right ? UInt128.MaxValue : left + right;
}
