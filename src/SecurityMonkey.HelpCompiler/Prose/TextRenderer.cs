using System.Globalization;

namespace SecurityMonkey.HelpCompiler.Prose;

/// <summary>Renders blocks as lines of plain text.</summary>
/// <param name="width">Where lines wrap; null leaves that to whoever shows them.</param>
internal sealed class TextRenderer(int? width)
{
    /// <summary>How far code is indented.</summary>
    public const string CodeIndent = "    ";

    // For tables, which have to know; Get-Help indents by 4 in windows of 80 columns.
    private const int TableWidth = 76;

    /// <summary>The blocks as lines, an empty one between two blocks.</summary>
    public IEnumerable<string> Render(IEnumerable<ProseBlock> blocks)
        => blocks.SelectMany((block, index) => index == 0 ? Render(block) : Render(block).Prepend(""));

    /// <summary>A block as lines.</summary>
    public IEnumerable<string> Render(ProseBlock block) => block switch
    {
        // Capitals for sections, underlined below them.
        ProseHeading { Level: <= 2 } heading => [heading.Text.ToUpperInvariant()],
        ProseHeading heading => [heading.Text, new string('-', heading.Text.Length)],
        ProseParagraph paragraph => Wrap(paragraph.Text),
        ProseCode code => code.Lines.Select(line => line.Length == 0 ? line : CodeIndent + line),
        ProseList list => RenderList(list),
        ProseTable table => TextTable.Render(table, width ?? TableWidth),
        _ => throw new ArgumentOutOfRangeException(nameof(block)),
    };

    private IEnumerable<string> RenderList(ProseList list)
    {
        for (var index = 0; index < list.Items.Count; index++)
        {
            if (list.IsLoose && index > 0)
            {
                yield return "";
            }

            var marker = list.Start is { } start ? string.Create(CultureInfo.InvariantCulture, $"{start + index}. ") : "- ";
            var hang = new string(' ', marker.Length);
            var isFirst = true;
            foreach (var line in new TextRenderer(width - marker.Length).RenderItem(list.Items[index], list.IsLoose))
            {
                yield return line.Length == 0 ? line : (isFirst ? marker : hang) + line;
                isFirst = false;
            }
        }
    }

    private IEnumerable<string> RenderItem(IReadOnlyList<ProseBlock> blocks, bool isLoose)
        => isLoose ? Render(blocks) : blocks.SelectMany(Render);

    private IEnumerable<string> Wrap(string text) => width is { } limit ? Wrap(text, limit) : text.Split('\n');

    /// <summary>Breaks a text between words; a word that is too long stays whole.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        foreach (var paragraph in text.Split('\n'))
        {
            var line = "";
            foreach (var word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (line.Length > 0 && line.Length + 1 + word.Length > width)
                {
                    yield return line;
                    line = word;
                }
                else
                {
                    line = line.Length == 0 ? word : $"{line} {word}";
                }
            }

            yield return line;
        }
    }
}
