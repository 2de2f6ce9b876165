using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Tests.Rules;

public sealed class RuleCatalogTests : IDisposable
{
    private readonly RuleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_rules_of_auditors_and_documents_are_there_by_id()
    {
        _folder.Write("b/two.yml", RuleFolder.Document("ACME-3"));
        _folder.Write("a/one.yaml", RuleFolder.Document("ACME-1") + "---\n" + RuleFolder.Document("ACME-4"));
        _folder.Write("three.json", """{"apiVersion":"securitymonkey/v1","kind":"Rule","metadata":{"id":"ACME-5","title":"T"},"spec":{"itemTypes":["a"],"score":1,"when":"Open"}}""");
        _folder.Write("readme.md", "no rule");

        var catalog = Load(new CodeRules("ACME-2"));

        Assert.Equal(["ACME-1", "ACME-2", "ACME-3", "ACME-4", "ACME-5"], catalog.Rules.Select(rule => rule.Rule.Id));
        Assert.Empty(catalog.Problems);
        Assert.EndsWith("two.yml", catalog.Rules[2].Rule.Source, StringComparison.Ordinal);
        Assert.Equal("SecurityMonkey.Tests.Rules.RuleCatalogTests+CodeRules", catalog.Rules[1].Rule.Source);
    }

    [Fact]
    public void Load_of_two_rules_of_one_id_the_first_counts_and_the_other_is_told()
    {
        var first = _folder.Write("1.yaml", RuleFolder.Document("ACME-1", "first"));
        var second = _folder.Write("2.yaml", "# comment\n" + RuleFolder.Document("ACME-1", "second"));

        var catalog = Load();

        Assert.Equal("first", Assert.Single(catalog.Rules).Rule.Title);
        Assert.Equal(
            $"{second}(2,1): The id 'ACME-1' is taken by the rule in {first}; this one is left out.",
            Assert.Single(catalog.Problems).ToString());
    }

    [Fact]
    public void Load_the_rule_of_an_auditor_comes_before_that_of_a_document()
    {
        _folder.Write("1.yaml", RuleFolder.Document("ACME-1", "document"));

        var catalog = Load(new CodeRules("acme-1"));

        Assert.Equal("code", Assert.Single(catalog.Rules).Rule.Title);
        Assert.Contains("The id 'ACME-1' is taken by the rule in SecurityMonkey.Tests.", Assert.Single(catalog.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_a_bad_document_is_told_and_the_others_are_there()
    {
        _folder.Write("1.yaml", RuleFolder.Document("bad"));
        _folder.Write("2.yaml", "a: [\n");
        _folder.Write("3.yaml", RuleFolder.Document("ACME-3"));
        _folder.Write("4.yaml", "");

        var catalog = Load();

        Assert.Equal(["ACME-3"], catalog.Rules.Select(rule => rule.Rule.Id));
        Assert.Equal(["1.yaml", "2.yaml"], catalog.Problems.Select(problem => Path.GetFileName(problem.File)));
    }

    [Fact]
    public void Load_a_file_that_cannot_be_read_is_told_and_the_others_are_there()
    {
        var unreadable = _folder.Write("1.yaml", RuleFolder.Document("ACME-1"));
        _folder.Write("2.yaml", RuleFolder.Document("ACME-2"));

        var catalog = RuleCatalog.Load([], [_folder.Path], file => file == unreadable
            ? throw new UnauthorizedAccessException("Access is denied.")
            : RuleDocumentParser.Parse(File.ReadAllText(file), file));

        Assert.Equal(["ACME-2"], catalog.Rules.Select(rule => rule.Rule.Id));
        Assert.Equal($"{unreadable}(1,1): The file cannot be read: Access is denied.", Assert.Single(catalog.Problems).ToString());
    }

    [Fact]
    public void Load_a_path_is_a_file_or_a_folder_and_one_that_is_not_there_is_left_out()
    {
        var file = _folder.Write("a.txt", RuleFolder.Document("ACME-1"));

        var catalog = RuleCatalog.Load([], [file, Path.Combine(_folder.Path, "nothing")], path => RuleDocumentParser.Parse(File.ReadAllText(path), path));

        Assert.Equal(["ACME-1"], catalog.Rules.Select(rule => rule.Rule.Id));
        Assert.Empty(catalog.Problems);
    }

    [Fact]
    public void Load_the_same_file_by_two_paths_is_one()
    {
        var file = _folder.Write("1.yaml", RuleFolder.Document("ACME-1"));

        var catalog = RuleCatalog.Load([], [_folder.Path, file, _folder.Path + Path.DirectorySeparatorChar], path => RuleDocumentParser.Parse(File.ReadAllText(path), path));

        Assert.Single(catalog.Rules);
        Assert.Empty(catalog.Problems);
    }

    [Fact]
    public void ReadPath_reads_all_rules_even_where_ids_are_taken()
    {
        _folder.Write("1.yaml", RuleFolder.Document("ACME-1", "first"));
        _folder.Write("2.yaml", RuleFolder.Document("ACME-1", "second") + "---\nkind: Rule\n");

        var (rules, problems) = RuleCatalog.ReadPath(_folder.Path);

        Assert.Equal(["first", "second"], rules.Select(rule => rule.Rule.Title));
        Assert.NotEmpty(problems);
    }

    [Fact]
    public void ReadPath_a_path_that_is_not_there_has_nothing()
    {
        var (rules, problems) = RuleCatalog.ReadPath(Path.Combine(_folder.Path, "nothing"));

        Assert.Empty(rules);
        Assert.Empty(problems);
    }

    private RuleCatalog Load(params IAuditor[] auditors)
        => RuleCatalog.Load(auditors, [_folder.Path], file => RuleDocumentParser.Parse(File.ReadAllText(file), file));

    private sealed class CodeRules(string id) : IAuditor
    {
        public IReadOnlyList<Rule> Rules => [new Rule { Id = id, Title = "code", ItemTypes = ["acme.*"], Score = 1 }];

        public IEnumerable<Finding> Audit(Rule rule, Item item, IAuditContext context) => [];
    }
}
