using SecurityMonkey.HelpCompiler.Output;
using SecurityMonkey.HelpCompiler.Pages;

namespace SecurityMonkey.Tests.HelpCompiler;

public sealed class AboutWriterTests
{
    private const string Title = "# about_Things\n\n## SHORT DESCRIPTION\n\nThings, and why.\n\n";

    [Fact]
    public void Text_begins_with_topic_and_short_description_in_the_fifth_line()
    {
        var lines = Write("").Split('\n');

        Assert.Equal(["TOPIC", "    about_Things", "", "SHORT DESCRIPTION", "    Things, and why."], lines[..5]);
    }

    [Fact]
    public void Section_heading_is_in_capitals_and_its_text_indented()
        => Assert.EndsWith("\n\nMORE OF IT\n    Text.\n", Write("## More of it\n\nText.\n"), StringComparison.Ordinal);

    [Fact]
    public void Heading_below_is_underlined()
        => Assert.EndsWith("\n    Some part\n    ---------\n\n    Text.\n", Write("## MORE\n\n### Some part\n\nText.\n"), StringComparison.Ordinal);

    [Fact]
    public void Paragraph_is_wrapped_at_80_columns_between_words()
    {
        var lines = Write("## MORE\n\n" + string.Join(' ', Enumerable.Repeat("word", 40)) + "\n").Split('\n');

        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
        Assert.Equal("    " + string.Join(' ', Enumerable.Repeat("word", 15)), lines[7]);
    }

    [Fact]
    public void Code_is_indented_and_never_wrapped()
    {
        var command = $"Get-Thing -Name {new string('x', 90)}";
        var text = Write($"## MORE\n\nText:\n\n```powershell\n{command}\n\nGet-Thing\n```\n");

        Assert.EndsWith($"\n    Text:\n\n        {command}\n\n        Get-Thing\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void List_hangs_below_its_marker()
    {
        var text = Write("## MORE\n\n- " + string.Join(' ', Enumerable.Repeat("word", 16)) + "\n- two\n  1. a\n  2. b\n");

        Assert.EndsWith(
            "\n    - " + string.Join(' ', Enumerable.Repeat("word", 15)) + "\n      word\n    - two\n      1. a\n      2. b\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Loose_list_stands_apart()
        => Assert.EndsWith("\n    - one\n\n    - two\n", Write("## MORE\n\n- one\n\n- two\n"), StringComparison.Ordinal);

    [Fact]
    public void Link_becomes_text()
        => Assert.EndsWith(
            "\n    Get-Thing, the site (https://example.org), https://example.net\n",
            Write("## MORE\n\n[Get-Thing](Get-Thing.md), [the site](https://example.org), <https://example.net>\n"),
            StringComparison.Ordinal);

    [Fact]
    public void Words_that_look_like_markup_stay()
        => Assert.EndsWith("\n    Verb-<Noun> & *.json\n", Write("## MORE\n\nVerb-<Noun> &amp; \\*.json\n"), StringComparison.Ordinal);

    [Fact]
    public void Comments_go()
        => Assert.EndsWith("\n    One two\n", Write("## MORE\n\n<!-- a -->\n\nOne <!-- b --> two\n"), StringComparison.Ordinal);

    [Fact]
    public void Table_keeps_its_columns()
        => Assert.EndsWith(
            "\n    A    Long\n    ---  ----\n    one  1\n    2    two\n",
            Write("## MORE\n\n| A | Long |\n|---|---|\n| one | 1 |\n| 2 | two |\n"),
            StringComparison.Ordinal);

    [Fact]
    public void Wide_table_wraps_in_its_cells()
    {
        var lines = Write($"## MORE\n\n| A | B |\n|---|---|\n| one | {string.Join(' ', Enumerable.Repeat("word", 20))} |\n").TrimEnd().Split('\n');

        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
        Assert.StartsWith("         word", lines[^1], StringComparison.Ordinal);
    }

    private static string Write(string text) => AboutWriter.Write(AboutPage.Parse("about_Things.md", Title + text));
}
