using System.Xml.Linq;
using SecurityMonkey.HelpCompiler.Prose;
using static SecurityMonkey.HelpCompiler.Output.MamlNames;

namespace SecurityMonkey.HelpCompiler.Output;

/// <summary>
/// Text as MAML. What is done here follows from how Get-Help shows it: it trims every paragraph, keeps the lines and the indentation
/// within one, wraps to the window, and puts an empty line between paragraphs. MAML's lists are not used: most places do not show
/// them, and where they are shown, nothing separates them from what follows.
/// </summary>
internal static class MamlProse
{
    private static readonly TextRenderer Renderer = new(width: null);

    /// <summary>Blocks as paragraphs.</summary>
    public static IEnumerable<XElement> Paragraphs(IEnumerable<ProseBlock> blocks)
    {
        // Code joins the paragraph before it, because it would lose the indentation of its first line in one of its own.
        var groups = new List<List<ProseBlock>>();
        foreach (var block in blocks)
        {
            if (block is ProseCode && groups is [.., var last])
            {
                last.Add(block);
            }
            else
            {
                groups.Add([block]);
            }
        }

        return groups.Select(group => Paragraph(ToText(group)));
    }

    /// <summary>
    /// What follows the code of an example, one paragraph in all: output would lose the indentation of its first line, and with it
    /// the header of a table whose first column is aligned to the right.
    /// </summary>
    public static IEnumerable<XElement> Remarks(IEnumerable<ProseBlock> blocks)
    {
        var text = string.Join("\n\n", blocks.Select(block => string.Join('\n', block is ProseCode code ? code.Lines : Renderer.Render(block))));
        yield return Paragraph(text.StartsWith(' ') ? $"Output:\n\n{text}" : text);
        // Separates the example from the next.
        yield return Paragraph("");
    }

    /// <summary>Terms, each with what it means indented below it.</summary>
    public static XElement Definitions(IEnumerable<(string Term, IReadOnlyList<ProseBlock> Blocks)> definitions) => new(
        Maml + "definitionList",
        definitions.Select(definition => new XElement(
            Maml + "definitionListItem",
            new XElement(Maml + "term", definition.Term),
            new XElement(Maml + "definition", Paragraph(ToText(definition.Blocks))))));

    /// <summary>A paragraph.</summary>
    public static XElement Paragraph(string text) => new(Maml + "para", text);

    private static string ToText(IReadOnlyList<ProseBlock> blocks)
        => string.Join('\n', blocks is [ProseCode code] ? code.Lines : Renderer.Render(blocks));
}
