using System.Text;

namespace SecurityMonkey.Engine.Diffing;

/// <summary>Compiles the declared paths of an item type to one deterministic machine, so that matching costs little for each member.</summary>
internal sealed class PathMatcher
{
    /// <summary>Which of the first patterns matched is known; further ones work, but are not told apart.</summary>
    public const int MaxTraced = 64;

    private readonly IReadOnlyList<(PathPattern Pattern, PathFlags Flags)> _patterns;
    private readonly Dictionary<string, PathState> _states = new(StringComparer.Ordinal);

    /// <summary>Compiles patterns.</summary>
    /// <param name="patterns">Patterns with what they declare.</param>
    public PathMatcher(IReadOnlyList<(PathPattern Pattern, PathFlags Flags)> patterns)
    {
        _patterns = patterns;
        Flags = patterns.Aggregate(PathFlags.None, (flags, entry) => flags | entry.Flags);
        Root = StateOf(Close(patterns.Select((_, index) => new Position(index, 0))));
    }

    /// <summary>The state of the whole configuration; null when nothing is declared.</summary>
    public PathState? Root { get; }

    /// <summary>Everything that any pattern declares.</summary>
    public PathFlags Flags { get; }

    /// <summary>The patterns with a flag that match nothing and were not written as optional.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="matched">The bits of the patterns that matched.</param>
    public IEnumerable<string> Unmatched(PathFlags flag, ulong matched)
        => _patterns
            .Take(MaxTraced)
            .Where((entry, index) => entry.Flags.HasFlag(flag) && !entry.Pattern.IsOptional && (matched & (1UL << index)) == 0)
            .Select(entry => entry.Pattern.Text);

    private PathState? StateOf(SortedSet<Position> positions)
    {
        if (positions.Count == 0)
        {
            return null;
        }

        var key = string.Join(' ', positions);
        if (_states.TryGetValue(key, out var known))
        {
            return known;
        }

        var state = new PathState();
        _states.Add(key, state);
        foreach (var (index, _) in positions.Where(IsEnd))
        {
            state.Flags |= _patterns[index].Flags;
            state.Matches |= index < MaxTraced ? 1UL << index : 0;
        }

        var names = positions
            .Where(position => !IsEnd(position) && SegmentAt(position).Kind == PathSegmentKind.Member)
            .Select(position => SegmentAt(position).Name)
            .DistinctBy(name => Encoding.UTF8.GetString(name))
            .ToArray();
        var named = names.Select(name => (name, StateOf(Step(positions, name)))).ToArray();
        state.Connect(named, StateOf(Step(positions, name: null)), StateOf(StepIntoElement(positions)));
        return state;
    }

    private SortedSet<Position> Step(IEnumerable<Position> positions, byte[]? name)
        => Close(positions.Where(position => !IsEnd(position)).SelectMany(position => SegmentAt(position).Kind switch
        {
            PathSegmentKind.Member when name is not null && SegmentAt(position).Name.AsSpan().SequenceEqual(name) => [position.Next()],
            PathSegmentKind.AnyMember => [position.Next()],
            PathSegmentKind.AnyDepth => [position],
            _ => Array.Empty<Position>(),
        }));

    private SortedSet<Position> StepIntoElement(IEnumerable<Position> positions)
        => Close(positions.Where(position => !IsEnd(position)).SelectMany(position => SegmentAt(position).Kind switch
        {
            PathSegmentKind.Element => [position.Next()],
            PathSegmentKind.AnyDepth => [position],
            _ => Array.Empty<Position>(),
        }));

    // A position before "**" is also one behind it: the segment may match nothing.
    private SortedSet<Position> Close(IEnumerable<Position> positions)
    {
        var closed = new SortedSet<Position>();
        foreach (var start in positions)
        {
            var position = start;
            while (closed.Add(position) && !IsEnd(position) && SegmentAt(position).Kind == PathSegmentKind.AnyDepth)
            {
                position = position.Next();
            }
        }

        return closed;
    }

    private bool IsEnd(Position position) => position.Segment == _patterns[position.Pattern].Pattern.Segments.Count;

    private PathSegment SegmentAt(Position position) => _patterns[position.Pattern].Pattern.Segments[position.Segment];

    private readonly record struct Position(int Pattern, int Segment) : IComparable<Position>
    {
        public Position Next() => this with { Segment = Segment + 1 };

        public int CompareTo(Position other)
            => Pattern != other.Pattern ? Pattern.CompareTo(other.Pattern) : Segment.CompareTo(other.Segment);
    }
}
