using SecurityMonkey.Engine.Rules;

namespace SecurityMonkey.Tests.Rules;

public sealed class RuleTuningTests
{
    private static readonly Rule Rule = new()
    {
        Id = "ACME-1",
        Title = "T",
        ItemTypes = ["*"],
        Score = 5,
        Parameters = new Dictionary<string, string> { ["ports"] = "[22]", ["days"] = "90" },
    };

    [Fact]
    public void Apply_without_settings_the_rule_is_as_it_was_written()
    {
        var tuned = new RuleTuning([]).Apply(Rule, "prod");

        Assert.Equal((5, true), (tuned.Score, tuned.IsEnabled));
        Assert.Equal(Rule.Parameters, tuned.Parameters);
    }

    [Theory]
    [InlineData("prod-eu", 3)]
    [InlineData("PROD-EU", 3)]
    [InlineData("prod-us", 2)]
    [InlineData("prod-us-1", 4)]
    [InlineData("test", 1)]
    [InlineData(null, 1)]
    public void Apply_a_name_wins_over_a_wildcard_and_a_wildcard_over_all(string? account, int expected)
    {
        RuleSetting[] settings = [Score("prod-eu", 3), Score("prod-us-*", 4), Score("*", 1), Score("prod*", 2)];

        Assert.Equal(expected, new RuleTuning(settings).Apply(Rule, account).Score);
        Assert.Equal(expected, new RuleTuning([.. settings.Reverse()]).Apply(Rule, account).Score);
    }

    [Fact]
    public void Apply_what_the_stronger_setting_leaves_open_comes_from_the_weaker()
    {
        var tuned = new RuleTuning(
        [
            new RuleSetting { RuleId = "ACME-1", Account = "prod", Parameters = new Dictionary<string, string> { ["ports"] = "[443]" } },
            new RuleSetting { RuleId = "ACME-1", Account = "*", Score = 1, IsEnabled = false, Parameters = new Dictionary<string, string> { ["ports"] = "[80]", ["days"] = "30" } },
        ]).Apply(Rule, "prod");

        Assert.Equal((1, false), (tuned.Score, tuned.IsEnabled));
        Assert.Equal(new Dictionary<string, string> { ["ports"] = "[443]", ["days"] = "30" }, tuned.Parameters);
    }

    [Fact]
    public void Apply_a_rule_that_is_disabled_everywhere_can_be_enabled_for_one()
    {
        var tuning = new RuleTuning(
        [
            new RuleSetting { RuleId = "ACME-1", Account = "prod", IsEnabled = true },
            new RuleSetting { RuleId = "ACME-1", IsEnabled = false },
        ]);

        Assert.True(tuning.Apply(Rule, "prod").IsEnabled);
        Assert.False(tuning.Apply(Rule, "test").IsEnabled);
        Assert.False(tuning.Apply(Rule, account: null).IsEnabled);
    }

    [Fact]
    public void Apply_ids_are_compared_without_case_and_other_rules_are_left_alone()
    {
        Assert.Equal(1, new RuleTuning([Score("*", 1) with { RuleId = "acme-1" }]).Apply(Rule, "prod").Score);
        Assert.Equal(5, new RuleTuning([Score("*", 1) with { RuleId = "ACME-2" }]).Apply(Rule, "prod").Score);
    }

    [Fact]
    public void Apply_the_rule_itself_is_not_changed()
    {
        new RuleTuning([new RuleSetting { RuleId = "ACME-1", Parameters = new Dictionary<string, string> { ["ports"] = "[1]" } }]).Apply(Rule, "prod");

        Assert.Equal("[22]", Rule.Parameters["ports"]);
    }

    private static RuleSetting Score(string account, int score) => new() { RuleId = "ACME-1", Account = account, Score = score };
}
