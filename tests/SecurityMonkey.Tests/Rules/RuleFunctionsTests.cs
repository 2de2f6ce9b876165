using Microsoft.Extensions.Time.Testing;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using SecurityMonkey.Engine.Rules;

namespace SecurityMonkey.Tests.Rules;

public sealed class RuleFunctionsTests
{
    private static readonly FakeTimeProvider Time = new(new DateTimeOffset(2024, 3, 10, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("root()", "{\"a\":1}")]
    [InlineData("root().a", "1")]
    [InlineData("element().c", "3")]
    [InlineData("parent().b", "2")]
    [InlineData("item().account", "\"prod\"")]
    [InlineData("param('ports')", "[22,23]")]
    [InlineData("param('ports')[1]", "23")]
    [InlineData("list[?@ == root().a]", "[1]")]
    [InlineData("list[*].{v: @, c: element().c}", "[{\"v\":1,\"c\":3},{\"v\":2,\"c\":3}]")]
    [InlineData("contains(param('ports'), `22`)", "true")]
    public void Functions_give_what_the_evaluator_set(string expression, string expected)
        => Assert.Equal(expected, Evaluate(expression, """{"list":[1,2]}"""));

    [Theory]
    [InlineData("param('nothing')", "The rule has no parameter \"nothing\".")]
    [InlineData("param(`1`)", "The rule has no parameter 1.")]
    public void Param_one_that_is_not_there_is_an_error(string expression, string expected)
        => Assert.Equal(expected, Assert.Throws<InvalidOperationException>(() => Evaluate(expression)).Message);

    [Theory]
    [InlineData("'0.0.0.0/0'", "true")]
    [InlineData("'::/0'", "true")]
    [InlineData("'10.0.0.0/0'", "true")]
    [InlineData("'10.0.0.0/8'", "false")]
    [InlineData("'0.0.0.0'", "false")]
    [InlineData("'0.0.0.0/10'", "false")]
    [InlineData("''", "false")]
    [InlineData("`null`", "false")]
    [InlineData("`0`", "false")]
    [InlineData("missing", "false")]
    public void Is_any_address_is_a_block_without_prefix(string argument, string expected)
        => Assert.Equal(expected, Evaluate($"is_any_address({argument})"));

    [Theory]
    [InlineData("`22`, `22`, `22`", "true")]
    [InlineData("`22`, `20`, `25`", "true")]
    [InlineData("`22`, `23`, `25`", "false")]
    [InlineData("`[21, 22]`, `22`, `22`", "true")]
    [InlineData("`[]`, `22`, `22`", "false")]
    [InlineData("'6000-6010', `6005`, `6005`", "true")]
    [InlineData("'6000-6010', `6011`, `7000`", "false")]
    [InlineData("'22', `1`, `100`", "true")]
    [InlineData("`[\"80-90\", 443]`, `443`, `443`", "true")]
    [InlineData("`22`, `null`, `null`", "true")]
    [InlineData("`22`, missing, missing", "true")]
    [InlineData("`22`, `null`, `21`", "false")]
    [InlineData("`22`, `-1`, `-1`", "false")]
    [InlineData("`22`, '20', '25'", "true")]
    [InlineData("`22`, '443', '443'", "false")]
    public void Port_in_range_is_whether_they_overlap(string arguments, string expected)
        => Assert.Equal(expected, Evaluate($"port_in_range({arguments})"));

    [Theory]
    [InlineData("port_in_range('http', `1`, `2`)", "\"http\" is not a port; write 22, \"6000-6010\", or a list of them.")]
    [InlineData("port_in_range('1-2-3', `1`, `2`)", "\"1-2-3\" is not a port; write 22, \"6000-6010\", or a list of them.")]
    [InlineData("port_in_range('6010-6000', `1`, `2`)", "\"6010-6000\" is not a port; write 22, \"6000-6010\", or a list of them.")]
    [InlineData("port_in_range(`null`, `1`, `2`)", "null is not a port; write 22, \"6000-6010\", or a list of them.")]
    [InlineData("port_in_range(`[[22]]`, `1`, `2`)", "[22] is not a port; write 22, \"6000-6010\", or a list of them.")]
    [InlineData("port_in_range(`22`, '*', '*')", "\"*\" is not the end of a range of ports; a number was expected.")]
    [InlineData("port_in_range(`22`, `[]`, `2`)", "[] is not the end of a range of ports; a number was expected.")]
    [InlineData("port_text('a', 'b')", "\"a\" is not the end of a range of ports; a number was expected.")]
    public void Port_in_range_what_is_no_port_is_an_error(string expression, string expected)
        => Assert.Equal(expected, Assert.Throws<InvalidOperationException>(() => Evaluate(expression)).Message);

    [Theory]
    [InlineData("`22`, `22`", "\"22\"")]
    [InlineData("`20`, `25`", "\"20-25\"")]
    [InlineData("`null`, `25`", "\"any\"")]
    [InlineData("missing, missing", "\"any\"")]
    public void Port_text_is_a_range_as_people_write_it(string arguments, string expected)
        => Assert.Equal(expected, Evaluate($"port_text({arguments})"));

    [Theory]
    [InlineData("'2024-03-10T12:00:00Z'", "0")]
    [InlineData("'2024-03-09T12:00:00Z'", "1")]
    [InlineData("'2024-03-09T12:00:01Z'", "0")]
    [InlineData("'2024-03-10'", "0")]
    [InlineData("'2023-03-10T12:00:00+00:00'", "366")]
    [InlineData("'2024-03-10T13:00:00+02:00'", "0")]
    [InlineData("'2024-03-10T12:00:01Z'", "-1")]
    [InlineData("'yesterday'", "null")]
    [InlineData("''", "null")]
    [InlineData("`5`", "null")]
    [InlineData("missing", "null")]
    public void Age_days_are_whole_days_up_to_now(string argument, string expected)
        => Assert.Equal(expected, Evaluate($"age_days({argument})"));

    private static string Evaluate(string expression, string value = "{}")
    {
        var functions = new RuleFunctions(Time)
        {
            Root = JObject.Parse("""{"a":1}"""),
            Parent = JObject.Parse("""{"b":2}"""),
            Element = JObject.Parse("""{"c":3}"""),
            Item = JObject.Parse("""{"account":"prod"}"""),
            Parameters = new Dictionary<string, JToken> { ["ports"] = new JArray(22, 23) },
        };
        return JmesExpression.Compile(expression, functions).Evaluate(JToken.Parse(value)).ToString(Formatting.None);
    }
}
