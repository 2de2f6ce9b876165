using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Tests.Providers.Export;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Rules;

/// <summary>Asks a rule that the module brings about a configuration.</summary>
internal static class RuleBench
{
    private static readonly Dictionary<string, RuleDocument> Rules =
        RuleCatalog.ReadPath(Repository.Combine("module", "rules"), ExportFolder.Plugins.Evaluators).Rules.ToDictionary(document => document.Rule.Id, StringComparer.Ordinal);

    /// <summary>The catalogue.</summary>
    public static IReadOnlyCollection<RuleDocument> All => Rules.Values;

    /// <summary>A rule of the catalogue.</summary>
    public static Rule Rule(string ruleId) => Rules[ruleId].Rule;

    /// <summary>What a rule says: <c>pass</c>, <c>fail</c> or <c>unknown</c>, and its messages.</summary>
    /// <param name="ruleId">The rule.</param>
    /// <param name="config">The configuration as YAML or JSON, in one line.</param>
    /// <param name="surroundings">Further keys of an example, such as <c>lookups: {...}</c>, one a line.</param>
    public static (string Answer, string Message) Ask(string ruleId, string config, params string[] surroundings)
    {
        var result = Assert.Single(RuleTester.Test(Rules[ruleId] with { Examples = [Example(ruleId, config, surroundings)] }, TimeProvider.System));
        return (result.Actual, result.Message);
    }

    /// <summary>What a rule finds, with scores and all.</summary>
    public static IReadOnlyList<Finding> Find(string ruleId, string config, params string[] surroundings)
        => RuleTester.Find(new CatalogRule.FromDocument(Rules[ruleId]), Example(ruleId, config, surroundings), TimeProvider.System);

    // An example is read where it stands: in a document. This one has the rule's item types and a condition of no matter.
    private static RuleExample Example(string ruleId, string config, string[] surroundings)
    {
        var rule = Rules[ruleId].Rule;
        var lines = string.Concat(surroundings.Select(line => $"      {line}\n"));
        var text = $"""
            apiVersion: securitymonkey/v1
            kind: Rule
            metadata: {"{"} id: ACME-1, title: T {"}"}
            spec:
              itemTypes: [{string.Join(", ", rule.ItemTypes)}]
              lookups: [{string.Join(", ", rule.Lookups)}]
              score: 1
              when: 'true'
              examples:
                - name: asked
                  expect: pass

            """ + lines + $"      config: {config}\n";
        var (documents, problems) = RuleDocumentParser.Parse(text, "asked.yaml");
        Assert.Empty(problems.Select(problem => problem.ToString()));
        return Assert.Single(Assert.Single(documents).Examples);
    }
}
