using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using SecurityMonkey.Engine.Rules;

namespace SecurityMonkey.Tests.Rules;

public sealed class JmesExpressionTests
{
    private const string Config = """
        {
          "name": "web", "size": 3, "big": 123456789012345678901234567890, "ratio": 0.5, "none": null, "created": "2024-01-01T00:00:00Z",
          "tags": [{ "Key": "a", "Value": "1" }, { "Key": "b", "Value": "2" }], "mixed": [1, "a"], "empty": [], "map": { "x.y": 1 }
        }
        """;

    [Theory]
    [InlineData("name", "\"web\"")]
    [InlineData("missing", "null")]
    [InlineData("missing.deeper[0].still", "null")]
    [InlineData("tags[?Key == 'b'].Value | [0]", "\"2\"")]
    [InlineData("tags[*].Key", "[\"a\",\"b\"]")]
    [InlineData("map.\"x.y\"", "1")]
    [InlineData("size > `2` && name != 'db'", "true")]
    [InlineData("missing || name", "\"web\"")]
    [InlineData("length(tags)", "2")]
    [InlineData("contains(name, 'e')", "true")]
    [InlineData("let $n = name in tags[0].{n: $n, k: Key}", "{\"n\":\"web\",\"k\":\"a\"}")]
    [InlineData("big", "123456789012345678901234567890")]
    [InlineData("created", "\"2024-01-01T00:00:00Z\"")]
    [InlineData("sort_by(tags, &Value)[0].Key", "\"a\"")]
    [InlineData("`{\"a\": [1]}`", "{\"a\":[1]}")]
    public void Evaluate_jmespath_works(string expression, string expected) => Assert.Equal(expected, Evaluate(expression).ToString(Formatting.None));

    [Theory]
    [InlineData("length(size)", "'length(size)' failed: invalid-type, function length expects either an object, an array or a string.")]
    [InlineData("sort(mixed)", "'sort(mixed)' failed: invalid-type, all items in the array to the function sort must have the same type.")]
    [InlineData("contains(none, 'a')", "'contains(none, 'a')' failed: invalid-type, function contains expects either an array or a string.")]
    [InlineData("size / `0`", "'size / `0`' failed: not-a-number, expression size \u00f7 `0` overflow.")]
    [InlineData("$nothing", "'$nothing' failed: undefined-variable, the variable '$nothing' is not defined.")]
    public void Evaluate_a_value_that_a_function_does_not_take_is_an_error(string expression, string expected)
        => Assert.Equal(expected, Assert.Throws<InvalidOperationException>(() => Evaluate(expression)).Message);

    [Theory]
    [InlineData("abs(big)")]
    [InlineData("big > `1`")]
    [InlineData("sum(`[9223372036854775807, 1]`)")]
    [InlineData("merge(map, size)")]
    [InlineData("replace(name, 'e', 'a', 'x')")]
    public void Evaluate_whatever_goes_wrong_is_the_same_kind_of_error(string expression)
        => Assert.StartsWith($"'{expression}' failed: ", Assert.Throws<InvalidOperationException>(() => Evaluate(expression)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("", 0, "'' is not a JMESPath expression: syntax, near ''.")]
    [InlineData("a b", 2, "'a b' is not a JMESPath expression: syntax, near 'b'.")]
    [InlineData("a &&& b", 4, "'a &&& b' is not a JMESPath expression: syntax, near '&'.")]
    [InlineData("(a", 1, "'(a' is not a JMESPath expression: syntax, near ''.")]
    [InlineData("a == 'x", 5, "'a == 'x' is not a JMESPath expression: syntax, near '''.")]
    [InlineData("a[::0]", 0, "'a[::0]' is not a JMESPath expression: invalid-value, a slice projection step cannot be 0.")]
    [InlineData("nofunction(a)", 0, "'nofunction(a)' is not a JMESPath expression: there is no function 'nofunction'.")]
    [InlineData("length()", 0, "'length()' is not a JMESPath expression: invalid-arity, the function length expects 1 argument but none were supplied.")]
    [InlineData("param('a', 'b')", 0, "'param('a', 'b')' is not a JMESPath expression: invalid-arity, the function param expects 1 argument but 2 were supplied.")]
    public void Compile_what_is_no_expression_is_refused_with_its_place(string expression, int offset, string expected)
    {
        var error = Assert.Throws<FormatException>(() => JmesExpression.Compile(expression, Functions()));

        Assert.Equal(expected, error.Message);
        Assert.Equal(offset, error.Data["offset"]);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("null", false)]
    [InlineData("\"\"", false)]
    [InlineData("\"false\"", true)]
    [InlineData("[]", false)]
    [InlineData("[null]", true)]
    [InlineData("{}", false)]
    [InlineData("{\"a\":null}", true)]
    [InlineData("0", true)]
    [InlineData("0.0", true)]
    public void IsTrue_is_what_jmespath_calls_true(string json, bool expected) => Assert.Equal(expected, JmesExpression.IsTrue(JmesExpression.ParseConfig(json)));

    [Fact]
    public void ParseConfig_texts_that_look_like_times_stay_texts()
        => Assert.Equal(JTokenType.String, JmesExpression.ParseConfig("\"2024-01-01T00:00:00Z\"").Type);

    private static JToken Evaluate(string expression) => JmesExpression.Compile(expression, Functions()).Evaluate(JmesExpression.ParseConfig(Config));

    private static RuleFunctions Functions() => new(TimeProvider.System);

    [Theory]
    [InlineData("lenght(a) > `0`", "there is no function 'lenght'. Did you mean 'length'?", 0)]
    [InlineData("a && age_day(b) > `1`", "there is no function 'age_day'. Did you mean 'age_days'?", 5)]
    [InlineData("frobnicate(a)", "there is no function 'frobnicate'.", 0)]
    public void Unknown_function_is_named_with_the_one_that_is_near(string text, string expected, int offset)
    {
        var error = Assert.Throws<FormatException>(() => JmesExpression.Compile(text, new RuleFunctions(TimeProvider.System)));

        Assert.EndsWith(expected, error.Message, StringComparison.Ordinal);
        Assert.Equal(offset, error.Data["offset"]);
    }
}
