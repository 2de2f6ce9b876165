using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck.Xunit;
using SecurityMonkey.Engine.Diffing;

namespace SecurityMonkey.Tests.Diffing;

public sealed class JsonDifferencerTests
{
    // The cases of Security Monkey's test_policydiff, in our terms.
    [Theory]
    [InlineData("{}", """{"a":1,"b":"x","c":[]}""", "+ a: 1", "+ b: \"x\"", "+ c: []")]
    [InlineData("""{"a":1,"b":"x","c":[1]}""", """{"a":1,"b":"x","c":[1]}""")]
    [InlineData("{}", "{}")]
    [InlineData("[]", "[]")]
    [InlineData("""[{"a":1},"x",2]""", """[{"a":1},{"b":2},"x",2]""", "+ [1]: {\"b\":2}")]
    [InlineData("\"old text\"", "\"new text\"", "~ $: \"old text\" -> \"new text\"")]
    [InlineData("[1,2,3]", "[1,2,3]")]
    [InlineData("[1,3,4]", "[1,2,3]", "- [2]: 4", "+ [1]: 2")]
    [InlineData("[1,2,3,4,5]", "[1,2,3,4]", "- [4]: 5")]
    [InlineData("""{"a":["x",["y","y"]]}""", """{"a":["x",["y","y","y"]]}""", "+ a[1][2]: \"y\"")]
    [InlineData("""[{"a":1,"b":2}]""", """[{"a":1,"b":3}]""", "~ [0].b: 2 -> 3")]
    [InlineData("""{"a":"1"}""", """{"a":1}""", "~ a: \"1\" -> 1")]
    [InlineData("""{"a":[1,[2]]}""", "{}", "- a: [1,[2]]")]
    [InlineData("{}", """{"a":[1,[2]]}""", "+ a: [1,[2]]")]
    [InlineData("{}", "[]", "~ $: {} -> []")]
    [InlineData("null", "{}", "~ $: null -> {}")]
    [InlineData("true", "false", "~ $: true -> false")]
    public void Compare_ported_cases_have_these_differences(string before, string after, params string[] expected)
        => Assert.Equal(expected, Compare(before, after));

    [Theory]
    [InlineData("""{"a":1}""", """{"a":null}""", "~ a: 1 -> null")]
    [InlineData("""{"a":null}""", "{}", "- a: null")]
    [InlineData("""{"a":{"b":1}}""", """{"a":[1]}""", "~ a: {\"b\":1} -> [1]")]
    [InlineData("""{"a":true}""", """{"a":"true"}""", "~ a: true -> \"true\"")]
    [InlineData("""{"a":1}""", """{"a":1.5}""", "~ a: 1 -> 1.5")]
    [InlineData("""{"a":1}""", """{"a":1.0}""")]
    [InlineData("""{"a":12345678901234567890}""", """{"a":12345678901234567891}""", "~ a: 12345678901234567890 -> 12345678901234567891")]
    [InlineData("""{"a":"x"}""", """{"a":"X"}""", "~ a: \"x\" -> \"X\"")]
    [InlineData("""{"a":"<script>"}""", """{"a":"\u003c/script>"}""", "~ a: \"<script>\" -> \"</script>\"")]
    public void Compare_another_value_is_a_change(string before, string after, params string[] expected)
        => Assert.Equal(expected, Compare(before, after));

    [Theory]
    [InlineData("""{"cost.center":1}""", """{"cost.center":2}""", "~ \"cost.center\": 1 -> 2")]
    [InlineData("""{"t":{"a b":{"c":1}}}""", """{"t":{"a b":{"c":2}}}""", "~ t.\"a b\".c: 1 -> 2")]
    [InlineData("""{"":1}""", """{"":2}""", "~ \"\": 1 -> 2")]
    public void Compare_names_that_could_be_misread_are_quoted(string before, string after, string expected)
        => Assert.Equal([expected], Compare(before, after));

    [Theory]
    [InlineData("Name", "Key", "Value")]
    [InlineData("Rules", "name", "priority")]
    [InlineData("Items", "id", "size")]
    public void Compare_elements_with_an_identity_are_compared_with_themselves(string list, string identity, string member)
    {
        var before = $$"""{"{{list}}":[{"{{identity}}":"a","{{member}}":1},{"{{identity}}":"b","{{member}}":2},{"{{identity}}":"c","{{member}}":3}]}""";
        var after = $$"""{"{{list}}":[{"{{identity}}":"c","{{member}}":3},{"{{identity}}":"b","{{member}}":5}]}""";

        Assert.Equal(
            [$"- {list}[0]: {{\"{identity}\":\"a\",\"{member}\":1}}", $"~ {list}[0].{member}: 2 -> 5"],
            Compare(before, after, unordered: [list]));
    }

