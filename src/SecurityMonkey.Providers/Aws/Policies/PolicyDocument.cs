using System.Globalization;
using System.Text.Json;

namespace SecurityMonkey.Providers.Aws.Policies;

/// <summary>An AWS policy document: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html.</summary>
internal sealed class PolicyDocument
{
    private PolicyDocument(IReadOnlyList<PolicyStatement> statements) => Statements = statements;

    /// <summary>The document that says nothing.</summary>
    public static PolicyDocument Empty { get; } = new([]);

    /// <summary>Its statements.</summary>
    public IReadOnlyList<PolicyStatement> Statements { get; }

    /// <summary>Reads a document.</summary>
    /// <param name="policy">The document as a map, or as a text that holds it, URL-encoded or not; null is the document that says nothing.</param>
    /// <exception cref="FormatException">It is not a policy; the message says why.</exception>
    public static PolicyDocument Read(JsonElement policy)
        => policy.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => Empty,
            JsonValueKind.String => Parse(policy.GetString()!),
            JsonValueKind.Object => new PolicyDocument([.. ReadStatements(policy)]),
            _ => throw new FormatException($"A policy document is a map or a text, not {policy.ValueKind}."),
        };

    /// <summary>Reads a document from its text, URL-encoded or not.</summary>
    /// <exception cref="FormatException">It is not a policy; the message says why.</exception>
    public static PolicyDocument Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return Empty;
        }

        try
        {
            using var document = JsonDocument.Parse(text.StartsWith('%') ? Uri.UnescapeDataString(text) : text);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(document.RootElement)
                : throw new FormatException("A policy document is a map.");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"The policy document is not JSON: {exception.Message}", exception);
        }
    }

    private static IEnumerable<PolicyStatement> ReadStatements(JsonElement policy)
        => !policy.TryGetProperty("Statement", out var statements) ? throw new FormatException("The policy document has no 'Statement'.")
            : statements.ValueKind == JsonValueKind.Array
                ? statements.EnumerateArray().Select((statement, index) => PolicyStatement.Read(statement, string.Create(CultureInfo.InvariantCulture, $"Statement[{index}]")))
                : [PolicyStatement.Read(statements, "Statement")];
}
