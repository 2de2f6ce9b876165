using SecurityMonkey.HelpCompiler.Cmdlets;
using SecurityMonkey.HelpCompiler.Prose;

namespace SecurityMonkey.HelpCompiler.Pages;

/// <summary>All pages.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Pages">Pages of cmdlets, by name.</param>
/// <param name="AboutPages">Pages about concepts, by name.</param>
internal sealed record HelpFolder(string Path, IReadOnlyList<HelpPage> Pages, IReadOnlyList<AboutPage> AboutPages)
{
    private const string AboutPrefix = "about_";

    /// <summary>Reads the pages of a folder.</summary>
    public static HelpFolder Read(string path)
    {
        var files = Directory.GetFiles(path, "*.md").Order(StringComparer.Ordinal).ToLookup(IsAbout);
        return new HelpFolder(
            path,
            [.. files[false].Select(file => HelpPageParser.Parse(file, File.ReadAllText(file)))],
            [.. files[true].Select(file => AboutPage.Parse(file, File.ReadAllText(file)))]);
    }

    /// <summary>Everything that is wrong with the pages, held against the cmdlets.</summary>
    public IEnumerable<HelpProblem> Check(IReadOnlyList<CmdletInfo> cmdlets)
    {
        var known = cmdlets.ToDictionary(cmdlet => cmdlet.Name, StringComparer.Ordinal);
        var missing = cmdlets.Where(cmdlet => !Pages.Any(page => string.Equals(page.Name, cmdlet.Name, StringComparison.Ordinal)));
        return
        [
            .. missing.Select(cmdlet => new HelpProblem(
                System.IO.Path.Combine(Path, $"{cmdlet.Name}.md"), 1, HelpCodes.PageMissing, $"The cmdlet {cmdlet.Name} has no page.")),
            .. Pages.SelectMany(page => known.TryGetValue(page.Name, out var cmdlet)
                ? HelpChecker.Check(page, cmdlet)
                : [new HelpProblem(page.Path, 1, HelpCodes.CmdletMissing, $"There is no cmdlet {page.Name}.")]),
            .. AboutPages.SelectMany(page => page.Check()),
            .. Pages.SelectMany(page => CheckLinks(page.Path, page.Links)),
            .. AboutPages.SelectMany(page => CheckLinks(page.Path, page.Links)),
        ];
    }

    private IEnumerable<HelpProblem> CheckLinks(string path, IEnumerable<ProseLink> links)
    {
        var files = Pages.Select(page => page.Path).Concat(AboutPages.Select(page => page.Path))
            .Select(file => System.IO.Path.GetFileName(file)).ToHashSet(StringComparer.Ordinal);
        return links
            .Where(link => link.PageFile is { } file && !files.Contains(file))
            .Select(link => new HelpProblem(path, link.Line, HelpCodes.Link, $"There is no page '{link.PageFile}' to link to."));
    }

    private static bool IsAbout(string file) => System.IO.Path.GetFileName(file).StartsWith(AboutPrefix, StringComparison.Ordinal);
}
