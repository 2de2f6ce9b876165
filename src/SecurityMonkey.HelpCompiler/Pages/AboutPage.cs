using SecurityMonkey.HelpCompiler.Prose;

namespace SecurityMonkey.HelpCompiler.Pages;

/// <summary>A page about a concept.</summary>
/// <param name="Path">The file.</param>
/// <param name="Blocks">All of it, the title included.</param>
internal sealed record AboutPage(string Path, IReadOnlyList<ProseBlock> Blocks)
{
    /// <summary>The section that says it in a line.</summary>
    public const string ShortDescription = "SHORT DESCRIPTION";

    /// <summary>The longest line of what becomes of it.</summary>
    public const int Width = 80;

    /// <summary>What stands before every line below a section's heading.</summary>
    public const string Indent = "    ";

    /// <summary>The topic, by the name of the file.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>All links of the page.</summary>
    public IEnumerable<ProseLink> Links => Blocks.SelectMany(block => block.Links);

    /// <summary>The sections, without the title.</summary>
    public IReadOnlyList<HelpSection> Sections => HelpSection.Split([.. Blocks.Where(block => block is not ProseHeading { Level: 1 })], level: 2);

    /// <summary>Reads a page.</summary>
    /// <param name="path">The file's name, which is not opened.</param>
    /// <param name="markdown">Its text.</param>
    public static AboutPage Parse(string path, string markdown) => new(path, MarkdownReader.Read(markdown));

    /// <summary>What is wrong with it.</summary>
    public IEnumerable<HelpProblem> Check()
    {
        if (Blocks is not [ProseHeading { Level: 1 } title, ..] || !string.Equals(title.Text, Name, StringComparison.Ordinal))
        {
            yield return new HelpProblem(Path, Blocks.Count == 0 ? 1 : Blocks[0].Line, HelpCodes.Shape, $"The page begins with its name: # {Name}");
        }

        // PowerShell takes the fifth line of the text as the synopsis of the topic, so it has to be one line, and at this place.
        var longest = Width - Indent.Length;
        if (Sections is not [{ Title: ShortDescription, Blocks: [ProseParagraph { Text: var text }] }, ..] || text.Length > longest)
        {
            yield return new HelpProblem(
                Path, 1, HelpCodes.ShortDescription, $"The first section is ## {ShortDescription}, one sentence of at most {longest} characters.");
        }
    }
}
