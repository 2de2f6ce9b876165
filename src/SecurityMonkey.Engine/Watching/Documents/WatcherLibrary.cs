using SecurityMonkey.Engine.Documents;
using SecurityMonkey.Engine.Plugins;

namespace SecurityMonkey.Engine.Watching.Documents;

/// <summary>Reads the watcher documents of files and folders.</summary>
internal sealed class WatcherLibrary(PluginCatalog plugins)
{
    /// <summary>Reads.</summary>
    /// <param name="paths">Files and folders; one that does not exist is left out.</param>
    public (IReadOnlyList<WatcherDocument> Watchers, IReadOnlyList<DocumentProblem> Problems) Load(IReadOnlyList<string> paths)
    {
        var results = paths.SelectMany(DocumentFolder.FindFiles).DistinctBy(Path.GetFullPath, StringComparer.Ordinal).Select(ReadFile).ToArray();
        return ([.. results.SelectMany(result => result.Watchers)], [.. results.SelectMany(result => result.Problems)]);
    }

    private (IReadOnlyList<WatcherDocument> Watchers, IReadOnlyList<DocumentProblem> Problems) ReadFile(string file)
    {
        try
        {
            return WatcherDocumentParser.Parse(File.ReadAllText(file), file, plugins);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ([], [new DocumentProblem(file, 1, 1, $"The file cannot be read: {exception.Message}")]);
        }
    }
}
