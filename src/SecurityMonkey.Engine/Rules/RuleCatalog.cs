using SecurityMonkey.Engine.Documents;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Rules;

/// <summary>The rules there are: those of auditors, and those of documents in the rule folders.</summary>
internal sealed class RuleCatalog
{
    private readonly Dictionary<string, CatalogRule> _rules = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<DocumentProblem> _problems = [];
    private IReadOnlyList<CatalogRule>? _sorted;

    /// <summary>The rules, by id.</summary>
    public IReadOnlyList<CatalogRule> Rules => _sorted ??= [.. _rules.Values.OrderBy(rule => rule.Rule.Id, StringComparer.Ordinal)];

    /// <summary>What is wrong with documents. Their rules are not in the catalogue, and their issues stay as they are.</summary>
    public IReadOnlyList<DocumentProblem> Problems => _problems;

    /// <summary>Reads the rules.</summary>
    /// <param name="auditors">Rules that are code.</param>
    /// <param name="paths">Files and folders of rules that are data; a path that does not exist is left out.</param>
    /// <param name="parse">Reads a file.</param>
    public static RuleCatalog Load(
        IEnumerable<IAuditor> auditors,
        IEnumerable<string> paths,
        Func<string, (IReadOnlyList<RuleDocument> Rules, IReadOnlyList<DocumentProblem> Problems)> parse)
    {
        var catalog = new RuleCatalog();
        foreach (var auditor in auditors)
        {
            foreach (var rule in auditor.Rules)
            {
                var named = rule.Source.Length > 0 ? rule : rule with { Source = auditor.GetType().FullName ?? "" };
                catalog.Add(new CatalogRule.FromAuditor(named, auditor), new DocumentProblem(named.Source, 1, 1, ""));
            }
        }

        foreach (var file in paths.SelectMany(DocumentFolder.FindFiles).DistinctBy(Path.GetFullPath, StringComparer.Ordinal))
        {
            catalog.AddFile(file, parse);
        }

        return catalog;
    }

    /// <summary>The rule documents in a file or folder, whether or not other rules have the same ids.</summary>
    public static (IReadOnlyList<RuleDocument> Rules, IReadOnlyList<DocumentProblem> Problems) ReadPath(
        string path, IReadOnlyDictionary<string, IRuleEvaluator>? evaluators = null)
    {
        var parsed = DocumentFolder.FindFiles(path).Select(file => RuleDocumentParser.Parse(File.ReadAllText(file), file, evaluators)).ToArray();
        return ([.. parsed.SelectMany(result => result.Rules)], [.. parsed.SelectMany(result => result.Problems)]);
    }

    private void AddFile(string file, Func<string, (IReadOnlyList<RuleDocument> Rules, IReadOnlyList<DocumentProblem> Problems)> parse)
    {
        try
        {
            var (rules, problems) = parse(file);
            _problems.AddRange(problems);
            foreach (var rule in rules)
            {
                Add(new CatalogRule.FromDocument(rule), new DocumentProblem(file, rule.Line, 1, ""));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _problems.Add(new DocumentProblem(file, 1, 1, $"The file cannot be read: {exception.Message}"));
        }
    }

    private void Add(CatalogRule rule, DocumentProblem place)
    {
        _sorted = null;
        if (!_rules.TryAdd(rule.Rule.Id, rule))
        {
            _problems.Add(place with { Message = $"The id '{rule.Rule.Id}' is taken by the rule in {_rules[rule.Rule.Id].Rule.Source}; this one is left out." });
        }
    }
}
