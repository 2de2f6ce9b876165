using Newtonsoft.Json.Linq;
using SecurityMonkey.Engine.Rules;

namespace SecurityMonkey.Tests.Rules;

public sealed class MessageTemplateTests
{
    private const string Config = """{"name":"web","port":22,"ratio":0.5,"on":true,"none":null,"list":["a",1,null,true],"map":{"a":[1]},"nested":[[1],[2]]}""";

    [Theory]
    [InlineData("", "")]
    [InlineData("plain text", "plain text")]
    [InlineData("{name}", "web")]
    [InlineData("Port {port} of {name} is open", "Port 22 of web is open")]
    [InlineData("{ratio} {on}", "0.5 true")]
    [InlineData("[{none}] [{missing}]", "[] []")]
    [InlineData("{list}", "a, 1, , true")]
    [InlineData("{map}", "{\"a\":[1]}")]
    [InlineData("{nested}", "[[1],[2]]")]
    [InlineData("{name == 'web' && 'yes' || 'no'}", "yes")]
    [InlineData("{map.a[0]}{port}", "122")]
    public void Render_expressions_in_braces_become_their_values(string template, string expected) => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("{{name}}", "{name}")]
    [InlineData("{{{name}}}", "{web}")]
    [InlineData("a }} b", "a } b")]
    [InlineData("a } b", "a } b")]
    [InlineData("{{", "{")]
    public void Render_a_brace_written_twice_is_a_brace(string template, string expected) => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("{ {a: name}.a }", "web")]
    [InlineData("{@.{a: name, b: port}}", "{\"a\":\"web\",\"b\":22}")]
    [InlineData("{name == '}' && 'x' || 'y'}", "y")]
    [InlineData("{'{'}{name}", "{web")]
    [InlineData("{`{\"a\": 1}`.a}", "1")]
    [InlineData("{map.\"}\" || 'none'}", "none")]
    public void Render_braces_within_an_expression_are_its_own(string template, string expected) => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("Port {port", 5, "The brace at 6 of 'Port {port' is not closed; write '{{' for a brace itself.")]
    [InlineData("{port} {", 7, "The brace at 8 of '{port} {' is not closed; write '{{' for a brace itself.")]
    [InlineData("Port {port is} open", 11, "'port is' is not a JMESPath expression: syntax, near 'is'.")]
    [InlineData("{name} {nofunction(a)}", 8, "'nofunction(a)' is not a JMESPath expression: there is no function 'nofunction'.")]
    public void Compile_what_is_wrong_is_refused_with_its_place(string template, int offset, string expected)
    {
        var error = Assert.Throws<FormatException>(() => MessageTemplate.Compile(template, new RuleFunctions(TimeProvider.System)));

        Assert.Equal(expected, error.Message);
        Assert.Equal(offset, error.Data["offset"]);
    }

    private static string Render(string template)
        => MessageTemplate.Compile(template, new RuleFunctions(TimeProvider.System)).Render(JObject.Parse(Config));
}
