using System.Globalization;
using System.Text;
using SecurityMonkey.Engine.Documents;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Rules;

/// <summary>Writes the first lines of a rule document, which is valid as it stands.</summary>
internal static class RuleScaffold
{
    /// <summary>The document.</summary>
    /// <param name="id">The rule's id.</param>
    /// <param name="title">What it says of an item that fails.</param>
    /// <param name="itemTypes">The item types.</param>
    /// <param name="score">The score.</param>
    /// <param name="when">The condition; empty gives an example of one.</param>
    /// <param name="evaluator">The condition in code; null where the condition is an expression.</param>
    /// <param name="sample">A rule with the same condition in code, whose arguments and examples show how it is used; null where there is none.</param>
    /// <param name="schema">Where the schema is, for editors.</param>
    public static string Write(string id, string title, IReadOnlyList<string> itemTypes, int score, string when, IRuleEvaluator? evaluator, RuleDocument? sample, string schema)
    {
        var isExample = when.Length == 0 && evaluator is null;
        return $$"""
            # yaml-language-server: $schema={{schema}}
            apiVersion: securitymonkey/v1
            kind: Rule
            metadata:
              id: {{id}}
              title: {{Quote(title)}}
              tags: []
            spec:
              itemTypes: [{{string.Join(", ", itemTypes.Select(Quote))}}]
              score: {{score.ToString(CultureInfo.InvariantCulture)}}                 # 0 informational, 1-3 low, 4-6 medium, 7-8 high, 9-10 critical
            {{(evaluator is null ? Expression(isExample ? "Encrypted == `false`" : when) : Code(evaluator, sample))}}
              why: Say why it matters.
              fix:
                text: Say how to mend it.
              # Test-SMRule -Path this-file runs the examples. Replace config by configurations as Get-SMItem shows them.
              examples:
                - name: what is wrong
                  expect: fail
                  config: {{ConfigOf(sample, "fail", isExample ? "{ Encrypted: false }" : "{}")}}
                - name: what is right
                  expect: pass
                  config: {{ConfigOf(sample, "pass", isExample ? "{ Encrypted: true }" : "{}")}}

            """;
    }

    /// <summary>What is wrong with a document that was written.</summary>
    public static IReadOnlyList<DocumentProblem> Check(string text, string file, IReadOnlyDictionary<string, IRuleEvaluator> evaluators)
        => RuleDocumentParser.Parse(text, file, evaluators).Problems;

    private static string Expression(string when)
        => $"  when: {Quote(when)}   # JMESPath over the configuration: true where something is wrong";

    private static string ConfigOf(RuleDocument? sample, string expected, string otherwise)
        => sample?.Examples.FirstOrDefault(example => string.Equals(example.Expected, expected, StringComparison.Ordinal))?.Item.ConfigJson ?? otherwise;

    private static string Code(IRuleEvaluator evaluator, RuleDocument? sample)
    {
        var lines = new StringBuilder($"  # {evaluator.Description}\n  evaluator:\n    name: {evaluator.Name}");
        var tuned = evaluator.Arguments.Where(argument => sample?.Rule.Parameters.ContainsKey(argument.Name) is true).ToArray();
        if (evaluator.Arguments.Count > tuned.Length)
        {
            lines.Append("\n    with:");
        }

        foreach (var argument in evaluator.Arguments.Except(tuned))
        {
            var given = sample?.Condition.Evaluator?.Arguments.GetValueOrDefault(argument.Name) ?? (argument.IsRequired ? argument.DefaultJson ?? "[]" : null);
            lines.Append(CultureInfo.InvariantCulture, $"\n      {(given is null ? "# " : "")}{argument.Name}: {given ?? argument.DefaultJson}   # {argument.Description}");
        }

        if (tuned.Length > 0)
        {
            lines.Append("\n  parameters:        # arguments that can be tuned with Set-SMRule");
        }

        foreach (var argument in tuned)
        {
            lines.Append(CultureInfo.InvariantCulture, $"\n    {argument.Name}: {sample?.Rule.Parameters[argument.Name]}   # {argument.Description}");
        }

        return lines.ToString();
    }

    private static string Quote(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
}
