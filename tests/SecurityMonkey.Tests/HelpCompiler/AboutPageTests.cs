using SecurityMonkey.HelpCompiler.Pages;

namespace SecurityMonkey.Tests.HelpCompiler;

public sealed class AboutPageTests
{
    [Theory]
    [InlineData("# about_Things\n\n## SHORT DESCRIPTION\n\nThings, and why.\n")]
    [InlineData("# about_Other\n\n## SHORT DESCRIPTION\n\nThings, and why.\n", "HELP012 # about_Other")]
    [InlineData("## SHORT DESCRIPTION\n\nThings, and why.\n", "HELP012 ## SHORT DESCRIPTION")]
    [InlineData("# about_Things\n\n## LONG DESCRIPTION\n\nThings, and why.\n", "HELP013 # about_Things")]
    [InlineData("# about_Things\n\n## SHORT DESCRIPTION\n\nThings.\n\nAnd why.\n", "HELP013 # about_Things")]
    [InlineData("# about_Things\n", "HELP013 # about_Things")]
    [InlineData("", "HELP012 ", "HELP013 ")]
    public void Page_has_its_name_and_a_short_description(string text, params string[] expected)
        => Assert.Equal(expected, Samples.Describe(AboutPage.Parse("about_Things.md", text).Check(), text));

    [Theory]
    [InlineData(76, 0)]
    [InlineData(77, 1)]
    public void Short_description_fits_one_line(int length, int problems)
        => Assert.Equal(problems, AboutPage.Parse("about_Things.md", $"# about_Things\n\n## SHORT DESCRIPTION\n\n{new string('x', length)}\n").Check().Count());
}
