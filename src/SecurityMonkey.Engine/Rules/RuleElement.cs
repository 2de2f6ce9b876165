using System.Text;
using Newtonsoft.Json.Linq;
using SecurityMonkey.Engine.Diffing;

namespace SecurityMonkey.Engine.Rules;

/// <summary>An element of a configuration that a rule looks at.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Value">The element.</param>
/// <param name="Parent">The map that holds it, or the list it is in.</param>
internal sealed record RuleElement(JsonPath Path, JToken Value, JToken Parent)
{
    /// <summary>The elements at a path.</summary>
    /// <param name="root">The configuration.</param>
    /// <param name="pattern">The path; it may have <c>[]</c>, <c>*</c> and <c>**</c>.</param>
    public static IEnumerable<RuleElement> Find(JToken root, PathPattern pattern)
    {
        var elements = Find(new RuleElement(JsonPath.Root, root, root), pattern.Segments, segment: 0);

        // With "**" in two places there are several ways to one element.
        return pattern.Segments.Count(segment => segment.Kind == PathSegmentKind.AnyDepth) > 1
            ? elements.DistinctBy(element => element.Path.ToString(), StringComparer.Ordinal)
            : elements;
    }

    private static IEnumerable<RuleElement> Find(RuleElement from, IReadOnlyList<PathSegment> segments, int segment)
    {
        if (segment == segments.Count)
        {
            return [from];
        }

        var kind = segments[segment].Kind;
        return kind switch
        {
            PathSegmentKind.Member => Members(from)
                .Where(member => string.Equals(member.Name, Encoding.UTF8.GetString(segments[segment].Name), StringComparison.Ordinal))
                .SelectMany(member => Find(member.Element, segments, segment + 1)),
            PathSegmentKind.AnyMember => Members(from).SelectMany(member => Find(member.Element, segments, segment + 1)),
            PathSegmentKind.Element => Elements(from).SelectMany(element => Find(element, segments, segment + 1)),
            _ => Find(from, segments, segment + 1)
                .Concat(Members(from).Select(member => member.Element).Concat(Elements(from)).SelectMany(child => Find(child, segments, segment))),
        };
    }

    private static IEnumerable<(string Name, RuleElement Element)> Members(RuleElement from)
        => from.Value is JObject map
            ? map.Properties().Select(member => (member.Name, new RuleElement(from.Path.Member(member.Name), member.Value, map)))
            : [];

    // A list is transparent: the parent of its elements is the map that holds the list.
    private static IEnumerable<RuleElement> Elements(RuleElement from)
        => from.Value is JArray list
            ? list.Select((item, index) => new RuleElement(from.Path.Element(index), item, from.Parent))
            : [];
}
