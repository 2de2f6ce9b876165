using System.Text.Json;
using SecurityMonkey.Network;
using SecurityMonkey.Providers.Network;

namespace SecurityMonkey.Providers.Rules;

/// <summary>The arguments of an evaluator, read by what they mean.</summary>
/// <param name="arguments">The arguments as JSON texts by name.</param>
internal sealed class EvaluatorArguments(IReadOnlyDictionary<string, string> arguments)
{
    /// <summary>A text; null where it is not given.</summary>
    /// <exception cref="FormatException">It is no text.</exception>
    public string? Text(string name) => Read(name, "a text", value => value.ValueKind == JsonValueKind.String ? value.GetString() : null);

    /// <summary>A text that is one of some.</summary>
    /// <exception cref="FormatException">It is none of them.</exception>
    public string OneOf(string name, params string[] allowed)
        => Text(name) is { } text && allowed.Contains(text, StringComparer.Ordinal)
            ? text
            : throw new FormatException($"The argument '{name}' is {arguments.GetValueOrDefault(name, "missing")}; expected {string.Join(", ", allowed)}.");

    /// <summary>A list of texts, or one; none where it is not given.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public IReadOnlyList<string> Texts(string name) => Read(name, "a text or a list of texts", Texts) ?? [];

    /// <summary>A list of lists of texts; a text among them is a list of one.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public IReadOnlyList<IReadOnlyList<string>> TextLists(string name)
        => Read(name, "a list of lists of texts", value => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(element => Texts(element) ?? []).ToArray() : null) ?? [];

    /// <summary>A number; null where it is not given.</summary>
    /// <exception cref="FormatException">It is no whole number.</exception>
    public int? Integer(string name)
        => Read(name, "a whole number", value => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? (object)number : null) is int result ? result : null;

    /// <summary>True or false; false where it is not given.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public bool Flag(string name)
        => Read(name, "true or false", value => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? (object)value.GetBoolean() : null) is true;

    /// <summary>Ports: a number, a text such as <c>6000-6010</c>, or a list of them; none where it is not given.</summary>
    /// <exception cref="FormatException">They are none.</exception>
    public PortSet Ports(string name)
        => Read(name, "a port such as 22, '6000-6010', or a list of them", value => value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Aggregate((PortSet?)PortSet.Empty, (ports, element) => Port(element) is { } port ? ports?.Union(port) : null)
            : Port(value)) ?? PortSet.Empty;

    /// <summary>A protocol.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public IReadOnlyList<Transport> Protocol(string name) => Transports.Parse(Text(name) ?? "*");

    private static PortSet? Port(JsonElement value)
        => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var port) ? PortSet.Of(port)
            : value.ValueKind == JsonValueKind.String ? PortSet.TryParse(value.GetString())
            : null;

    private static IReadOnlyList<string>? Texts(JsonElement value)
        => value.ValueKind == JsonValueKind.String ? [value.GetString()!]
            : value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(element => element.ValueKind == JsonValueKind.String)
                ? [.. value.EnumerateArray().Select(element => element.GetString()!)]
                : null;

    private T? Read<T>(string name, string expected, Func<JsonElement, T?> read)
        where T : class
    {
        if (!arguments.TryGetValue(name, out var json) || json is "null")
        {
            return null;
        }

        using var document = JsonDocument.Parse(json);
        return read(document.RootElement) ?? throw new FormatException($"The argument '{name}' is {json}; expected {expected}.");
    }
}
