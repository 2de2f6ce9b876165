using SecurityMonkey.HelpCompiler.Prose;

namespace SecurityMonkey.HelpCompiler.Pages;

/// <summary>A heading and what is below it.</summary>
/// <param name="Line">The line of the heading, from 1.</param>
/// <param name="Title">The heading.</param>
/// <param name="Blocks">What is below it.</param>
internal sealed record HelpSection(int Line, string Title, IReadOnlyList<ProseBlock> Blocks)
{
    /// <summary>Splits blocks at the headings of a level; what stands before the first of them is a section without a title.</summary>
    public static IReadOnlyList<HelpSection> Split(IReadOnlyList<ProseBlock> blocks, int level)
    {
        var sections = new List<HelpSection>();
        var start = 0;
        for (var index = 1; index <= blocks.Count; index++)
        {
            if (index == blocks.Count || IsHeading(blocks[index], level))
            {
                var isTitled = IsHeading(blocks[start], level);
                sections.Add(new HelpSection(
                    blocks[start].Line,
                    isTitled ? ((ProseHeading)blocks[start]).Text : "",
                    [.. blocks.Take(index).Skip(isTitled ? start + 1 : start)]));
                start = index;
            }
        }

        return sections;
    }

    private static bool IsHeading(ProseBlock block, int level) => block is ProseHeading heading && heading.Level == level;
}
