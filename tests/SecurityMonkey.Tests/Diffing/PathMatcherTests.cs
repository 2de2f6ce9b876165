using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SecurityMonkey.Engine.Diffing;

namespace SecurityMonkey.Tests.Diffing;

public sealed class PathMatcherTests
{
    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("a", "b", false)]
    [InlineData("a", "A", false)]
    [InlineData("a", "a/b", false)]
    [InlineData("a.b", "a/b", true)]
    [InlineData("a.b", "a", false)]
    [InlineData("a.*", "a/anything", true)]
    [InlineData("a.*", "a", false)]
    [InlineData("a.*", "a/[]", false)]
    [InlineData("*", "a", true)]
    [InlineData("a[]", "a/[]", true)]
    [InlineData("a[]", "a/b", false)]
    [InlineData("a[][]", "a/[]/[]", true)]
    [InlineData("a[].b", "a/[]/b", true)]
    [InlineData("[].b", "[]/b", true)]
    [InlineData("**.b", "b", true)]
    [InlineData("**.b", "a/b", true)]
    [InlineData("**.b", "a/[]/[]/x/b", true)]
    [InlineData("**.b", "b/c", false)]
    [InlineData("a.**.b", "a/b", true)]
    [InlineData("a.**.b", "a/x/[]/b", true)]
    [InlineData("a.**.b", "x/a/b", false)]
    [InlineData("a.**", "a", true)]
    [InlineData("a.**", "a/b/[]", true)]
    [InlineData("a.**", "b", false)]
    [InlineData("**", "", true)]
    [InlineData("**", "a/[]", true)]
    [InlineData("**[]", "a/b/[]", true)]
    [InlineData("**[]", "a/b", false)]
    [InlineData("**.a.**.b", "a/a/b", true)]
    [InlineData("**.a.a.b", "a/a/a/b", true)]
    [InlineData("tags.\"cost.center\"", "tags/cost.center", true)]
    [InlineData("tags.\"*\"", "tags/x", false)]
    [InlineData("\u00e9.\ud83d\ude00", "\u00e9/\ud83d\ude00", true)]
    public void Root_walking_a_path_ends_where_the_pattern_says(string pattern, string path, bool expected)
        => Assert.Equal(expected, Walk(Canonical.Matcher(ephemeral: [pattern]), Steps(path)).HasFlag(PathFlags.Ephemeral));

    [Fact]
    public void Root_flags_of_all_patterns_that_end_at_a_place_are_there()
    {
        var matcher = Canonical.Matcher(ephemeral: ["a.*"], unordered: ["**.b"], secret: ["a.b", "c"]);

        Assert.Equal(PathFlags.Ephemeral | PathFlags.Unordered | PathFlags.Secret, Walk(matcher, Steps("a/b")));
        Assert.Equal(PathFlags.Ephemeral | PathFlags.Unordered | PathFlags.Secret, matcher.Flags);
    }

    [Fact]
    public void Root_is_null_where_nothing_is_declared() => Assert.Null(Canonical.Matcher().Root);

    [Fact]
    public void Root_a_place_from_which_no_pattern_can_match_has_no_state()
    {
        var root = Canonical.Matcher(ephemeral: ["a.b"]).Root;

        Assert.NotNull(root?.Member("a"u8));
        Assert.Null(root?.Member("x"u8));
        Assert.Null(root?.Element);
    }

    [Fact]
    public void Unmatched_names_what_never_matched_unless_it_is_optional()
    {
        var matcher = Canonical.Matcher(ephemeral: ["a", "b?", "c", "d"], secret: ["e"]);

        Assert.Equal(["a", "d"], matcher.Unmatched(PathFlags.Ephemeral, matched: 0b00100));
        Assert.Equal(["e"], matcher.Unmatched(PathFlags.Secret, matched: 0));
    }

    [Fact]
    public void Unmatched_patterns_beyond_those_that_are_told_apart_match_all_the_same()
    {
        var matcher = Canonical.Matcher(ephemeral: [.. Enumerable.Range(0, PathMatcher.MaxTraced + 6).Select(index => $"name{index}")]);

        Assert.Equal(PathFlags.Ephemeral, Walk(matcher, [$"name{PathMatcher.MaxTraced + 5}"]));
        Assert.Equal(PathMatcher.MaxTraced, matcher.Unmatched(PathFlags.Ephemeral, matched: 0).Count());
    }

    [Property(Arbitrary = [typeof(Paths)], MaxTest = 2000)]
    public void Root_agrees_with_a_naive_matcher(PatternSet patterns, PathSteps path)
    {
        var matcher = new PathMatcher([.. patterns.Texts.Select((text, index) => (PathPattern.Parse(text), (PathFlags)(1 << index)))]);

        var expected = patterns.Texts
            .Select((text, index) => IsMatch(PathPattern.Parse(text).Segments, path.Steps) ? (PathFlags)(1 << index) : PathFlags.None)
            .Aggregate(PathFlags.None, (flags, flag) => flags | flag);

        Assert.Equal(expected, Walk(matcher, path.Steps));
    }

    private static bool IsMatch(IReadOnlyList<PathSegment> segments, IReadOnlyList<string> steps)
    {
        if (segments.Count == 0)
        {
            return steps.Count == 0;
        }

        var (segment, rest) = (segments[0], (IReadOnlyList<PathSegment>)[.. segments.Skip(1)]);
        if (segment.Kind == PathSegmentKind.AnyDepth)
        {
            return Enumerable.Range(0, steps.Count + 1).Any(count => IsMatch(rest, [.. steps.Skip(count)]));
        }

        return steps.Count > 0
            && segment.Kind switch
            {
                PathSegmentKind.Element => steps[0] == "[]",
                PathSegmentKind.AnyMember => steps[0] != "[]",
                _ => steps[0] == Encoding.UTF8.GetString(segment.Name),
            }
            && IsMatch(rest, [.. steps.Skip(1)]);
    }

    private static PathFlags Walk(PathMatcher matcher, IReadOnlyList<string> steps)
        => steps.Aggregate(matcher.Root, (state, step) => step == "[]" ? state?.Element : state?.Member(Encoding.UTF8.GetBytes(step)))?.Flags
            ?? PathFlags.None;

    private static string[] Steps(string path) => path.Length == 0 ? [] : path.Split('/');

    /// <summary>Up to four patterns.</summary>
    public sealed record PatternSet(IReadOnlyList<string> Texts)
    {
        public override string ToString() => string.Join(" , ", Texts);
    }

    /// <summary>Names, with "[]" for a list element.</summary>
    public sealed record PathSteps(IReadOnlyList<string> Steps)
    {
        public override string ToString() => string.Join('/', Steps);
    }

    private static class Paths
    {
        public static Arbitrary<PatternSet> Patterns() => Arb.From(
            from count in Gen.Choose(0, 4)
            from patterns in Gen.CollectToList(Enumerable.Range(0, count), _ => Pattern())
            select new PatternSet([.. patterns]));

        public static Arbitrary<PathSteps> Steps() => Arb.From(
            from count in Gen.Choose(0, 6)
            from steps in Gen.CollectToList(Enumerable.Range(0, count), _ => Gen.Elements("a", "a", "b", "x.y", "[]", "[]"))
            select new PathSteps([.. steps]));

        private static Gen<string> Pattern()
            => from count in Gen.Choose(1, 5)
               from parts in Gen.CollectToList(Enumerable.Range(0, count), _ => Gen.Elements("a", "a", "b", "\"x.y\"", "*", "[]", "[]", "**", "**"))
               select parts.Aggregate("", (text, part) => text.Length == 0 || part == "[]" ? text + part : text + "." + part);
    }
}
