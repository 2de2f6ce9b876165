using System.Globalization;
using System.Text.Json;
using SecurityMonkey.Network;

namespace SecurityMonkey.Providers.Aws.Policies;

/// <summary>A condition of a statement: an operator, a key, and values of which one must match (or none, where the operator is negated).</summary>
/// <param name="Operator">The operator without qualifiers, such as <c>StringEquals</c>.</param>
/// <param name="Key">The key, such as <c>aws:SourceIp</c>.</param>
/// <param name="Values">The values.</param>
/// <param name="IsIfExists">Whether it holds where the key is missing.</param>
/// <param name="IsForAllValues">Whether all values of the request must match, which those of an empty or missing key do.</param>
internal sealed record PolicyCondition(string Operator, string Key, IReadOnlyList<string> Values, bool IsIfExists, bool IsForAllValues)
{
    private const string IfExists = "IfExists";

    /// <summary>Whether the operator is one that must not match.</summary>
    public bool IsNegated => Operator.Contains("Not", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it holds only where the key is there.</summary>
    public bool RequiresKey => IsNull && Values.All(value => string.Equals(value, "false", StringComparison.OrdinalIgnoreCase));

    private bool IsNull => string.Equals(Operator, "Null", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads <c>Condition</c>.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static IReadOnlyList<PolicyCondition> Read(JsonElement conditions)
        => conditions.ValueKind == JsonValueKind.Object
            ? [.. conditions.EnumerateObject().SelectMany(member => Read(member.Name, member.Value))]
            : throw new FormatException($"A condition is a map, not {conditions.ValueKind}.");

    /// <summary>Whether it holds for somebody.</summary>
    /// <param name="requester">Who asks.</param>
    /// <param name="isKeyRequired">Whether another condition demands that the key is there.</param>
    /// <returns>Null where he who asks can choose.</returns>
    public bool? Holds(Requester requester, bool isKeyRequired)
    {
        if (!requester.Knows(Key))
        {
            return null;
        }

        var actual = requester.ValuesOf(Key);
        if (IsNull)
        {
            return Values.Any(value => bool.TryParse(value, out var isMissing) && isMissing == (actual.Count == 0));
        }

        if (actual.Count == 0)
        {
            return !isKeyRequired && (IsIfExists || IsForAllValues || IsNegated);
        }

        return IsForAllValues
            ? actual.All(value => Matches(value) != IsNegated)
            : IsNegated ? !actual.Any(Matches) : actual.Any(Matches);
    }

    private bool Matches(string actual) => Values.Any(value => Matches(value, actual));

    private bool Matches(string expected, string actual)
    {
        var name = Operator.ToLowerInvariant().Replace("not", "", StringComparison.Ordinal);
        return name switch
        {
            "ipaddress" => AddressSet.TryParse(expected) is { } block && AddressSet.TryParse(actual) is { } address && block.IsSupersetOf(address),
            "stringlike" or "arnlike" or "arnequals" => Wildcard.IsMatch(expected, actual, ignoreCase: false),
            "stringequalsignorecase" => string.Equals(expected, actual, StringComparison.OrdinalIgnoreCase),
            "bool" => string.Equals(expected, actual, StringComparison.OrdinalIgnoreCase),
            _ => string.Equals(expected, actual, StringComparison.Ordinal),
        };
    }

    private static IEnumerable<PolicyCondition> Read(string written, JsonElement keys)
    {
        if (keys.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"The condition '{written}' is not a map of keys.");
        }

        var parts = written.Split(':', 2);
        var (qualifier, name) = parts.Length == 2 ? (parts[0], parts[1]) : ("", parts[0]);
        var isIfExists = name.EndsWith(IfExists, StringComparison.OrdinalIgnoreCase);
        return keys.EnumerateObject().Select(key => new PolicyCondition(
            isIfExists ? name[..^IfExists.Length] : name,
            key.Name,
            PolicyStatement.Texts(key.Value),
            isIfExists,
            string.Equals(qualifier, "ForAllValues", StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>Returns the condition as people read it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Operator} {Key} {string.Join(", ", Values)}");
}
