using Microsoft.Extensions.Time.Testing;
using SecurityMonkey.Engine.Diffing;
using SecurityMonkey.Engine.Rules;

namespace SecurityMonkey.Tests.Rules;

public sealed class RuleEvaluatorTests
{
    private static readonly FakeTimeProvider Time = new(new DateTimeOffset(2024, 3, 10, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("Open", """{"Open":true}""", 1)]
    [InlineData("Open", """{"Open":false}""", 0)]
    [InlineData("Open", "{}", 0)]
    [InlineData("Ports", """{"Ports":[]}""", 0)]
    [InlineData("Ports", """{"Ports":[22]}""", 1)]
    [InlineData("Name", """{"Name":""}""", 0)]
    [InlineData("age_days(Created) > `90`", """{"Created":"2023-12-10T00:00:00Z"}""", 1)]
    [InlineData("age_days(Created) > `90`", """{"Created":"2024-03-01T00:00:00Z"}""", 0)]
    [InlineData("item().region == 'eu-west-1'", "{}", 1)]
    [InlineData("root().Open && element().Open && parent().Open", """{"Open":true}""", 1)]
    public void Evaluate_the_whole_configuration_fails_where_the_condition_is_true(string when, string config, int expected)
        => Assert.Equal(expected, Evaluate(Condition(when), config).Count);

    [Fact]
    public void Evaluate_for_each_element_there_is_a_finding_with_message_discriminator_and_evidence()
    {
        var condition = new RuleCondition(
            [PathPattern.Parse("Rules[].Ranges[]")],
            "Cidr == '0.0.0.0/0' && contains(param('ports'), parent().Port)",
            "Port {parent().Port} of {root().Name} in {item().region} is open to {Cidr}",
            "{Cidr} {parent().Port}",
            ["parent().Port", "Description"]);

        var findings = Evaluate(
            condition,
            """{"Name":"web","Rules":[{"Port":22,"Ranges":[{"Cidr":"10.0.0.0/8"},{"Cidr":"0.0.0.0/0"}]},{"Port":443,"Ranges":[{"Cidr":"0.0.0.0/0"}]},{"Port":23,"Ranges":[{"Cidr":"0.0.0.0/0","Description":"x"}]}]}""",
            ("ports", "[22,23]"));

        Assert.Equal(["Port 22 of web in eu-west-1 is open to 0.0.0.0/0", "Port 23 of web in eu-west-1 is open to 0.0.0.0/0"], findings.Select(finding => finding.Message));
        Assert.Equal(["0.0.0.0/0 22", "0.0.0.0/0 23"], findings.Select(finding => finding.Discriminator));
        Assert.Equal(
            [new Evidence("Rules[0].Ranges[1]", """{"Cidr":"0.0.0.0/0"}"""), new Evidence("parent().Port", "22"), new Evidence("Description", "null")],
            findings[0].Evidence);
        Assert.Equal(new Evidence("Description", "\"x\""), findings[1].Evidence[2]);
    }

    [Fact]
    public void Evaluate_several_paths_are_looked_at_one_after_the_other()
    {
        var condition = new RuleCondition([PathPattern.Parse("B[]"), PathPattern.Parse("A[]")], "@", "{@}", "{@}", []);

        Assert.Equal(["b", "a1", "a2"], Evaluate(condition, """{"A":["a1","a2"],"B":["b"]}""").Select(finding => finding.Message));
    }

    [Fact]
    public void Evaluate_without_for_each_evidence_is_only_what_is_asked_for()
    {
        var condition = new RuleCondition([], "Open", "Open", "", ["Name", "Missing.Name"]);

        Assert.Equal([new Evidence("Name", "\"x\""), new Evidence("Missing.Name", "null")], Assert.Single(Evaluate(condition, """{"Open":true,"Name":"x"}""")).Evidence);
    }

    [Fact]
    public void Evaluate_long_evidence_is_cut_short()
    {
        var condition = new RuleCondition([], "@", "m", "", ["Text"]);

        var evidence = Assert.Single(Assert.Single(Evaluate(condition, $$"""{"Text":"{{new string('x', 1000)}}"}""")).Evidence);

        Assert.Equal(303, evidence.Value.Length);
        Assert.EndsWith("xxx...", evidence.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_one_evaluator_serves_many_items()
    {
        var evaluator = new RuleEvaluator(Condition("root().Open && item().name == 'a'"));

        Assert.Single(RuleSamples.Evaluate(evaluator, RuleSamples.Item("""{"Open":true}""") with { Name = "a" }, Time));
        Assert.Empty(RuleSamples.Evaluate(evaluator, RuleSamples.Item("""{"Open":false}""") with { Name = "a" }, Time));
        Assert.Empty(RuleSamples.Evaluate(evaluator, RuleSamples.Item("""{"Open":true}""") with { Name = "b" }, Time));
    }

    [Theory]
    [InlineData("length(Port)", "m", "")]
    [InlineData("contains(Missing, 'a')", "m", "")]
    [InlineData("param('nothing')", "m", "")]
    [InlineData("abs(Big) > `1`", "m", "")]
    [InlineData("Port", "{length(Port)}", "")]
    [InlineData("Port", "m", "{param('nothing')}")]
    [InlineData("Port", "m", "", "port_in_range('x', Port, Port)")]
    public void Evaluate_a_rule_that_cannot_tell_says_so(string when, string message, string discriminator, params string[] evidence)
    {
        var error = Assert.Throws<InvalidOperationException>(
            () => Evaluate(new RuleCondition([], when, message, discriminator, evidence), """{"Port":22,"Big":123456789012345678901234567890}"""));

        Assert.NotEmpty(error.Message);
    }

    [Fact]
    public void Create_an_expression_that_is_none_is_refused()
        => Assert.Throws<FormatException>(() => new RuleEvaluator(Condition("a b")));

    private static RuleCondition Condition(string when) => new([], when, "message", "", []);

    private static IReadOnlyList<Finding> Evaluate(RuleCondition condition, string config, params (string Name, string Value)[] parameters)
        => RuleSamples.Evaluate(
            new RuleEvaluator(condition), RuleSamples.Item(config), Time, parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value));
}
