using SecurityMonkey.HelpCompiler;
using SecurityMonkey.HelpCompiler.Pages;

namespace SecurityMonkey.Tests.HelpCompiler;

public sealed class HelpFolderTests
{
    private const string AboutText = "# about_Things\n\n## SHORT DESCRIPTION\n\nThings, and why.\n\n## LONG DESCRIPTION\n\nSee [this](Get-Thing.md#notes).\n";

    [Fact]
    public void Folder_without_fault_has_no_problem() => Assert.Empty(MakeFolder(Samples.PageText, AboutText).Check([Samples.Cmdlet]));

    [Fact]
    public void Cmdlet_without_a_page_is_a_problem_of_that_page()
    {
        var problem = Assert.Single(MakeFolder(Samples.PageText, AboutText).Check([Samples.Cmdlet, Samples.Cmdlet with { Verb = "Set" }]));

        Assert.Equal(HelpCodes.PageMissing, problem.Code);
        Assert.Equal("Set-Thing.md", Path.GetFileName(problem.Path));
    }

    [Fact]
    public void Page_without_a_cmdlet_is_a_problem()
        => Assert.Equal(["HELP002 # Get-Thing"], Samples.Describe(MakeFolder(Samples.PageText, AboutText).Check([]), Samples.PageText));

    [Theory]
    [InlineData("Set-Thing.md")]
    [InlineData("get-thing.md")]
    [InlineData("about_Nothing.md")]
    public void Link_to_a_missing_page_is_a_problem(string target)
    {
        var text = Samples.PageText.Replace("Get-Thing.md", target, StringComparison.Ordinal);

        Assert.Equal([$"HELP009 - [Get-Thing]({target})"], Samples.Describe(MakeFolder(text, AboutText).Check([Samples.Cmdlet]), text));
    }

    [Fact]
    public void Link_of_an_about_page_to_a_missing_page_is_a_problem()
    {
        var text = AboutText.Replace("Get-Thing.md", "Set-Thing.md", StringComparison.Ordinal);

        Assert.Equal(["HELP009 See [this](Set-Thing.md#notes)."], Samples.Describe(MakeFolder(Samples.PageText, text).Check([Samples.Cmdlet]), text));
    }

    [Fact]
    public void Link_within_a_table_or_list_is_followed_too()
        => Assert.Equal(
            2,
            MakeFolder(Samples.PageText, $"{AboutText}\n- [a](A.md)\n\n| x |\n|---|\n| [b](B.md) |\n").Check([Samples.Cmdlet]).Count());

    private static HelpFolder MakeFolder(string pageText, string aboutText)
        => new("help", [Samples.Parse(pageText)], [AboutPage.Parse("about_Things.md", aboutText)]);
}
