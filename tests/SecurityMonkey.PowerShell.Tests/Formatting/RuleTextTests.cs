using SecurityMonkey.Commands.Formatting;

namespace SecurityMonkey.PowerShellTests.Formatting;

public sealed class RuleTextTests
{
    [Fact]
    public void Wrap_breaks_between_words_and_keeps_lines_and_long_words()
    {
        Assert.Equal(["one two", "three", "four"], Lines(RuleText.Wrap("one two three\nfour", 7)));
        Assert.Equal(["a", "https://example.com", "b"], Lines(RuleText.Wrap("a https://example.com b", 5)));
        Assert.Equal("", RuleText.Wrap(null));
    }

    [Fact]
    public void Settings_tell_what_for_whom_and_why()
        => Assert.Equal(
            ["score 9 (baseline acme@2026-11, R-1)", "disabled, days: 30 (Set-SMRule -Tag cost -Account dev-*): why", "enabled (Set-SMRule R-1)"],
            Lines(RuleText.Settings(
            [
                new RuleSetting { RuleId = "R-1", Score = 9, Baseline = "acme@2026-11" },
                new RuleSetting { RuleId = "*", Tag = "cost", Account = "dev-*", IsEnabled = false, Reason = "why", Parameters = new Dictionary<string, string> { ["days"] = "30" } },
                new RuleSetting { RuleId = "R-1", IsEnabled = true },
            ])));

    private static string[] Lines(string text) => text.Split(Environment.NewLine);
}
