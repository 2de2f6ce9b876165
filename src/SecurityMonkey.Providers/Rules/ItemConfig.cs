using System.Text.Json;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.Rules;

/// <summary>The configuration of an item, parsed.</summary>
/// <param name="root">Its root.</param>
internal sealed class ItemConfig(JsonElement root)
{
    /// <summary>Its root.</summary>
    public JsonElement Root => root;

    /// <summary>The configuration of an item, parsed once for all rules.</summary>
    public static ItemConfig Of(Item item, IAuditContext context) => context.Derive(item, static item =>
    {
        using var document = JsonDocument.Parse(item.ConfigJson);
        return new ItemConfig(document.RootElement.Clone());
    });

    /// <summary>The value at a path of member names with dots; null where there is none.</summary>
    public static JsonElement? Find(JsonElement from, string path)
    {
        var value = from;
        foreach (var name in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
            {
                return null;
            }
        }

        return value.ValueKind == JsonValueKind.Null ? null : value;
    }

    /// <summary>The values at a path; <c>[]</c> behind a name stands for the elements of a list, <c>[Flag]</c> for those whose member is true.</summary>
    public static IEnumerable<JsonElement> FindAll(JsonElement from, string path)
        => path.Split('.', StringSplitOptions.RemoveEmptyEntries).Aggregate(new[] { from }.AsEnumerable(), (values, step) => values.SelectMany(value => Step(value, step)));

    /// <summary>The text at a path; null where there is none.</summary>
    public string? Text(string path) => Text(root, path);

    /// <summary>The text at a path; null where there is none.</summary>
    public static string? Text(JsonElement from, string path)
        => Find(from, path) is { } value ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText() : null;

    /// <summary>The texts at a path with <c>[]</c>.</summary>
    public IEnumerable<string> Texts(string path) => FindAll(root, path).Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!);

    /// <summary>Whether the value at a path is true.</summary>
    public bool IsTrue(string path) => Find(root, path) is { ValueKind: JsonValueKind.True };

    // "Name", "Name[]" for the elements of a list, "Name[Flag]" for those whose member Flag is true.
    private static IEnumerable<JsonElement> Step(JsonElement value, string step)
    {
        var bracket = step.IndexOf('[', StringComparison.Ordinal);
        var name = bracket < 0 ? step : step[..bracket];
        var found = value;
        if (name.Length > 0 && (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out found)))
        {
            return [];
        }

        if (bracket < 0)
        {
            return found.ValueKind == JsonValueKind.Null ? [] : [found];
        }

        var flag = step[(bracket + 1)..^1];
        return found.ValueKind != JsonValueKind.Array ? []
            : flag.Length == 0 ? found.EnumerateArray()
            : found.EnumerateArray().Where(element => Find(element, flag) is { ValueKind: JsonValueKind.True });
    }
}
