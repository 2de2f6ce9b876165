using System.Text.Json;

namespace SecurityMonkey.Commands.Formatting;

/// <summary>Maps and lists as an outline: a line for each value, indented as YAML is.</summary>
internal static class ValueOutline
{
    // Longer ones show their beginning; the whole is in the object.
    private const int LongestText = 400;
    private const int MostLines = 25;

    // Small maps and lists read better on one line.
    private const int LongestInline = 60;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = ConfigObject.MaxDepth };

    /// <summary>A value on one line, cut where it is long.</summary>
    /// <param name="json">The value; null gives an empty text.</param>
    public static string Inline(string? json)
    {
        var text = ViewText.Clean(json);
        return text.Length <= LongestText ? text : text[..LongestText] + "...";
    }

    /// <summary>The lines of a map or list that is too large for one line; none for any other value.</summary>
    /// <param name="json">The value.</param>
    public static IReadOnlyList<string> Lines(string? json)
    {
        if (json is null || json.Length <= LongestInline || json[0] is not ('{' or '['))
        {
            return [];
        }

        using var document = JsonDocument.Parse(json, Options);
        var lines = Outline(document.RootElement).Take(MostLines + 1).ToList();
        if (lines.Count > MostLines)
        {
            lines[MostLines] = "...";
        }

        return lines;
    }

    private static IEnumerable<string> Outline(JsonElement element) => element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject().SelectMany(Member)
        : element.EnumerateArray().SelectMany(Element);

    private static IEnumerable<string> Member(JsonProperty member) => IsLeaf(member.Value)
        ? [$"{ViewText.Clean(member.Name)}: {Inline(member.Value.GetRawText())}"]
        : Outline(member.Value).Select(line => "  " + line).Prepend(ViewText.Clean(member.Name) + ":");

    private static IEnumerable<string> Element(JsonElement element) => IsLeaf(element)
        ? ["- " + Inline(element.GetRawText())]
        : Outline(element).Select((line, index) => (index == 0 ? "- " : "  ") + line);

    private static bool IsLeaf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => !element.EnumerateObject().Any(),
        JsonValueKind.Array => element.EnumerateArray().All(part => part.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)) && element.GetRawText().Length <= LongestInline,
        _ => true,
    };
}
