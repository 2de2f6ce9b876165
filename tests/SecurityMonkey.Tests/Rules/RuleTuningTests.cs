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

    [Fact]
    public void Apply_tells_which_settings_count_the_weaker_first()
    {
        var tuned = new RuleTuning(
        [
            Score("prod", 3),
            Score("*", 1),
            Score("test", 9),
            Score("prod*", 2),
            new RuleSetting { RuleId = "*", Tag = "network", Account = "prod", Score = 8 },
        ]).Apply(Rule with { Tags = ["network"] }, "prod");

        Assert.Equal(3, tuned.Score);
        Assert.Equal([8, 1, 2, 3], tuned.Settings.Select(setting => setting.Score));
    }

    [Fact]
    public void Apply_one_value_for_a_list_is_a_list_of_it()
    {
        var tuned = new RuleTuning([new RuleSetting { RuleId = "ACME-1", Parameters = new Dictionary<string, string> { ["ports"] = "\"22-25\"", ["days"] = "7" } }]).Apply(Rule, "prod");

        Assert.Equal(("[\"22-25\"]", "7"), (tuned.Parameters["ports"], tuned.Parameters["days"]));
    }

    [Theory]
    [InlineData("ports", "22", null)]
    [InlineData("ports", "[22,\"80-90\"]", null)]
    [InlineData("ports", "true", "'ports' of rule ACME-1 is a list, now [22]; true is true or false.")]
    [InlineData("days", "\"90\"", "'days' of rule ACME-1 is a number, now 90; \"90\" is a text.")]
    [InlineData("day", "90", "Rule ACME-1 has no parameter 'day'. Did you mean 'days'? Its parameters are: ports, days.")]
    public void FindFault_says_what_is_wrong_with_a_value(string name, string json, string? expected) => Assert.Equal(expected, RuleParameters.FindFault(Rule, name, json));

    private static RuleSetting Score(string account, int score) => new() { RuleId = "ACME-1", Account = account, Score = score };
}
