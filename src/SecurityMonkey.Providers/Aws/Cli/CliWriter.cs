using System.Collections;
using System.Globalization;
using System.Text.Json;
using Amazon.EC2;

namespace SecurityMonkey.Providers.Aws.Cli;

/// <summary>Writes objects of the SDK as the AWS CLI prints what they were read from. A list that the service left out is an empty list.</summary>
internal static class CliWriter
{
    /// <summary>How configurations are written: texts as they are, since nobody puts them into a page.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly JsonEncodedText WrappedName = JsonEncodedText.Encode("Value");

    /// <summary>Writes an object's members, without the braces around them.</summary>
    /// <param name="json">Takes them.</param>
    /// <param name="value">The object.</param>
    public static void WriteMembers(Utf8JsonWriter json, object value)
    {
        foreach (var member in CliShape.Of(value.GetType()).Members)
        {
            var content = member.Property.GetValue(value);
            if (content is not null || member.Value.Kind == CliKind.List)
            {
                json.WritePropertyName(member.EncodedName);
                Write(json, content, member.Value);
            }
        }
    }

    /// <summary>Writes a value: an object of the SDK, a list, a text, a number.</summary>
    /// <param name="json">Takes it.</param>
    /// <param name="value">The value; a list may be missing.</param>
    public static void WriteValue(Utf8JsonWriter json, object value) => Write(json, value, CliValue.Of(value.GetType()));

    private static void Write(Utf8JsonWriter json, object? value, CliValue type)
    {
        switch (type.Kind)
        {
            case CliKind.List:
                json.WriteStartArray();
                foreach (var element in (IEnumerable?)value ?? Array.Empty<object>())
                {
                    Write(json, element, type.Element!);
                }

                json.WriteEndArray();
                break;
            case CliKind.Map:
                json.WriteStartObject();
                foreach (DictionaryEntry entry in (IDictionary)value!)
                {
                    json.WritePropertyName(entry.Key.ToString()!);
                    Write(json, entry.Value, type.Element!);
                }

                json.WriteEndObject();
                break;
            case CliKind.Object when value is not null:
                json.WriteStartObject();
                WriteMembers(json, value);
                json.WriteEndObject();
                break;
            case CliKind.WrappedText:
                json.WriteStartObject();
                json.WriteString(WrappedName, value?.ToString());
                json.WriteEndObject();
                break;
            default:
                WriteScalar(json, value, type.Kind);
                break;
        }
    }

    private static void WriteScalar(Utf8JsonWriter json, object? value, CliKind kind)
    {
        switch (kind)
        {
            case CliKind.Boolean when value is bool flag:
                json.WriteBooleanValue(flag);
                break;
            case CliKind.Integer when value is not null:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case CliKind.Number when value is not null:
                json.WriteNumberValue(Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            case CliKind.Time when value is DateTime time:
                json.WriteStringValue(AwsTime.Format(time));
                break;
            default:
                json.WriteStringValue(TextOf(value));
                break;
        }
    }

    // The SDK writes its constants in its own case, whatever the service wrote. Where that is known to be another one, it is put right.
    private static string? TextOf(object? value) => value is PlatformValues ? value.ToString()!.ToLowerInvariant() : value?.ToString();
}
