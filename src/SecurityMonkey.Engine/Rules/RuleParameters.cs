using System.Text.Json;

namespace SecurityMonkey.Engine.Rules;

/// <summary>Values that are given to parameters of rules in the place of their defaults.</summary>
public static class RuleParameters
{
    /// <summary>What is wrong with a value for a parameter; null where nothing is.</summary>
    /// <param name="rule">The rule with the parameter's value so far.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="json">The value as JSON text.</param>
    public static string? FindFault(Rule rule, string name, string json)
    {
        if (!rule.Parameters.TryGetValue(name, out var known))
        {
            var parameters = rule.Parameters.Count == 0 ? "It has none." : $"Its parameters are: {string.Join(", ", rule.Parameters.Keys)}.";
            return $"Rule {rule.Id} has no parameter '{name}'.{NearName.Hint(name, rule.Parameters.Keys)} {parameters}";
        }

        var (expected, actual) = (KindOf(known), KindOf(json));
        return expected == actual || expected == JsonValueKind.Null || (expected == JsonValueKind.Array && actual is JsonValueKind.Number or JsonValueKind.String)
            ? null
            : $"'{name}' of rule {rule.Id} is {Words(expected)}, now {known}; {json} is {Words(actual)}.";
    }

    /// <summary>A value in the form of the one it replaces: one thing for a list is a list of it.</summary>
    /// <param name="known">The value so far, as JSON text.</param>
    /// <param name="json">The value, as JSON text.</param>
    internal static string Shape(string known, string json)
        => KindOf(known) == JsonValueKind.Array && KindOf(json) is JsonValueKind.Number or JsonValueKind.String ? $"[{json}]" : json;

    private static JsonValueKind KindOf(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind is JsonValueKind.False ? JsonValueKind.True : document.RootElement.ValueKind;
    }

    private static string Words(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "a map",
        JsonValueKind.Number => "a number",
        JsonValueKind.String => "a text",
        JsonValueKind.True => "true or false",
        _ => "null",
    };
}
