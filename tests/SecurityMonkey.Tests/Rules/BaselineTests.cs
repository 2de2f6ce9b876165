using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Tests.Providers.Export;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Rules;

/// <summary>Baselines: which rules belong to them, with a pin and without, and what is wrong with their documents.</summary>
public sealed class BaselineTests : IDisposable
{
    private static readonly Rule[] Rules =
    [
        New("ACME-1") with { Controls = Controls("bench-1"), Parameters = new Dictionary<string, string> { ["days"] = "90", ["ports"] = "[22]" } },
        New("ACME-2") with { Controls = Controls("bench-1"), Since = "2027-02-28" },
        New("ACME-3") with { Tags = ["exposure"], Since = "2027-03-01" },
        New("ACME-4"),
    ];

    private readonly RuleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bench", "ACME-1,ACME-2")]
    [InlineData("bench@2026-11", "ACME-1")]
    [InlineData("BENCH@2026-11-24", "ACME-1")]
    [InlineData("bench@2027-02-27", "ACME-1")]
    [InlineData("bench@2027-02-28", "ACME-1,ACME-2")]
    [InlineData("bench@2027-02", "ACME-1,ACME-2")]
    public void Pin_leaves_out_what_is_newer(string name, string expected)
    {
        Write("controls: [bench-1]");

        Assert.Equal(expected.Split(','), IdsOf(Library().Find(name)));
    }

    [Fact]
    public void Until_of_the_document_counts_for_all_but_whole_ids_and_the_earlier_day_wins()
    {
        Write("rules: ['ACME-*', ACME-3]\n  except: [ACME-4]\n  until: 2026-11");
        var library = Library();

        Assert.Equal(["ACME-1", "ACME-3"], IdsOf(library.Find("bench")));
        Assert.Equal(["ACME-2"], Rules.Where(library.Find("bench").LeavesOutAsNewer).Select(rule => rule.Id));
        Assert.Equal("2026-11-30", library.Find("bench@2027-12").Definition.Until);
        Assert.Equal("bench@2026-12", library.Find("bench@2026-12").Definition.Name);
    }

    [Theory]
    [InlineData("bench@2025-01", "BaselinePinInvalid", "the first rule set is of 2026-11-24")]
    [InlineData("bench@2026-13", "BaselinePinInvalid", "no day and no month")]
    [InlineData("bench@", "BaselinePinInvalid", "no day and no month")]
    [InlineData("bnech", "BaselineNotFound", "Did you mean 'bench'? Known are: bench.")]
    public void Name_that_is_none_is_an_error_that_says_what_to_write(string name, string errorId, string message)
    {
        Write("rules: ['*']");

        var error = Assert.Throws<SecurityMonkeyException>(() => Library().Find(name));

        Assert.Equal(errorId, error.ErrorId);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_baseline_tunes_is_told_with_its_name()
    {
        Write("rules: [ACME-1]\n  settings: [{ rule: ACME-1, score: 9, enabled: false, parameters: { days: 30, ports: 2222 } }]");

        var rule = Library().Find("bench@2026-11").Apply(Rules[0]);

        Assert.Equal((9, false, "30", "[2222]"), (rule.Score, rule.IsEnabled, rule.Parameters["days"], rule.Parameters["ports"]));
        Assert.Equal("bench@2026-11", Assert.Single(rule.Settings).Baseline);
    }

    [Theory]
    [InlineData("rules: [ACME-1, ACMEE-4]", "(6,19): There is no rule 'ACMEE-4'. Did you mean 'ACME-4'?")]
    [InlineData("rules: ['*']\n  except: [ACME_1]", "(7,12): There is no rule 'ACME_1'. Did you mean 'ACME-1'?")]
    [InlineData("controls: [bench1]", "(6,14): No rule has a control of 'bench1'. Did you mean 'bench-1'? Known are: bench-1.")]
    [InlineData("tags: [exposed, exposur]", "(6,19): No rule has the tag 'exposur'. Did you mean 'exposure'?")]
    [InlineData("rules: ['*']\n  settings: [{ rule: ACME-1, parameters: { day: 3 } }]", "Rule ACME-1 has no parameter 'day'. Did you mean 'days'?")]
    [InlineData("rules: ['*']\n  settings: [{ rule: ACME-1, parameters: { days: soon } }]", "'days' of rule ACME-1 is a number, now 90; \"soon\" is a text.")]
    public void Rule_that_is_not_there_is_told_and_the_baseline_counts_without_it(string spec, string expected)
    {
        Write(spec);
        var library = Library();

        Assert.Contains(library.Problems, problem => problem.ToString().Contains(expected, StringComparison.Ordinal));
        Assert.Single(library.Baselines);
    }

    [Theory]
    [InlineData("rule: [ACME-1]", "'rule' is not a key of 'spec'. Did you mean 'rules'?")]
    [InlineData("until: 2026", "which is no day; write 2026-11-24, or 2026-11")]
    [InlineData("settings: [{ rule: ACME-1, enabled: maybe }]", "'enabled' is a text; true or false was expected.")]
    [InlineData("rules: [1", "This is not YAML")]
    public void Broken_document_is_left_out_and_told_with_its_place(string spec, string expected)
    {
        Write("tags: [exposure]\n  " + spec);
        var library = Library();

        var problem = Assert.Single(library.Problems);
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        Assert.True(problem.Line >= 6, problem.ToString());
        Assert.Empty(library.Baselines);
    }

    [Fact]
    public void Shipped_baselines_can_be_used_and_there_is_one_for_each_benchmark()
    {
        var (rules, _) = RuleCatalog.ReadPath(Repository.Combine("module", "rules"), ExportFolder.Plugins.Evaluators);
        var library = new BaselineLibrary([Repository.Combine("module", "baselines")], [.. rules.Select(document => document.Rule)]);

        Assert.Empty(library.Problems);
        Assert.All(library.Baselines, baseline => Assert.Contains(rules, document => baseline.Includes(document.Rule)));
        Assert.Equal(
            rules.SelectMany(document => document.Rule.Controls.Keys).Distinct().Append("all").Order(StringComparer.Ordinal),
            library.Baselines.Select(baseline => baseline.Definition.Name).Order(StringComparer.Ordinal));
        Assert.Equal(rules.Count, rules.Count(document => library.Find("all@2026-11").Includes(document.Rule)));
    }

    private static Rule New(string id) => new() { Id = id, Title = "T", ItemTypes = ["*"], Score = 5, Tags = ["exposed"] };

    private static Dictionary<string, IReadOnlyList<string>> Controls(string benchmark) => new() { [benchmark] = ["1"] };

    private static IEnumerable<string> IdsOf(Baseline baseline) => Rules.Where(baseline.Includes).Select(rule => rule.Id);

    private BaselineLibrary Library() => new([_folder.Path], Rules);

    private void Write(string spec)
        => _folder.Write("b.yaml", $"apiVersion: securitymonkey/v1\nkind: Baseline\nmetadata: {{ name: bench, title: T,\n  date: 2026-11-24 }}\nspec:\n  {spec}\n");
}
