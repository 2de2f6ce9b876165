using System.Globalization;
using System.Text;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Parsers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace SecurityMonkey.HelpCompiler.Prose;

/// <summary>Reads Markdown. The only place that knows Markdig.</summary>
internal static class MarkdownReader
{
    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().UsePreciseSourceLocation().Build();

    /// <summary>The blocks of a text, in its order.</summary>
    public static IReadOnlyList<ProseBlock> Read(string markdown) => [.. ReadBlocks(MarkdownParser.Parse(markdown, Pipeline))];

    private static IEnumerable<ProseBlock> ReadBlocks(ContainerBlock container) => container.SelectMany(ReadBlock);

    private static IEnumerable<ProseBlock> ReadBlock(Block block)
    {
        var line = block.Line + 1;
        return block switch
        {
            HeadingBlock heading => [new ProseHeading(line, heading.Level, InlineReader.Read(heading.Inline, line).Text)],
            ParagraphBlock paragraph => [InlineReader.Read(paragraph.Inline, line)],
            FencedCodeBlock fence => [new ProseCode(line, (fence.Info ?? "").ToLowerInvariant(), ReadLines(fence))],
            HtmlBlock { Type: HtmlBlockType.Comment } => [],
            HtmlBlock html => [new ProseParagraph(line, string.Join('\n', ReadLines(html)), [])],
            CodeBlock code => [new ProseCode(line, "", ReadLines(code))],
            ListBlock list => [ReadList(list, line)],
            Table table => [ReadTable(table, line)],
            // A quote has no form in plain text but its own words; rules and link definitions have none at all.
            QuoteBlock quote => ReadBlocks(quote),
            _ => [],
        };
    }

    private static ProseList ReadList(ListBlock list, int line)
    {
        int? start = list.IsOrdered ? int.Parse(list.OrderedStart ?? "1", CultureInfo.InvariantCulture) : null;
        return new ProseList(line, start, list.IsLoose, [.. list.OfType<ListItemBlock>().Select(item => ReadBlocks(item).ToArray())]);
    }

    private static ProseTable ReadTable(Table table, int line)
        => new(line, [.. table.OfType<TableRow>().Select(row => row.OfType<TableCell>().Select(ReadCell).ToArray())]);

    private static ProseParagraph ReadCell(TableCell cell)
        => ReadBlocks(cell).OfType<ProseParagraph>().FirstOrDefault() ?? new ProseParagraph(cell.Line + 1, "", []);

    private static string[] ReadLines(LeafBlock block)
        => [.. block.Lines.Lines.Take(block.Lines.Count).Select(line => line.Slice.ToString().TrimEnd())];

    /// <summary>Flattens what stands within a line.</summary>
    private sealed class InlineReader
    {
        private readonly StringBuilder _text = new();
        private readonly List<ProseLink> _links = [];

        public static ProseParagraph Read(ContainerInline? inlines, int line)
        {
            var reader = new InlineReader();
            reader.AddAll(inlines);
            return new ProseParagraph(line, reader._text.ToString(), reader._links);
        }

        private void AddAll(IEnumerable<Inline>? inlines)
        {
            foreach (var inline in inlines ?? [])
            {
                Add(inline);
            }
        }

        private void Add(Inline inline)
        {
            switch (inline)
            {
                case LinkInline link:
                    var text = Read(link, link.Line + 1).Text;
                    AddLink(link.IsImage ? null : new ProseLink(link.Line + 1, text, link.Url ?? ""), text);
                    break;
                case AutolinkInline link:
                    AddLink(new ProseLink(link.Line + 1, link.Url, link.IsEmail ? $"mailto:{link.Url}" : link.Url), link.Url);
                    break;
                case LiteralInline literal:
                    _text.Append(literal.Content.AsSpan());
                    break;
                case CodeInline code:
                    _text.Append(code.Content);
                    break;
                case HtmlEntityInline entity:
                    _text.Append(entity.Transcoded.AsSpan());
                    break;
                case LineBreakInline lineBreak:
                    _text.Append(lineBreak.IsHard ? '\n' : ' ');
                    break;
                // <Name> in prose looks like a tag to Markdown; words must not get lost.
                case HtmlInline html when !html.Tag.StartsWith("<!--", StringComparison.Ordinal):
                    _text.Append(html.Tag);
                    break;
                case DelimiterInline delimiter:
                    _text.Append(delimiter.ToLiteral());
                    AddAll(delimiter);
                    break;
                case ContainerInline container:
                    AddAll(container);
                    break;
            }
        }

        private void AddLink(ProseLink? link, string text)
        {
            _text.Append(link?.ToText() ?? text);
            if (link is not null)
            {
                _links.Add(link);
            }
        }
    }
}
