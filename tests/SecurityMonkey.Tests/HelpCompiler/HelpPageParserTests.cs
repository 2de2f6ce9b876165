using SecurityMonkey.HelpCompiler.Prose;

namespace SecurityMonkey.Tests.HelpCompiler;

public sealed class HelpPageParserTests
{
    [Fact]
    public void Page_without_fault_has_no_problem() => Assert.Empty(Samples.Page.Problems);

    [Fact]
    public void Name_comes_from_the_file() => Assert.Equal("Get-Thing", Samples.Page.Name);

    [Fact]
    public void Section_knows_its_line() => Assert.Equal(3, Samples.Page.Synopsis?.Line);

    [Fact]
    public void Paragraph_becomes_one_line_without_markup()
        => Assert.Equal("Shows things, and nothing else.", Assert.IsType<ProseParagraph>(Samples.Page.Description?.Blocks[0]).Text);

    [Fact]
    public void Example_has_title_code_and_remarks()
    {
        var example = Samples.Page.Examples[0];

        Assert.Equal("Example 1: Show all things", example.Title);
        Assert.Equal("Get-Thing", example.Code);
        Assert.Equal(["  Id Name", "  -- ----", "1234 a"], Assert.IsType<ProseCode>(example.Remarks[0]).Lines);
        Assert.Equal("All of them.", Assert.IsType<ProseParagraph>(example.Remarks[1]).Text);
    }

    [Fact]
    public void Example_keeps_the_lines_of_its_code() => Assert.Equal("Get-Thing |\n    Where-Object Name -EQ a", Samples.Page.Examples[1].Code);

    [Fact]
    public void Output_alone_is_no_code()
        => Assert.Equal("", Samples.Parse("# Get-Thing\n## EXAMPLES\n### One\n```\nfoo\n```\n").Examples[0].Code);

    [Fact]
    public void Entries_are_found_by_their_headings()
    {
        Assert.Equal(["-Name", "-Limit"], Samples.Page.Parameters.Select(section => section.Title));
        Assert.Equal(["System.String"], Samples.Page.Inputs.Select(section => section.Title));
        Assert.Equal(["Sample.Thing"], Samples.Page.Outputs.Select(section => section.Title));
    }

    [Fact]
    public void Related_links_are_read_with_text_and_address()
        => Assert.Equal(
            [("Get-Thing", "Get-Thing.md"), ("https://example.org/things", "https://example.org/things")],
            Samples.Page.RelatedLinks.Select(link => (link.Text, link.Url)));

    [Theory]
    [InlineData("## NOTES", "## REMARKS", "HELP008 ## REMARKS")]
    [InlineData("## NOTES", "## Notes", "HELP008 ## Notes")]
    [InlineData("## NOTES", "## INPUTS", "HELP008 ## INPUTS")]
    [InlineData("# Get-Thing\n", "# Get-Things\n", "HELP012 # Get-Things")]
    [InlineData("# Get-Thing\n", "# Get-Thing\n\nText.\n", "HELP012 Text.")]
    [InlineData("A note.", "# Another title", "HELP012 # Another title")]
    [InlineData("### -Name", "Of things:", "HELP003 # Get-Thing", "HELP012 Of things:")]
    [InlineData("### -Limit", "### -Name ", "HELP003 # Get-Thing", "HELP012 ### -Name ")]
    [InlineData("- [Get-Thing](Get-Thing.md)", "- Get-Thing", "HELP012 - Get-Thing")]
    public void Wrong_shape_is_a_problem_with_its_line(string replaced, string replacement, params string[] expected)
        => Assert.Equal(expected, Samples.FindProblems(replaced, replacement));

    [Fact]
    public void Empty_page_is_a_problem() => Assert.Equal(["HELP012 "], Samples.Describe(Samples.Parse("").Problems, ""));

    [Fact]
    public void Page_without_title_keeps_its_sections() => Assert.NotNull(Samples.Parse("## SYNOPSIS\n\nShows things.\n").Synopsis);
}
