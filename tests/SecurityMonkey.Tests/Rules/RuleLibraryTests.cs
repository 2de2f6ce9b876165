using SecurityMonkey.Engine.Rules;

namespace SecurityMonkey.Tests.Rules;

public sealed class RuleLibraryTests : IDisposable
{
    private static readonly DateTime Written = new(2024, 3, 10, 12, 0, 0, DateTimeKind.Utc);

    private readonly RuleFolder _folder = new();
    private readonly RuleLibrary _library;

    public RuleLibraryTests() => _library = new RuleLibrary([], new Dictionary<string, SecurityMonkey.Plugins.IRuleEvaluator>(), [_folder.Path]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_an_edited_file_counts_at_once()
    {
        Write("1.yaml", RuleFolder.Document("ACME-1", "before"), Written);
        Assert.Equal(["before"], Titles());

        Write("1.yaml", RuleFolder.Document("ACME-1", "after this"), Written);
        Assert.Equal(["after this"], Titles());

        Write("1.yaml", RuleFolder.Document("ACME-1", "other text"), Written.AddSeconds(1));
        Assert.Equal(["other text"], Titles());
    }

    [Fact]
    public void Load_a_new_file_counts_and_a_removed_one_does_not()
    {
        Write("1.yaml", RuleFolder.Document("ACME-1", "one"), Written);
        Assert.Equal(["one"], Titles());

        var second = Write("2.yaml", RuleFolder.Document("ACME-2", "two"), Written);
        Assert.Equal(["one", "two"], Titles());

        File.Delete(second);
        Assert.Equal(["one"], Titles());
    }

    [Fact]
    public void Load_what_is_wrong_is_told_each_time_until_it_is_mended()
    {
        Write("1.yaml", RuleFolder.Document("bad"), Written);
        Assert.Single(_library.Load().Problems);
        Assert.Single(_library.Load().Problems);

        Write("1.yaml", RuleFolder.Document("ACME-1"), Written.AddSeconds(1));
        Assert.Empty(_library.Load().Problems);
    }

    [Fact]
    public void Load_a_file_that_did_not_change_is_not_read_again()
    {
        Write("1.yaml", RuleFolder.Document("ACME-1"), Written);

        var before = Assert.IsType<CatalogRule.FromDocument>(Assert.Single(_library.Load().Rules));
        var after = Assert.IsType<CatalogRule.FromDocument>(Assert.Single(_library.Load().Rules));

        Assert.Same(before.Document, after.Document);
    }

    [Fact]
    public void Load_what_another_library_of_the_session_parsed_is_kept_until_the_conditions_in_code_are_others()
    {
        Write("1.yaml", RuleFolder.Document("ACME-1"), Written);
        var cache = new RuleDocumentCache();
        var evaluators = new Dictionary<string, SecurityMonkey.Plugins.IRuleEvaluator>();

        RuleDocument Load() => Assert.IsType<CatalogRule.FromDocument>(Assert.Single(new RuleLibrary([], evaluators, [_folder.Path], cache).Load().Rules)).Document;
        var first = Load();
        Assert.Same(first, Load());

        evaluators.Add("aws-exposed-ports", Providers.Export.ExportFolder.Plugins.Evaluators["aws-exposed-ports"]);
        Assert.NotSame(first, Load());
    }

    [Fact]
    public void Load_an_item_type_that_is_a_slip_is_told_with_its_place_and_the_rule_is_left_out()
    {
        Write("1.yaml", RuleFolder.Document("ACME-1", itemTypes: "acme.thing, acme.thingg"), Written);

        var catalog = new RuleLibrary([], new Dictionary<string, SecurityMonkey.Plugins.IRuleEvaluator>(), [_folder.Path], findFault: type => type == "acme.thingg" ? "no" : null).Load();

        Assert.EndsWith("1.yaml(4,33): no", Assert.Single(catalog.Problems).ToString(), StringComparison.Ordinal);
        Assert.Empty(catalog.Rules);
    }

    private string[] Titles() => [.. _library.Load().Rules.Select(rule => rule.Rule.Title)];

    private string Write(string name, string text, DateTime written)
    {
        var path = _folder.Write(name, text);
        File.SetLastWriteTimeUtc(path, written);
        return path;
    }
}
