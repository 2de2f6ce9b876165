using System.Text.Json;

namespace SecurityMonkey.Engine.Storage.Sql;

/// <summary>Small lists and maps in text columns.</summary>
internal static class JsonColumns
{
    /// <summary>Writes a list.</summary>
    public static string Of(IReadOnlyList<string> list) => JsonSerializer.Serialize(list);

    /// <summary>Writes a map.</summary>
    public static string Of(IReadOnlyDictionary<string, string> map) => JsonSerializer.Serialize(map);

    /// <summary>Writes what could not be read of an item; null where that is nothing.</summary>
    public static string? Of(IReadOnlyList<UnknownPart> parts) => parts.Count == 0 ? null : JsonSerializer.Serialize(parts);

    /// <summary>Reads what could not be read of an item.</summary>
    public static IReadOnlyList<UnknownPart> ToUnknownParts(string? json)
        => json is null ? [] : JsonSerializer.Deserialize<UnknownPart[]>(json) ?? [];

    /// <summary>Reads a list.</summary>
    public static IReadOnlyList<string> ToList(string json) => JsonSerializer.Deserialize<string[]>(json) ?? [];

    /// <summary>Reads a map; its names are compared without case.</summary>
    public static IReadOnlyDictionary<string, string> ToMap(string json)
        => new Dictionary<string, string>(JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? [], StringComparer.OrdinalIgnoreCase);
}
