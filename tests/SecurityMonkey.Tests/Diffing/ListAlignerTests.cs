using System.Text.Json;
using FsCheck.Xunit;
using SecurityMonkey.Engine.Diffing;

namespace SecurityMonkey.Tests.Diffing;

public sealed class ListAlignerTests
{
    [Theory]
    [InlineData("[]", "[]", "")]
    [InlineData("[]", "[1]", "-1>0")]
    [InlineData("[1]", "[]", "0>-1")]
    [InlineData("[1,2,3]", "[1,2,3]", "0>0 1>1 2>2")]
    [InlineData("[1,2,3,4]", "[1,3,4]", "1>-1 0>0 2>1 3>2")]
    [InlineData("[1,2,1,2]", "[2,1,2]", "0>-1 1>0 2>1 3>2")]
    [InlineData("[\"a\",\"b\"]", "[\"x\",\"y\"]", "0>-1 1>-1 -1>0 -1>1")]
    public void Align_ordered_lists_by_what_they_have_in_common_in_order(string before, string after, string expected)
        => Assert.Equal(expected, Align(before, after, isOrdered: true));

    [Theory]
    [InlineData("[1,2,3]", "[3,1,2]", "2>0 0>1 1>2")]
    [InlineData("[1,1,2]", "[2,1]", "1>-1 2>0 0>1")]
    [InlineData("[1]", "[1,1]", "0>0 -1>1")]
    public void Align_unordered_lists_by_what_they_have_in_common_anywhere(string before, string after, string expected)
        => Assert.Equal(expected, Align(before, after, isOrdered: false));

    [Theory]
    [InlineData("""[{"id":1,"v":1},{"id":2,"v":1}]""", """[{"id":2,"v":9},{"id":1,"v":9}]""")]
    [InlineData("""[{"Key":"a","v":1},{"Key":"b","v":1}]""", """[{"Key":"b","v":9},{"Key":"a","v":9}]""")]
    [InlineData("""[{"name":"a","v":1},{"name":"b","v":1}]""", """[{"name":"b","v":9},{"name":"a","v":9}]""")]
    [InlineData("""[{"RuleName":"a"},{"RuleName":"b","v":1}]""", """[{"RuleName":"b"},{"RuleName":"a","v":1}]""")]
    public void Align_elements_with_the_same_identity_belong_together_however_little_they_have_in_common(string before, string after)
        => Assert.Equal("1>0 0>1", Align(before, after, isOrdered: true));

    [Fact]
    public void Align_a_member_that_does_not_tell_elements_apart_is_no_identity()
        => Assert.Equal(
            "0>0 1>1",
            Align("""[{"name":"x","a":1,"b":1},{"name":"x","a":2,"b":2}]""", """[{"name":"x","a":1,"b":9},{"name":"x","a":2,"b":9}]""", isOrdered: true));

    [Fact]
    public void Align_an_identity_that_no_two_elements_share_leaves_it_to_likeness()
        => Assert.Equal(
            "1>0 0>1",
            Align("""[{"id":1,"a":1,"b":1},{"id":2,"a":2,"b":2}]""", """[{"id":8,"a":2,"b":2},{"id":9,"a":1,"b":1}]""", isOrdered: true));

    [Fact]
    public void Align_of_two_candidates_the_more_alike_one_is_taken()
        => Assert.Equal(
            "1>-1 0>0",
            Align("""[{"a":1,"b":2,"c":3},{"a":1,"b":9,"c":9}]""", """[{"a":1,"b":2,"c":4}]""", isOrdered: true));

    [Fact]
    public void Align_lists_and_objects_are_never_alike()
        => Assert.Equal("0>-1 -1>0", Align("[[]]", "[{}]", isOrdered: false));

    [Property(Arbitrary = [typeof(JsonArbitraries)], MaxTest = 500)]
    public void Align_every_element_is_in_one_pair(JsonPair pair, bool isOrdered)
    {
        using var before = JsonDocument.Parse($"[{pair.Before},{pair.After},1,{pair.Before}]");
        using var after = JsonDocument.Parse($"[{pair.After},2,{pair.Before},{pair.After}]");

        var pairs = ListAligner.Align([.. before.RootElement.EnumerateArray()], [.. after.RootElement.EnumerateArray()], isOrdered);

        Assert.Equal([0, 1, 2, 3], pairs.Select(pair => pair.From).Where(from => from >= 0).Order());
        Assert.Equal([0, 1, 2, 3], pairs.Select(pair => pair.To).Where(to => to >= 0));
    }

    private static string Align(string before, string after, bool isOrdered)
    {
        using var earlier = JsonDocument.Parse(before);
        using var later = JsonDocument.Parse(after);
        var pairs = ListAligner.Align([.. earlier.RootElement.EnumerateArray()], [.. later.RootElement.EnumerateArray()], isOrdered);
        return string.Join(' ', pairs.Select(pair => $"{pair.From}>{pair.To}"));
    }
}
