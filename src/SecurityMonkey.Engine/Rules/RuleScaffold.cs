using SecurityMonkey.Engine.Documents;

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
    /// <param name="schema">Where the schema is, for editors.</param>
    public static string Write(string id, string title, IReadOnlyList<string> itemTypes, int score, string when, string schema)
    {
        var isExample = when.Length == 0;
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
              score: {{score.ToString(System.Globalization.CultureInfo.InvariantCulture)}}                 # 0 informational, 1-3 low, 4-6 medium, 7-8 high, 9-10 critical
              when: {{Quote(isExample ? "Encrypted == `false`" : when)}}   # JMESPath over the configuration: true where something is wrong
              why: Say why it matters.
              fix:
                text: Say how to mend it.
              examples:                # Test-SMRule -Path this-file runs them
                - name: what is wrong
                  expect: fail
                  config: {{(isExample ? "{ Encrypted: false }" : "{}")}}
                - name: what is right
                  expect: pass
                  config: {{(isExample ? "{ Encrypted: true }" : "{}")}}

            """;
    }

    /// <summary>What is wrong with a document that was written.</summary>
    public static IReadOnlyList<DocumentProblem> Check(string text, string file) => RuleDocumentParser.Parse(text, file).Problems;

    private static string Quote(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
}
