using SecurityMonkey.Engine.Documents;

namespace SecurityMonkey.Engine.Plugins;

/// <summary>Documents of any kind in a file or folder, sorted by what they are.</summary>
/// <param name="RuleFiles">The files that hold rules.</param>
/// <param name="WatcherFiles">The files that hold watchers.</param>
/// <param name="Problems">Files that hold neither, or both.</param>
public sealed record DocumentPackage(IReadOnlyList<string> RuleFiles, IReadOnlyList<string> WatcherFiles, IReadOnlyList<DocumentProblem> Problems)
{
    private const string Rule = "Rule";
    private const string Watcher = "Watcher";

    /// <summary>Sorts.</summary>
    /// <param name="path">A file or folder.</param>
    /// <exception cref="SecurityMonkeyException">There is no document.</exception>
    public static DocumentPackage Read(string path)
    {
        var rules = new List<string>();
        var watchers = new List<string>();
        var problems = new List<DocumentProblem>();
        var files = DocumentFolder.FindFiles(path).ToArray();
        if (files.Length == 0)
        {
            throw new SecurityMonkeyException("PluginNotFound", ErrorKind.NotFound, $"'{path}' holds no document (*.yaml, *.yml, *.json), and is no assembly (*.dll).")
            {
                Target = path,
            };
        }

        foreach (var file in files)
        {
            try
            {
                switch (ReadKinds(file, problems))
                {
                    case [(Rule, _)]:
                        rules.Add(file);
                        break;
                    case [(Watcher, _)]:
                        watchers.Add(file);
                        break;
                    case [(Rule or Watcher, _), (Rule or Watcher, var line)]:
                        problems.Add(new DocumentProblem(file, line, 1, "A file holds documents of one kind: put rules and watchers into files of their own."));
                        break;
                    case [.., (var kind, var line)]:
                        problems.Add(new DocumentProblem(file, line, 1, $"'kind' is '{kind}'; expected 'Rule' or 'Watcher'."));
                        break;
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                problems.Add(new DocumentProblem(file, 1, 1, $"The file cannot be read: {exception.Message}"));
            }
        }

        return new DocumentPackage(rules, watchers, problems);
    }

    private static IReadOnlyList<(string Kind, int Line)> ReadKinds(string file, List<DocumentProblem> problems)
    {
        var before = problems.Count;
        var documents = YamlFile.Parse(File.ReadAllText(file), file, problems);
        if (documents.Count == 0 && problems.Count == before)
        {
            problems.Add(new DocumentProblem(file, 1, 1, "The file is empty."));
        }

        return [.. documents.Select(document => (KindOf(document), document.Line)).DistinctBy(document => document.Item1)];
    }

    private static string KindOf(DocumentNode document)
        => document is DocumentNode.Map map
            ? map.Members.Where(member => member.Key.Text is "kind").Select(member => member.Value).OfType<DocumentNode.Scalar>().FirstOrDefault()?.Text ?? ""
            : "";
}
