using System.Text.Json;
using System.Text.RegularExpressions;

namespace SecurityMonkey.Providers.Aws.Api;

/// <summary>Writes a text of an answer as what it holds.</summary>
internal static partial class AnswerText
{
    /// <summary>Writes a text; one that does not hold what it should stays a text.</summary>
    public static void Write(Utf8JsonWriter writer, AnswerKind kind, string text)
    {
        switch (kind)
        {
            case AnswerKind.Number when Number().IsMatch(text):
                writer.WriteRawValue(text, skipInputValidation: true);
                break;
            case AnswerKind.Boolean when bool.TryParse(text, out var value):
                writer.WriteBooleanValue(value);
                break;
            case AnswerKind.Time:
                writer.WriteStringValue(AwsTime.Format(text));
                break;
            case AnswerKind.Document when text.Length > 0:
                WriteDocument(writer, text);
                break;
            default:
                writer.WriteStringValue(text);
                break;
        }
    }

    private static void WriteDocument(Utf8JsonWriter writer, string text)
    {
        try
        {
            // IAM encodes its documents; one that begins with a brace is not encoded.
            var json = text.AsSpan().TrimStart().StartsWith("{", StringComparison.Ordinal) ? text : Uri.UnescapeDataString(text);
            using var document = JsonDocument.Parse(json);
            document.RootElement.WriteTo(writer);
        }
        catch (JsonException)
        {
            writer.WriteStringValue(text);
        }
    }

    [GeneratedRegex(@"\A-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
