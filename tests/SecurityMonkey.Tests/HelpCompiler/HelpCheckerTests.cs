using SecurityMonkey.HelpCompiler.Cmdlets;

namespace SecurityMonkey.Tests.HelpCompiler;

public sealed class HelpCheckerTests
{
    [Fact]
    public void Page_without_fault_has_no_problem() => Assert.Empty(Samples.FindProblems(Samples.PageText, Samples.Cmdlet));

    [Theory]
    [InlineData("Shows things.", "Shows things")]
    [InlineData("Shows things.", "")]
    [InlineData("Shows things.", "Shows things.\n\nAnd more.")]
    public void Synopsis_that_is_not_one_sentence_is_a_problem(string replaced, string replacement)
        => Assert.Equal(["HELP005 ## SYNOPSIS"], Samples.FindProblems(replaced, replacement));

    [Fact]
    public void Synopsis_that_is_missing_is_a_problem() => Assert.Equal(["HELP005 # Get-Thing"], Samples.FindProblems("## SYNOPSIS\n\nShows things.\n", ""));

    [Theory]
    [InlineData(120, 0)]
    [InlineData(121, 1)]
    public void Synopsis_has_at_most_120_characters(int length, int problems)
        => Assert.Equal(problems, Samples.FindProblems("Shows things.", new string('x', length - 1) + ".").Count);

    [Fact]
    public void Description_that_is_missing_is_a_problem()
        => Assert.Equal(["HELP012 ## DESCRIPTION"], Samples.FindProblems("Shows `things`, and\nnothing else.\n\n- one\n- two\n", ""));

    [Fact]
    public void Single_example_is_too_few()
        => Assert.Equal(["HELP006 # Get-Thing"], Samples.FindProblems("### Example 2: Show a thing", "Another way:"));

    [Fact]
    public void Example_without_code_is_a_problem()
        => Assert.Equal(["HELP007 ### Example 1: Show all things"], Samples.FindProblems("```powershell\nGet-Thing\n```", "```\nGet-Thing\n```"));

    [Theory]
    [InlineData("### -Limit\n\nHow many.\n\nDefault value: 5\n", "", "HELP003 # Get-Thing")]
    [InlineData("How many.\n\nDefault value: 5\n", "", "HELP003 ### -Limit")]
    [InlineData("### -Limit", "### -limit", "HELP003 # Get-Thing", "HELP004 ### -limit")]
    [InlineData("### -Limit", "### -Max\n\nNo.\n\n### -Limit", "HELP004 ### -Max")]
    [InlineData("### -Limit", "### -WhatIf\n\nNo.\n\n### -Limit", "HELP004 ### -WhatIf")]
    public void Parameters_and_their_descriptions_have_to_agree(string replaced, string replacement, params string[] expected)
        => Assert.Equal(expected, Samples.FindProblems(replaced, replacement));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Common_parameter_may_be_described(bool isDescribed)
    {
        var cmdlet = Samples.Cmdlet with { Parameters = [.. Samples.Cmdlet.Parameters, .. ParameterReader.GetShouldProcessParameters()] };
        var described = isDescribed ? "### -WhatIf\n\nCollects, and stores nothing.\n\n" : "";
        var text = Samples.PageText.Replace("### -Limit", $"{described}### -Limit", StringComparison.Ordinal);

        Assert.Empty(Samples.FindProblems(text, cmdlet));
    }

    [Theory]
    [InlineData("-RoleName", true)]
    [InlineData("-RoleName", false, "HELP004 ### -RoleName")]
    [InlineData("-Limit", true, "HELP004 ### -Limit")]
    [InlineData("RoleName", true, "HELP004 ### RoleName")]
    public void Dynamic_parameter_is_one_that_the_class_has_not(string heading, bool hasDynamicParameters, params string[] expected)
    {
        var text = Samples.PageText.Replace("## INPUTS", $"## DYNAMIC PARAMETERS\n\n### {heading}\n\nText.\n\n## INPUTS", StringComparison.Ordinal);

        Assert.Equal(expected, Samples.FindProblems(text, Samples.Cmdlet with { HasDynamicParameters = hasDynamicParameters }));
    }

    [Theory]
    [InlineData("### Sample.Thing\n\nA thing.\n", "", "HELP010 # Get-Thing")]
    [InlineData("### Sample.Thing", "### Sample.Other", "HELP010 # Get-Thing", "HELP011 ### Sample.Other")]
    [InlineData("### Sample.Thing", "### None\n\n### Sample.Thing")]
    public void Output_types_and_their_descriptions_have_to_agree(string replaced, string replacement, params string[] expected)
        => Assert.Equal(expected, Samples.FindProblems(replaced, replacement));
}
