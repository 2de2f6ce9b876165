using System.Text;
using System.Text.Json;

namespace SecurityMonkey.Engine.Diffing;

/// <summary>Compares two canonical configurations path by path.</summary>
/// <remarks>
/// Lists are aligned: equal elements first, then objects with the same identity (a member such as <c>Key</c> or <c>id</c> whose
/// values tell the elements apart), then the most alike. So an inserted element does not make every later one look changed.
/// </remarks>
internal sealed class JsonDifferencer
{
    private static readonly JsonDocumentOptions ParseOptions = new() { MaxDepth = JsonCanonicalizer.MaxDepth };

    private readonly PathState? _root;
    private readonly bool _hasEphemeralPaths;

    /// <summary>Creates a differencer.</summary>
    /// <param name="paths">The item type's declared paths: ephemeral values are not compared, unordered lists are compared as sets.</param>
    public JsonDifferencer(PathMatcher? paths)
    {
        _root = paths?.Root;
        _hasEphemeralPaths = paths is not null && paths.Flags.HasFlag(PathFlags.Ephemeral);
    }

    /// <summary>The differences from one configuration to another, in the order of the paths.</summary>
    /// <param name="before">The earlier canonical configuration.</param>
    /// <param name="after">The later canonical configuration.</param>
    public IReadOnlyList<Difference> Compare(ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after)
    {
        using var earlier = JsonDocument.Parse(before, ParseOptions);
        using var later = JsonDocument.Parse(after, ParseOptions);
        var differences = new List<Difference>();
        CompareValues(earlier.RootElement, later.RootElement, Place.Root, _root, differences);
        return differences;
    }

    private void CompareValues(JsonElement before, JsonElement after, Place place, PathState? state, List<Difference> output)
    {
        if (IsEphemeral(state))
        {
            return;
        }

        if (before.ValueKind == JsonValueKind.Object && after.ValueKind == JsonValueKind.Object)
        {
            CompareObjects(before, after, place, state, output);
        }
        else if (before.ValueKind == JsonValueKind.Array && after.ValueKind == JsonValueKind.Array)
        {
            CompareLists(before, after, place, state, output);
        }
        else if (before.ValueKind != after.ValueKind || !string.Equals(before.GetRawText(), after.GetRawText(), StringComparison.Ordinal))
        {
            output.Add(new Difference(DifferenceKind.Changed, place.After.ToString(), before.GetRawText(), after.GetRawText()));
        }
    }

    // Both objects are canonical, so their members come in the same order and can be merged.
    private void CompareObjects(JsonElement before, JsonElement after, Place place, PathState? state, List<Difference> output)
    {
        using var earlier = before.EnumerateObject();
        using var later = after.EnumerateObject();
        var hasEarlier = earlier.MoveNext();
        var hasLater = later.MoveNext();
        while (hasEarlier || hasLater)
        {
            var order = !hasEarlier ? 1 : !hasLater ? -1 : MemberOrder.Compare(earlier.Current.Name, later.Current.Name);
            if (order < 0)
            {
                Report(DifferenceKind.Removed, earlier.Current, place.Before, state, output);
            }
            else if (order > 0)
            {
                Report(DifferenceKind.Added, later.Current, place.After, state, output);
            }
            else
            {
                var name = later.Current.Name;
                CompareValues(earlier.Current.Value, later.Current.Value, place.Member(name), MemberOrder.Step(state, name), output);
            }

            hasEarlier = order <= 0 ? earlier.MoveNext() : hasEarlier;
            hasLater = order >= 0 ? later.MoveNext() : hasLater;
        }
    }

    private static void Report(DifferenceKind kind, JsonProperty member, JsonPath path, PathState? state, List<Difference> output)
    {
        if (!IsEphemeral(MemberOrder.Step(state, member.Name)))
        {
            output.Add(Create(kind, path.Member(member.Name), member.Value));
        }
    }

    private void CompareLists(JsonElement before, JsonElement after, Place place, PathState? state, List<Difference> output)
    {
        var earlier = before.EnumerateArray().ToArray();
        var later = after.EnumerateArray().ToArray();
        var element = state?.Element;
        if (IsEphemeral(element))
        {
            return;
        }

        var isOrdered = state is null || !state.Flags.HasFlag(PathFlags.Unordered);
        var pairs = ListAligner.Align(Durable(earlier, element), Durable(later, element), isOrdered);
        foreach (var (from, to) in pairs)
        {
            if (to < 0)
            {
                output.Add(Create(DifferenceKind.Removed, place.Before.Element(from), earlier[from]));
            }
            else if (from < 0)
            {
                output.Add(Create(DifferenceKind.Added, place.After.Element(to), later[to]));
            }
            else
            {
                CompareValues(earlier[from], later[to], place.Element(from, to), element, output);
            }
        }
    }

    // The elements without their ephemeral values, which must not decide what corresponds to what.
    private JsonElement[] Durable(JsonElement[] elements, PathState? state)
    {
        if (!_hasEphemeralPaths || state is null)
        {
            return elements;
        }

        var canonicalizer = new JsonCanonicalizer(new SecretMask([]));
        return [.. elements.Select(element =>
        {
            var text = canonicalizer.Write(Encoding.UTF8.GetBytes(element.GetRawText()), state, CanonicalForm.Durable);
            using var document = JsonDocument.Parse(text.ToArray(), ParseOptions);
            return document.RootElement.Clone();
        })];
    }

    private static Difference Create(DifferenceKind kind, JsonPath path, JsonElement value)
        => kind == DifferenceKind.Added
            ? new Difference(kind, path.ToString(), Before: null, value.GetRawText())
            : new Difference(kind, path.ToString(), value.GetRawText(), After: null);

    private static bool IsEphemeral(PathState? state) => state is not null && state.Flags.HasFlag(PathFlags.Ephemeral);

    // Where a value is in either configuration: list positions differ.
    private readonly record struct Place(JsonPath Before, JsonPath After)
    {
        public static Place Root { get; } = new(JsonPath.Root, JsonPath.Root);

        public Place Member(string name)
        {
            var after = After.Member(name);
            return new Place(ReferenceEquals(Before, After) ? after : Before.Member(name), after);
        }

        public Place Element(int from, int to)
        {
            var after = After.Element(to);
            return new Place(from == to && ReferenceEquals(Before, After) ? after : Before.Element(from), after);
        }
    }
}
