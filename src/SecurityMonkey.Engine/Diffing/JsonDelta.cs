using System.Text.Json;
using JsonDiffPatchDotNet;
using Newtonsoft.Json.Linq;
using Formatting = Newtonsoft.Json.Formatting;

namespace SecurityMonkey.Engine.Diffing;

/// <summary>The jsondiffpatch delta between two configurations (https://github.com/benjamine/jsondiffpatch, "deltas"). Wraps JsonDiffPatch.Net.</summary>
internal static class JsonDelta
{
    // The library compares every element of one list with every element of the other.
    private const int LongestAlignedList = 2000;

    // A delta is a little deeper than what it is about: a changed value becomes a list of two.
    private static readonly JsonDocumentOptions ParseOptions = new() { MaxDepth = 2 * JsonCanonicalizer.MaxDepth };

    /// <summary>The delta as JSON text; <c>null</c> as text where nothing changed.</summary>
    /// <param name="before">The earlier canonical configuration.</param>
    /// <param name="after">The later canonical configuration.</param>
    public static string Compute(string before, string after)
    {
        var earlier = Parse(before);
        var later = Parse(after);
        var differ = new JsonDiffPatch(new Options
        {
            // Text patches are for editors; an auditor wants to read both values.
            TextDiff = TextDiffMode.Simple,
            ArrayDiff = Math.Min(LongestList(earlier), LongestList(later)) > LongestAlignedList ? ArrayDiffMode.Simple : ArrayDiffMode.Efficient,
        });
        return differ.Diff(earlier, later)?.ToString(Formatting.None) ?? "null";
    }

    /// <summary>Applies a delta.</summary>
    /// <param name="before">The earlier configuration.</param>
    /// <param name="delta">The delta as JSON text.</param>
    public static string Apply(string before, string delta)
        => Parse(delta) is { Type: not JTokenType.Null } patch
            ? new JsonDiffPatch().Patch(Parse(before), patch)?.ToString(Formatting.None) ?? "null"
            : before;

    private static int LongestList(JToken token)
        => token is JContainer container
            ? container.DescendantsAndSelf().OfType<JArray>().Select(list => list.Count).DefaultIfEmpty().Max()
            : 0;

    private static JToken Parse(string json)
    {
        using var document = JsonDocument.Parse(json, ParseOptions);
        return Convert(document.RootElement);
    }

    // Newtonsoft's own reader would make a double of a number with a fraction, and lose digits.
    private static JToken Convert(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new JObject(element.EnumerateObject().Select(member => new JProperty(member.Name, Convert(member.Value)))),
        JsonValueKind.Array => new JArray(element.EnumerateArray().Select(Convert)),
        JsonValueKind.String => new JValue(element.GetString()),
        JsonValueKind.Number => element.TryGetInt64(out var integer) ? new JValue(integer) : new JRaw(element.GetRawText()),
        JsonValueKind.True => new JValue(true),
        JsonValueKind.False => new JValue(false),
        _ => JValue.CreateNull(),
    };
}
