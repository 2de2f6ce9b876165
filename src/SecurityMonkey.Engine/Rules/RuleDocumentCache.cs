using System.Collections.Concurrent;
using SecurityMonkey.Engine.Documents;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Rules;

/// <summary>
/// Rule documents that were parsed, so that engines which follow each other in a session (each time that something is registered) need
/// not parse them again. Safe for several threads.
/// </summary>
public sealed class RuleDocumentCache
{
    private readonly ConcurrentDictionary<string, Entry> _files = new(StringComparer.Ordinal);

    /// <summary>The rules of a file as it is now.</summary>
    /// <param name="file">The file.</param>
    /// <param name="evaluators">The conditions in code that there are.</param>
    /// <param name="code">What tells them apart, of <see cref="KeyOf"/>: a document is parsed again when they are others.</param>
    internal (IReadOnlyList<RuleDocument> Rules, IReadOnlyList<DocumentProblem> Problems) Read(
        string file, IReadOnlyDictionary<string, IRuleEvaluator> evaluators, HashSet<(string Name, Type Type)> code)
    {
        var info = new FileInfo(file);
        if (_files.TryGetValue(file, out var known) && known.Length == info.Length && known.Written == info.LastWriteTimeUtc && known.Code.SetEquals(code))
        {
            return (known.Rules, known.Problems);
        }

        var (rules, problems) = RuleDocumentParser.Parse(File.ReadAllText(file), file, evaluators);
        _files[file] = new Entry(info.Length, info.LastWriteTimeUtc, code, rules, problems);
        return (rules, problems);
    }

    /// <summary>What tells conditions in code apart: another build of a plug-in has other code under the same name.</summary>
    internal static HashSet<(string Name, Type Type)> KeyOf(IReadOnlyDictionary<string, IRuleEvaluator> evaluators)
        => [.. evaluators.Select(evaluator => (evaluator.Key, evaluator.Value.GetType()))];

    private sealed record Entry(
        long Length, DateTime Written, HashSet<(string Name, Type Type)> Code, IReadOnlyList<RuleDocument> Rules, IReadOnlyList<DocumentProblem> Problems);
}
