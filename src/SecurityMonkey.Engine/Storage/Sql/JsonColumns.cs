using System.Text.Json;

namespace SecurityMonkey.Engine.Storage.Sql;

/// <summary>Small lists and maps in text columns.</summary>
internal static class JsonColumns
{
    /// <summary>Writes a list.</summary>
    public static string Of(IReadOnlyList<string> list) => JsonSerializer.Serialize(list);

    /// <summary>Writes a map.</summary>
    public static string Of(IReadOnlyDictionary<string, string> map) => JsonSerializer.Serialize(map);

    /// <summary>Reads a list.</summary>
    public static IReadOnlyList<string> ToList(string json) => JsonSerializer.Deserialize<string[]>(json) ?? [];

    /// <summary>Reads a map; its names are compared without case.</summary>
    public static IReadOnlyDictionary<string, string> ToMap(string json)
        => new Dictionary<string, string>(JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? [], StringComparer.OrdinalIgnoreCase);
}