    [Fact]
    public void Compare_insertion_at_the_front_does_not_shift_everything()
    {
        static string Rule(int index) => string.Create(CultureInfo.InvariantCulture, $"{{\"port\":{index},\"cidr\":\"10.0.{index}.0/24\",\"proto\":\"tcp\"}}");
        var rules = Enumerable.Range(0, 50).Select(Rule).ToArray();

        var differences = Compare($"[{string.Join(',', rules)}]", $"[{Rule(99)},{string.Join(',', rules)}]");

        Assert.Equal([$"+ [0]: {Canonical.Of(Rule(99))}"], differences);
    }

    [Fact]
    public void Compare_elements_without_an_identity_are_paired_with_the_most_alike()
    {
        const string Before = """[{"p":"tcp","from":80,"to":80,"cidr":"a"},{"p":"tcp","from":22,"to":22,"cidr":"b"}]""";
        const string After = """[{"p":"tcp","from":22,"to":22,"cidr":"c"},{"p":"tcp","from":80,"to":80,"cidr":"d"}]""";

        Assert.Equal(["~ [0].cidr: \"b\" -> \"c\"", "~ [1].cidr: \"a\" -> \"d\""], Compare(Before, After));
    }

    [Fact]
    public void Compare_elements_that_have_nothing_in_common_are_not_paired()
        => Assert.Equal(["- [0]: {\"a\":1}", "+ [0]: {\"b\":2}"], Compare("""[{"a":1}]""", """[{"b":2}]"""));

    [Theory]
    [InlineData("[1,2]", "[2,1]")]
    [InlineData("""[{"id":1},{"id":2}]""", """[{"id":2},{"id":1}]""")]
    [InlineData("""[{"x":[1]},{"x":[2]},{"x":[3]}]""", """[{"x":[3]},{"x":[1]},{"x":[2]}]""")]
    [InlineData("[[1],[2]]", "[[2],[1]]")]
    public void Compare_another_order_of_a_list_is_a_difference_where_it_carries_meaning(string before, string after)
    {
        Assert.NotEmpty(Compare(before, after));
        Assert.Empty(Compare($"{{\"l\":{before}}}", $"{{\"l\":{after}}}", unordered: ["l"]));
    }

    [Fact]
    public void Compare_an_element_that_moved_is_gone_in_one_place_and_new_in_the_other()
        => Assert.Equal(
            ["- [0]: {\"id\":1}", "+ [2]: {\"id\":1}"],
            Compare("""[{"id":1},{"id":2},{"id":3}]""", """[{"id":2},{"id":3},{"id":1}]"""));

    [Fact]
    public void Compare_a_duplicate_in_an_unordered_list_is_a_difference()
        => Assert.Equal(["+ l[1]: 1"], Compare("""{"l":[1,2]}""", """{"l":[2,1,1]}""", unordered: ["l"]));

    [Theory]
    [InlineData("""{"a":1,"e":1}""", """{"a":1,"e":2}""")]
    [InlineData("""{"a":1,"e":1}""", """{"a":1}""")]
    [InlineData("""{"a":1}""", """{"a":1,"e":{"x":1}}""")]
    [InlineData("""{"e":[1]}""", """{"e":"text"}""")]
    [InlineData("""{"l":[{"e":1},{"e":2}]}""", """{"l":[{"e":3},{"e":4}]}""")]
    [InlineData("""{"l":[{"x":1,"e":1},{"x":2,"e":1}]}""", """{"l":[{"x":1,"e":2},{"x":2,"e":1}]}""")]
    [InlineData("""{"u":[{"e":1,"x":{"y":1}},{"e":2,"x":{"y":2}}]}""", """{"u":[{"e":2,"x":{"y":1}},{"e":1,"x":{"y":2}}]}""")]
    [InlineData("""{"u":[{"x":{"e":1}},{"x":{"e":2}}]}""", """{"u":[{"x":{"e":3}},{"x":{}}]}""")]
    public void Compare_ephemeral_values_are_left_out(string before, string after)
        => Assert.Empty(Compare(before, after, ephemeral: ["**.e"], unordered: ["u"]));

    [Fact]
    public void Compare_ephemeral_elements_are_left_out()
        => Assert.Empty(Compare("""{"log":[1,2]}""", """{"log":[2,3,4]}""", ephemeral: ["log[]"]));

    [Fact]
    public void Compare_a_durable_change_beside_an_ephemeral_one_stands_alone()
        => Assert.Equal(
            ["~ l[1].x: 2 -> 3"],
            Compare("""{"l":[{"x":1,"e":1},{"x":2,"e":1,"y":0}]}""", """{"l":[{"x":1,"e":2},{"x":3,"e":2,"y":0}]}""", ephemeral: ["l[].e"]));

