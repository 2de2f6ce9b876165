using System.Collections.Concurrent;
using SecurityMonkey.Engine.Documents;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Rules;

/// <summary>Reads the catalogue of rules anew for each use, so that an edited file counts at once; files that did not change are not parsed again.</summary>
internal sealed class RuleLibrary(
    IReadOnlyList<IAuditor> auditors, IReadOnlyDictionary<string, IRuleEvaluator> evaluators, IReadOnlyList<string> paths)
{
    private readonly ConcurrentDictionary<string, Entry> _files = new(StringComparer.Ordinal);

    /// <summary>The rules as they are now.</summary>
    public RuleCatalog Load() => RuleCatalog.Load(auditors, paths, ParseFile);

    private (IReadOnlyList<RuleDocument> Rules, IReadOnlyList<DocumentProblem> Problems) ParseFile(string file)
    {
        var info = new FileInfo(file);
        if (_files.TryGetValue(file, out var known) && known.Length == info.Length && known.Written == info.LastWriteTimeUtc)
        {
            return (known.Rules, known.Problems);
        }

        var (rules, problems) = RuleDocumentParser.Parse(File.ReadAllText(file), file, evaluators);
        _files[file] = new Entry(info.Length, info.LastWriteTimeUtc, rules, problems);
        return (rules, problems);
    }

    private sealed record Entry(long Length, DateTime Written, IReadOnlyList<RuleDocument> Rules, IReadOnlyList<DocumentProblem> Problems);
}
