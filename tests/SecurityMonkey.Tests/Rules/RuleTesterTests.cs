using Microsoft.Extensions.Time.Testing;
using SecurityMonkey.Engine.Rules;

namespace SecurityMonkey.Tests.Rules;

public sealed class RuleTesterTests
{
    [Fact]
    public void Test_every_example_has_a_result()
    {
        var results = Test("""
            - { name: open, expect: fail, config: { Port: 22 } }
            - { name: closed, expect: pass, config: { Port: 80 } }
            - { name: wrong fail, expect: fail, config: { Port: 80 } }
            - { name: wrong pass, expect: pass, config: { Port: 22 } }
            """);

        Assert.Equal(["open", "closed", "wrong fail", "wrong pass"], results.Select(result => result.Example));
        Assert.Equal([true, true, false, false], results.Select(result => result.IsSuccess));
        Assert.Equal(["fail", "pass", "fail", "pass"], results.Select(result => result.Expected));
        Assert.Equal(["fail", "pass", "pass", "fail"], results.Select(result => result.Actual));
        Assert.Equal(["Port 22", "", "", "Port 22"], results.Select(result => result.Message));
        Assert.Equal(["f.yaml:6", "f.yaml:7", "f.yaml:8", "f.yaml:9"], results.Select(result => result.Source));
        Assert.All(results, result => Assert.Equal("ACME-1", result.RuleId));
    }

    [Fact]
    public void Test_the_number_of_findings_counts_where_it_is_given()
    {
        var results = Test(
            """
            - { name: one, expect: fail, findings: 1, config: { Ports: [22, 80] } }
            - { name: two, expect: fail, findings: 1, config: { Ports: [22, 22] } }
            - { name: none, expect: pass, findings: 0, config: { Ports: [] } }
            """,
            "forEach: 'Ports[]', discriminator: '{@}', when: '@ == `22`', message: 'Port {@}'");

        Assert.Equal([true, false, true], results.Select(result => result.IsSuccess));
        Assert.Equal(["fail (1)", "fail (1)", "pass (0)"], results.Select(result => result.Expected));
        Assert.Equal(["fail (1)", "fail (2)", "pass (0)"], results.Select(result => result.Actual));
        Assert.Equal("Port 22; Port 22", results[1].Message);
    }

    [Fact]
    public void Test_parameters_of_an_example_replace_those_of_the_rule()
    {
        var results = Test(
            """
            - { name: default, expect: fail, config: { Port: 22 } }
            - { name: other, expect: pass, parameters: { ports: [80] }, config: { Port: 22 } }
            """,
            "parameters: { ports: [22], unused: 1 }, when: \"contains(param('ports'), Port)\"");

        Assert.All(results, result => Assert.True(result.IsSuccess));
    }

    [Theory]
    [InlineData("length(Port) > `1`", "'length(Port) > `1`' failed: invalid-type, function length expects either an object, an array or a string.")]
    [InlineData("replace(Name, 'e', 'a', 'x')", "'replace(Name, 'e', 'a', 'x')' failed: The input string 'x' was not in a correct format.")]
    public void Test_a_rule_that_throws_is_an_error_and_the_others_are_tested(string when, string message)
    {
        var results = Test(
            """
            - { name: throws, expect: fail, config: { Port: 22, Name: web } }
            - { name: expected to pass, expect: pass, config: { Port: 22, Name: web } }
            """,
            $"when: \"{when}\"");

        Assert.All(results, result => Assert.Equal((false, "error", message), (result.IsSuccess, result.Actual, result.Message)));
    }

    [Fact]
    public void Test_ages_are_those_of_the_given_clock()
        => Assert.True(Assert.Single(Test("- { name: old, expect: fail, config: { Created: '2024-03-09' } }", "when: 'age_days(Created) == `1`'")).IsSuccess);

    [Fact]
    public void Test_without_examples_there_are_no_results() => Assert.Empty(Test("[]"));

    private static RuleTestResult[] Test(string examples, string condition = "when: 'Port == `22`', message: 'Port {Port}'")
    {
        var text = $"apiVersion: securitymonkey/v1\nkind: Rule\nmetadata: {{ id: ACME-1, title: T }}\nspec: {{ itemTypes: a, score: 1, {condition},\n  examples: [\n"
            + string.Join(",\n", examples.Split('\n').Select(example => example.TrimStart('-', ' ')).Where(example => example != "[]"))
            + "\n] }";
        var (rules, problems) = RuleDocumentParser.Parse(text, "f.yaml");
        Assert.Empty(problems);
        return [.. RuleTester.Test(Assert.Single(rules), new FakeTimeProvider(new DateTimeOffset(2024, 3, 10, 12, 0, 0, TimeSpan.Zero)))];
    }
}
