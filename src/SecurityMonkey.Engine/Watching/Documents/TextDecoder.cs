using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using SecurityMonkey.Engine.Rules;

namespace SecurityMonkey.Engine.Watching.Documents;

/// <summary>Puts what texts hold in their place, so that rules and differences see into policy documents.</summary>
internal static class TextDecoder
{
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
                _ => new JValue(Encoding.UTF8.GetString(Convert.FromBase64String(text))),
            };
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            return null;
        }
    }
}
