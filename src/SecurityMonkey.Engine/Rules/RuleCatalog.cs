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
    /// <param name="parse">Reads a file; called by several threads.</param>
    /// <param name="findFault">Says what is wrong with an item type; null leaves them as they are.</param>
    public static RuleCatalog Load(
        IEnumerable<IAuditor> auditors,
        IEnumerable<string> paths,
        Func<string, (IReadOnlyList<RuleDocument> Rules, IReadOnlyList<DocumentProblem> Problems)> parse,
        Func<string, string?>? findFault = null)
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

        var (rules, problems) = ReadFiles(paths, parse, findFault);
        catalog._problems.AddRange(problems);
        foreach (var rule in rules)
        {
            catalog.Add(new CatalogRule.FromDocument(rule), new DocumentProblem(rule.File, rule.Line, 1, ""));
        }

        return catalog;
    }

    /// <summary>The rule documents in a file or folder, whether or not other rules have the same ids.</summary>
    public static (IReadOnlyList<RuleDocument> Rules, IReadOnlyList<DocumentProblem> Problems) ReadPath(
        string path, IReadOnlyDictionary<string, IRuleEvaluator>? evaluators = null, Func<string, string?>? findFault = null)
        => ReadFiles([path], file => RuleDocumentParser.Parse(File.ReadAllText(file), file, evaluators), findFault);

    // There are hundreds of files, and a user waits for the first command: all processors read.
    private static (IReadOnlyList<RuleDocument> Rules, IReadOnlyList<DocumentProblem> Problems) ReadFiles(
        IEnumerable<string> paths,
        Func<string, (IReadOnlyList<RuleDocument> Rules, IReadOnlyList<DocumentProblem> Problems)> parse,
        Func<string, string?>? findFault)
    {
        var parsed = paths.SelectMany(DocumentFolder.FindFiles).DistinctBy(Path.GetFullPath, StringComparer.Ordinal).ToArray()
            .AsParallel().AsOrdered().Select(file => ReadFile(file, parse)).ToArray();
        var problems = parsed.SelectMany(result => result.Problems).ToList();
        var rules = new List<RuleDocument>();
        foreach (var rule in parsed.SelectMany(result => result.Rules))
        {
            var faults = findFault is null ? [] : FaultsOf(rule, findFault);
            problems.AddRange(faults);
            if (faults.Count == 0)
            {
                rules.Add(rule);
            }
        }

        return (rules, problems);
    }

    private static List<DocumentProblem> FaultsOf(RuleDocument rule, Func<string, string?> findFault)
    {
        var faults = new List<DocumentProblem>();
        foreach (var type in rule.ItemTypes)
        {
            if (findFault(type.Text) is { } fault)
            {
                faults.Add(new DocumentProblem(rule.File, type.Line, type.Column, fault));
            }
        }

        return faults;
    }

    private static (IReadOnlyList<RuleDocument> Rules, IReadOnlyList<DocumentProblem> Problems) ReadFile(
        string file, Func<string, (IReadOnlyList<RuleDocument> Rules, IReadOnlyList<DocumentProblem> Problems)> parse)
    {
        try
        {
            return parse(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ([], [new DocumentProblem(file, 1, 1, $"The file cannot be read: {exception.Message}")]);
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
