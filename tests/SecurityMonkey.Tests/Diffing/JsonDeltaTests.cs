using System.Globalization;
using System.Text.Json;
using FsCheck.Xunit;
using SecurityMonkey.Engine.Diffing;

namespace SecurityMonkey.Tests.Diffing;

public sealed class JsonDeltaTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":2}""", """{"a":[1,2]}""")]
    [InlineData("{}", """{"a":1}""", """{"a":[1]}""")]
    [InlineData("""{"a":1}""", "{}", """{"a":[1,0,0]}""")]
    [InlineData("""{"a":{"b":"x"}}""", """{"a":{"b":"y"}}""", """{"a":{"b":["x","y"]}}""")]
    [InlineData("[1,2]", "[1,3,2]", """{"_t":"a","1":[3]}""")]
    [InlineData("[1,2]", "[1]", """{"_t":"a","_1":[2,0,0]}""")]
    [InlineData("1", "\"1\"", """[1,"1"]""")]
    [InlineData("{}", "[]", "[{},[]]")]
    [InlineData("""{"a":"2024-01-01T00:00:00Z"}""", """{"a":"2024-01-02T00:00:00Z"}""", """{"a":["2024-01-01T00:00:00Z","2024-01-02T00:00:00Z"]}""")]
    public void Compute_what_changed_is_written_as_jsondiffpatch_does(string before, string after, string expected)
        => Assert.Equal(expected, JsonDelta.Compute(before, after));

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1,{\"a\":null}]")]
    public void Compute_no_change_is_null_and_changes_nothing(string json)
    {
        Assert.Equal("null", JsonDelta.Compute(json, json));
        Assert.Equal(json, Canonical.Of(JsonDelta.Apply(json, "null")));
    }

    [Theory]
    [InlineData("""{"a":null}""", "{}")]
    [InlineData("{}", """{"a":null}""")]
    [InlineData("""{"a":null}""", """{"a":0}""")]
    [InlineData("null", "{}")]
    [InlineData("{}", "null")]
    [InlineData("""{"a":""}""", """{"a":null}""")]
    [InlineData("\"\"", "null")]
    [InlineData("null", "\"\"")]
    [InlineData("[null]", "[]")]
    [InlineData("[]", "[null,null]")]
    [InlineData("[1,1,1]", "[1,1]")]
    [InlineData("[[],[],{}]", "[{},[]]")]
    [InlineData("""{"_t":"a"}""", """{"_t":"b"}""")]
    [InlineData("""{"_t":"b","0":1}""", """{"_t":"a","0":2}""")]
    [InlineData("""{"x":{"_t":"a","_0":1}}""", """{"x":{"_t":"a","_0":2}}""")]
    [InlineData("""{"x":{}}""", """{"x":{"_t":"a","_0":[1,0,0]}}""")]
    [InlineData("12345678901234567890123", "12345678901234567890124")]
    [InlineData("""{"a":0.12345678901234567890123}""", """{"a":0.12345678901234567890124}""")]
    [InlineData("""{"a":1e400}""", """{"a":1e401}""")]
    [InlineData("[1e400,1]", "[1,1e400,2]")]
    public void Apply_to_the_earlier_gives_the_later(string before, string after)
        => Assert.Equal(Canonical.Of(after), Canonical.Of(JsonDelta.Apply(before, JsonDelta.Compute(before, after))));

    [Fact]
    public void Apply_works_at_the_greatest_depth()
    {
        static string Nest(string value) => string.Concat(Enumerable.Repeat("[", JsonCanonicalizer.MaxDepth)) + value + new string(']', JsonCanonicalizer.MaxDepth);

        Assert.Equal(Nest("2"), Canonical.Of(JsonDelta.Apply(Nest("1"), JsonDelta.Compute(Nest("1"), Nest("2")))));
    }

    [Fact]
    public void Apply_very_long_lists_of_which_all_changed_come_out_whole()
    {
        static string List(int first) => "[" + string.Join(',', Enumerable.Range(first, 5000).Select(index =>
            string.Create(CultureInfo.InvariantCulture, $"{{\"id\":{index},\"name\":\"item{index}\"}}"))) + "]";

        Assert.Equal(List(10_000), Canonical.Of(JsonDelta.Apply(List(0), JsonDelta.Compute(List(0), List(10_000)))));
    }

    [Fact]
    public void Apply_lists_of_very_different_length_come_out_whole()
    {
        static string List(int first, int count) => "[" + string.Join(',', Enumerable.Range(first, count)) + "]";

        Assert.Equal(List(7, 5), Canonical.Of(JsonDelta.Apply(List(0, 20_000), JsonDelta.Compute(List(0, 20_000), List(7, 5)))));
        Assert.Equal(List(0, 20_000), Canonical.Of(JsonDelta.Apply(List(7, 5), JsonDelta.Compute(List(7, 5), List(0, 20_000)))));
    }

    [Property(Arbitrary = [typeof(JsonArbitraries)], MaxTest = 1000)]
    public void Apply_to_the_earlier_gives_the_later_for_any_two(JsonPair pair)
    {
        var (before, after) = (Canonical.Of(pair.Before.ToString()), Canonical.Of(pair.After.ToString()));

        var delta = JsonDelta.Compute(before, after);

        Assert.Equal(after, Canonical.Of(JsonDelta.Apply(before, delta)));
        Assert.Equal(before == after, delta == "null");
        using var parsed = JsonDocument.Parse(delta);
        Assert.NotEqual(JsonValueKind.Undefined, parsed.RootElement.ValueKind);
    }
}
