using SecurityMonkey.Engine.Documents;

namespace SecurityMonkey.Engine.Plugins;

/// <summary>Documents of any kind in a file or folder, sorted by what they are.</summary>
/// <param name="RuleFiles">The files that hold rules.</param>
/// <param name="WatcherFiles">The files that hold watchers.</param>
/// <param name="BaselineFiles">The files that hold baselines.</param>
/// <param name="KnownAccountFiles">The files that hold accounts of providers' own services.</param>
/// <param name="Problems">Files that hold none of them, or several kinds.</param>
public sealed record DocumentPackage(
    IReadOnlyList<string> RuleFiles,
    IReadOnlyList<string> WatcherFiles,
    IReadOnlyList<string> BaselineFiles,
    IReadOnlyList<string> KnownAccountFiles,
    IReadOnlyList<DocumentProblem> Problems)
{
    private static readonly string[] Kinds = ["Rule", "Watcher", "Baseline", "KnownAccounts"];

    /// <summary>Sorts.</summary>
    /// <param name="path">A file or folder; folders are read with those in them.</param>
    /// <exception cref="SecurityMonkeyException">There is no document.</exception>
    public static DocumentPackage Read(string path)
    {
        var problems = new List<DocumentProblem>();
        var files = DocumentFolder.FindFiles(path).ToArray();
        if (files.Length == 0)
        {
            throw new SecurityMonkeyException("PluginNotFound", ErrorKind.NotFound, $"'{path}' holds no document (*.yaml, *.yml, *.json), and is no assembly (*.dll).")
            {
                Target = path,
            };
        }

        var byKind = files.Select(file => (File: file, Kind: FindKind(file, problems))).ToLookup(file => file.Kind, file => file.File, StringComparer.Ordinal);
        return new DocumentPackage([.. byKind[Kinds[0]]], [.. byKind[Kinds[1]]], [.. byKind[Kinds[2]]], [.. byKind[Kinds[3]]], problems);
    }

    // The kind of all documents of a file. What is no YAML further down is for the parser of that kind to tell.
    private static string? FindKind(string file, List<DocumentProblem> problems)
    {
        if (DocumentFolder.TryRead(file, problems) is not { } text)
        {
            return null;
        }

        var faults = new List<DocumentProblem>();
        var kinds = YamlFile.Parse(text, file, faults).Select(KindOf).DistinctBy(kind => kind.Name, StringComparer.Ordinal).ToArray();
        switch (kinds)
        {
            case []:
                problems.AddRange(faults.Count > 0 ? faults : [new DocumentProblem(file, 1, 1, "The file is empty.")]);
                return null;
            case [var (kind, line, column)] when !Kinds.Contains(kind, StringComparer.Ordinal):
                problems.AddRange(faults);
                problems.Add(new DocumentProblem(
                    file, line, column, $"'kind' is '{kind}'; expected one of {string.Join(", ", Kinds.Select(known => $"'{known}'"))}.{NearName.Hint(kind, Kinds)}"));
                return null;
            case [var (kind, _, _)]:
                return kind;
            default:
                problems.Add(new DocumentProblem(
                    file, kinds[1].Line, kinds[1].Column, $"A file holds documents of one kind, and this one has {string.Join(" and ", kinds.Select(kind => kind.Name))}: put each kind into a file of its own."));
                return null;
        }
    }

    private static (string Name, int Line, int Column) KindOf(DocumentNode document)
        => document is DocumentNode.Map map && map.Members.FirstOrDefault(member => member.Key.Text is "kind").Value is DocumentNode.Scalar kind
            ? (kind.Text, kind.Line, kind.Column)
            : ("", document.Line, document.Column);
}
