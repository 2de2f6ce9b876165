using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using SecurityMonkey.Engine.Rules;

namespace SecurityMonkey.Engine.Watching.Documents;

/// <summary>Puts what texts hold in their place, so that rules and differences see into policy documents.</summary>
internal static class TextDecoder
{
    private const string BeginOfKey = "-----BEGIN ";
    private const string EndOfKey = "-----END ";
    private const string KeyMark = "PRIVATE KEY-----";

    /// <summary>Decodes the texts of an item.</summary>
    public static void Decode(JObject item, IReadOnlyList<DecodingDefinition> decodings)
    {
        foreach (var decoding in decodings)
        {
            foreach (var element in RuleElement.Find(item, decoding.Path).ToArray())
            {
                if (element.Value is JValue { Value: string text } value && TryDecode(text, decoding.Encoding) is { } decoded)
                {
                    value.Replace(decoded);
                }
            }
        }
    }

    // What cannot be decoded stays as it is: a policy that is not JSON is for a rule to see.
    private static JToken? TryDecode(string text, TextEncoding encoding)
    {
        try
        {
            return encoding switch
            {
                TextEncoding.Json => JmesExpression.ParseConfig(text),
                TextEncoding.UriJson => JmesExpression.ParseConfig(Uri.UnescapeDataString(text)),
                TextEncoding.Base64 => new JValue(Encoding.UTF8.GetString(Convert.FromBase64String(text))),
                _ => LinesOf(Encoding.UTF8.GetString(Convert.FromBase64String(text))),
            };
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            return null;
        }
    }

    // A private key stays together, so that it is found and masked as a whole; the lines behind it keep their places.
    private static JArray LinesOf(string text)
    {
        var result = new JArray();
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            var end = index;
            if (lines[index].Contains(BeginOfKey, StringComparison.Ordinal) && lines[index].Contains(KeyMark, StringComparison.Ordinal))
            {
                while (end < lines.Length - 1 && !lines[end].Contains(EndOfKey, StringComparison.Ordinal))
                {
                    end++;
                }
            }

            result.Add(string.Join('\n', lines[index..(end + 1)]));
            for (; index < end; index++)
            {
                result.Add("");
            }
        }

        return result;
    }
}
