using SecurityMonkey.HelpCompiler.Prose;

namespace SecurityMonkey.HelpCompiler.Pages;

/// <summary>Reads the page of a cmdlet. What is wrong with its shape becomes a problem of the page, and reading goes on.</summary>
internal sealed class HelpPageParser
{
    private static readonly string[] Sections =
        ["SYNOPSIS", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "DYNAMIC PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"];

    private readonly string _path;
    private readonly List<HelpProblem> _problems = [];
    private readonly Dictionary<string, HelpSection> _sections = new(StringComparer.Ordinal);

    private HelpPageParser(string path) => _path = path;

    /// <summary>Reads a page.</summary>
    /// <param name="path">The file's name, which is not opened.</param>
    /// <param name="markdown">Its text.</param>
    public static HelpPage Parse(string path, string markdown) => new HelpPageParser(path).Parse(MarkdownReader.Read(markdown));

    private HelpPage Parse(IReadOnlyList<ProseBlock> blocks)
    {
        var page = new HelpPage(_path);
        CheckTitle(blocks, page.Name);
        foreach (var section in HelpSection.Split([.. blocks.Where(block => block is not ProseHeading { Level: 1 })], level: 2))
        {
            AddSection(section);
        }

        return page with
        {
            Synopsis = _sections.GetValueOrDefault("SYNOPSIS"),
            Description = _sections.GetValueOrDefault("DESCRIPTION"),
            Examples = [.. GetEntries("EXAMPLES").Select(HelpExample.Of)],
            Parameters = GetEntries("PARAMETERS"),
            DynamicParameters = GetEntries("DYNAMIC PARAMETERS"),
            Inputs = GetEntries("INPUTS"),
            Outputs = GetEntries("OUTPUTS"),
            Notes = _sections.GetValueOrDefault("NOTES"),
            RelatedLinks = GetRelatedLinks(),
            Links = [.. blocks.SelectMany(block => block.Links)],
            Problems = _problems,
        };
    }

    private void CheckTitle(IReadOnlyList<ProseBlock> blocks, string name)
    {
        if (blocks is not [ProseHeading { Level: 1 } title, ..] || !string.Equals(title.Text, name, StringComparison.Ordinal))
        {
            Add(blocks.Count == 0 ? 1 : blocks[0].Line, HelpCodes.Shape, $"The page begins with its name: # {name}");
        }

        foreach (var heading in blocks.Skip(1).OfType<ProseHeading>().Where(heading => heading.Level == 1))
        {
            Add(heading.Line, HelpCodes.Shape, $"A page has one heading of the first level; '{heading.Text}' is another.");
        }
    }

    private void AddSection(HelpSection section)
    {
        if (section.Title.Length == 0)
        {
            Add(section.Line, HelpCodes.Shape, "Text stands outside of the sections; put it below ## DESCRIPTION.");
        }
        else if (!Sections.Contains(section.Title, StringComparer.Ordinal))
        {
            Add(section.Line, HelpCodes.Section, $"'{section.Title}' is not a section of a page; there are {string.Join(", ", Sections)}.");
        }
        else if (!_sections.TryAdd(section.Title, section))
        {
            Add(section.Line, HelpCodes.Section, $"There are two sections {section.Title}; make them one.");
        }
    }

    // Sections such as PARAMETERS hold nothing but entries: a heading of the third level each.
    private List<HelpSection> GetEntries(string sectionTitle)
    {
        var entries = new List<HelpSection>();
        foreach (var entry in HelpSection.Split(_sections.GetValueOrDefault(sectionTitle)?.Blocks ?? [], level: 3))
        {
            if (entry.Title.Length == 0)
            {
                Add(entry.Line, HelpCodes.Shape, $"Text in {sectionTitle} belongs below a heading of the third level (###).");
            }
            else if (entries.Exists(known => string.Equals(known.Title, entry.Title, StringComparison.Ordinal)))
            {
                Add(entry.Line, HelpCodes.Shape, $"'{entry.Title}' is there twice in {sectionTitle}.");
            }
            else
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    private List<ProseLink> GetRelatedLinks()
    {
        var links = new List<ProseLink>();
        foreach (var block in (_sections.GetValueOrDefault("RELATED LINKS")?.Blocks ?? []).SelectMany(FindLines))
        {
            links.AddRange(block.Links);
            if (!block.Links.Any())
            {
                Add(block.Line, HelpCodes.Shape, "A related link is a link: [Get-SMAccount](Get-SMAccount.md), or an address.");
            }
        }

        return links;
    }

    private static IEnumerable<ProseBlock> FindLines(ProseBlock block) => block is ProseList list ? list.Items.SelectMany(item => item) : [block];

    private void Add(int line, string code, string message) => _problems.Add(new HelpProblem(_path, line, code, message));
}
