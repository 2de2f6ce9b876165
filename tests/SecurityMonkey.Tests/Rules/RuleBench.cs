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

    /// <summary>What a rule says: <c>pass</c>, <c>fail</c> or <c>unknown</c>, and its messages.</summary>
    /// <param name="ruleId">The rule.</param>
    /// <param name="config">The configuration as YAML or JSON, in one line.</param>
    /// <param name="surroundings">Further keys of an example, such as <c>lookups: {...}</c>, one a line.</param>
    public static (string Answer, string Message) Ask(string ruleId, string config, params string[] surroundings)
    {
        var rule = Rules[ruleId];

        // An example is read where it stands: in a document. This one has the rule's item types and a condition of no matter.
        var lines = surroundings.Select(line => "      " + line);
        var text = $"""
            apiVersion: securitymonkey/v1
            kind: Rule
            metadata: {"{"} id: ACME-1, title: T {"}"}
            spec:
              itemTypes: [{string.Join(", ", rule.Rule.ItemTypes)}]
              lookups: [{string.Join(", ", rule.Rule.Lookups)}]
              score: 1
              when: 'true'
              examples:
                - name: asked
                  expect: pass
            """ + "\n" + string.Join('\n', lines.Select(line => line)) + (surroundings.Length > 0 ? "\n" : "") + $"      config: {config}\n";
        var (documents, problems) = RuleDocumentParser.Parse(text, "asked.yaml");
        Assert.Empty(problems.Select(problem => problem.ToString()));
        var result = Assert.Single(RuleTester.Test(rule with { Examples = Assert.Single(documents).Examples }, TimeProvider.System));
        return (result.Actual, result.Message);
    }
}
