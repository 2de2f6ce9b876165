using JsonDiffPatchDotNet;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace SecurityMonkey.Engine.Diffing;

/// <summary>The jsondiffpatch delta between two configurations (https://github.com/benjamine/jsondiffpatch, "deltas"). Wraps JsonDiffPatch.Net.</summary>
internal static class JsonDelta
{
    // The library compares every element of one list with every element of the other.
    private const int LongestAlignedList = 2000;

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
        => new JsonDiffPatch().Patch(Parse(before), Parse(delta))?.ToString(Formatting.None) ?? "null";

    private static int LongestList(JToken token)
        => token is JContainer container
            ? container.DescendantsAndSelf().OfType<JArray>().Select(list => list.Count).DefaultIfEmpty().Max()
            : 0;

    private static JToken Parse(string json)
    {
        using var reader = new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None, MaxDepth = JsonCanonicalizer.MaxDepth };
        return JToken.ReadFrom(reader);
    }
}
