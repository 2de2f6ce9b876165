using System.Text;
using SecurityMonkey.HelpCompiler.Pages;
using SecurityMonkey.HelpCompiler.Prose;

namespace SecurityMonkey.HelpCompiler.Output;

/// <summary>Writes a page about a concept as the text that Get-Help shows.</summary>
internal static class AboutWriter
{
    /// <summary>The text.</summary>
    public static string Write(AboutPage page)
    {
        var renderer = new TextRenderer(AboutPage.Width - AboutPage.Indent.Length);
        var text = new StringBuilder();
        AddSection(text, "TOPIC", [page.Name]);
        foreach (var section in page.Sections)
        {
            AddSection(text, section.Title.ToUpperInvariant(), renderer.Render(section.Blocks));
        }

        return text.ToString();
    }

    private static void AddSection(StringBuilder text, string title, IEnumerable<string> lines)
    {
        if (text.Length > 0)
        {
            text.Append('\n');
        }

        text.Append(title).Append('\n');
        foreach (var line in lines)
        {
            text.Append(line.Length == 0 ? "" : AboutPage.Indent).Append(line).Append('\n');
        }
    }
}
