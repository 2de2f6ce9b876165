using System.Collections.Specialized;
using System.Management.Automation;
using System.Text.Json;

namespace SecurityMonkey.Commands.Formatting;

/// <summary>Configurations as objects that can be dotted into: <c>$item.Config.IpPermissions[0].FromPort</c>.</summary>
public static class ConfigObject
{
    /// <summary>How deep configurations can be nested.</summary>
    internal const int MaxDepth = 256;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    /// <summary>JSON text as objects, as ConvertFrom-Json makes them; null for no text.</summary>
    /// <param name="json">The text.</param>
    public static object? From(string? json)
    {
        if (string.IsNullOrEmpty(json))
        {
            return null;
        }

        using var document = JsonDocument.Parse(json, Options);
        return Convert(document.RootElement);
    }

    private static object? Convert(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => ConvertObject(element),
        JsonValueKind.Array => element.EnumerateArray().Select(Convert).ToArray(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out var integer) ? integer : element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    // Members of a PSObject are compared without case; where two names differ only so, a dictionary keeps both.
    private static object ConvertObject(JsonElement element)
    {
        var members = element.EnumerateObject().ToArray();
        if (members.Any(member => member.Name.Length == 0) || members.DistinctBy(member => member.Name, StringComparer.OrdinalIgnoreCase).Count() < members.Length)
        {
            var dictionary = new OrderedDictionary(StringComparer.Ordinal);
            foreach (var member in members)
            {
                dictionary.Add(member.Name, Convert(member.Value));
            }

            return dictionary;
        }

        var result = new PSObject();
        foreach (var member in members)
        {
            result.Properties.Add(new PSNoteProperty(member.Name, Convert(member.Value)));
        }

        return result;
    }
}