    [Fact]
    public void Compare_positions_are_those_of_the_later_configuration_and_of_the_earlier_one_where_something_is_gone()
        => Assert.Equal(
            ["- [0]: {\"id\":1}", "~ [0].a: 1 -> 2", "- [1].b: 2"],
            Compare("""[{"id":1},{"id":2,"a":1,"b":2}]""", """[{"id":2,"a":2}]"""));

    [Fact]
    public void Compare_a_list_of_200_elements_of_which_all_changed_has_one_difference_for_each()
    {
        static string List(string cidr) => "[" + string.Join(',', Enumerable.Range(0, 200).Select(index =>
            string.Create(CultureInfo.InvariantCulture, $"{{\"FromPort\":{index},\"ToPort\":{index},\"IpProtocol\":\"tcp\",\"Cidr\":\"{cidr}.{index}\"}}"))) + "]";

        var differences = CompareAll(List("10.0.0"), List("10.9.9"));

        Assert.Equal(200, differences.Count);
        Assert.All(differences, difference => Assert.Equal(DifferenceKind.Changed, difference.Kind));
        Assert.Equal(200, differences.Select(difference => difference.Path).Distinct().Count());
    }

    [Fact]
    public void Compare_a_list_of_200_other_elements_has_one_difference_for_each_of_both()
    {
        static string List(string name) => "[" + string.Join(',', Enumerable.Range(0, 200).Select(index => $"\"{name}{index}\"")) + "]";

        var differences = CompareAll(List("old"), List("new"));

        Assert.Equal(200, differences.Count(difference => difference.Kind == DifferenceKind.Removed));
        Assert.Equal(200, differences.Count(difference => difference.Kind == DifferenceKind.Added));
    }

    [Fact]
    public void Compare_very_long_lists_keep_their_order()
    {
        static string List(IEnumerable<int> items) => "[" + string.Join(',', items) + "]";
        var numbers = Enumerable.Range(0, 3000).ToArray();

        Assert.Equal(
            ["- [0]: 0", "+ [1500]: -1", "+ [3000]: 0"],
            Compare(List(numbers), List([.. numbers[1..1501], -1, .. numbers[1501..], 0])));
    }

    [Property(Arbitrary = [typeof(JsonArbitraries)], MaxTest = 1000)]
    public void Compare_there_is_no_difference_if_and_only_if_the_durable_texts_are_equal(JsonPair pair)
    {
        var paths = Canonical.Matcher(ephemeral: ["**.a", "Tags.*"], unordered: ["**.b", "**.Tags", "c"]);
        var (before, after) = (Complete(pair.Before, paths), Complete(pair.After, paths));

        var differences = CompareAll(before, after, paths);

        Assert.Equal(Canonical.Of(before, paths, CanonicalForm.Durable) == Canonical.Of(after, paths, CanonicalForm.Durable), differences.Count == 0);
    }

    [Property(Arbitrary = [typeof(JsonArbitraries)], MaxTest = 1000)]
    public void Compare_every_path_leads_to_the_value_that_is_told(JsonPair pair)
    {
        var paths = Canonical.Matcher(ephemeral: ["**.a"], unordered: ["**.b", "**.Tags"]);
        var (before, after) = (Complete(pair.Before, paths), Complete(pair.After, paths));
        using var earlier = JsonDocument.Parse(before);
        using var later = JsonDocument.Parse(after);

        foreach (var difference in CompareAll(before, after, paths))
        {
            var root = difference.Kind == DifferenceKind.Removed ? earlier : later;
            Assert.Equal(difference.After ?? difference.Before, PathLookup.Resolve(root.RootElement, difference.Path).GetRawText());
            Assert.Equal(difference.Kind == DifferenceKind.Added, difference.Before is null);
            Assert.Equal(difference.Kind == DifferenceKind.Removed, difference.After is null);
            Assert.NotEqual(difference.Before, difference.After);
        }
    }

    private static string Complete(JsonTree tree, PathMatcher paths) => Canonical.Of(tree.ToString(), paths, CanonicalForm.Complete);

    private static IEnumerable<string> Compare(string before, string after, string[]? ephemeral = null, string[]? unordered = null)
    {
        var paths = Canonical.Matcher(ephemeral, unordered);
        return CompareAll(Canonical.Of(before, paths, CanonicalForm.Complete), Canonical.Of(after, paths, CanonicalForm.Complete), paths)
            .Select(difference => difference.ToString());
    }

    private static IReadOnlyList<Difference> CompareAll(string before, string after, PathMatcher? paths = null)
        => new JsonDifferencer(paths).Compare(Encoding.UTF8.GetBytes(before), Encoding.UTF8.GetBytes(after));
}
