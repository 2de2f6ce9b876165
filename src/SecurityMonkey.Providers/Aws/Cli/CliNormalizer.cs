using System.Text.Json;

namespace SecurityMonkey.Providers.Aws.Cli;

/// <summary>
/// Writes what some version of the AWS CLI printed of a resource as a live collection writes it: lists that the service left out are
/// empty, times are ISO 8601 with an offset. Members that the module does not know stay as they are.
/// </summary>
internal static class CliNormalizer
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 256 };

    /// <summary>Writes a resource.</summary>
    /// <param name="source">The resource as the CLI printed it.</param>
    /// <param name="shape">What the CLI prints of it.</param>
    /// <param name="json">Takes it.</param>
    /// <exception cref="JsonException">The source is not JSON.</exception>
    public static void Write(ReadOnlySpan<byte> source, CliShape shape, Utf8JsonWriter json)
    {
        var reader = new Utf8JsonReader(source, Options);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            CopyObject(source, ref reader, shape, json);
        }
        else
        {
            CopyAny(source, ref reader, json);
        }
    }

    private static void CopyObject(ReadOnlySpan<byte> source, ref Utf8JsonReader reader, CliShape shape, Utf8JsonWriter json)
    {
        var members = shape.Members;
        Span<bool> seen = members.Count <= 128 ? stackalloc bool[members.Count] : new bool[members.Count];
        json.WriteStartObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = shape.IndexOf(ref reader);
            if (index < 0)
            {
                json.WritePropertyName(reader.GetString()!);
                reader.Read();
                CopyAny(source, ref reader, json);
                continue;
            }

            seen[index] = true;
            json.WritePropertyName(members[index].EncodedName);
            reader.Read();
            Copy(source, ref reader, members[index].Value, json);
        }

        for (var index = 0; index < members.Count; index++)
        {
            if (!seen[index] && members[index].Value.Kind == CliKind.List)
            {
                json.WriteStartArray(members[index].EncodedName);
                json.WriteEndArray();
            }
        }

        json.WriteEndObject();
    }

    private static void Copy(ReadOnlySpan<byte> source, ref Utf8JsonReader reader, CliValue type, Utf8JsonWriter json)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when type.Kind == CliKind.Object:
                CopyObject(source, ref reader, type.Shape!, json);
                break;
            case JsonTokenType.StartArray when type.Kind == CliKind.List:
                json.WriteStartArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    Copy(source, ref reader, type.Element!, json);
                }

                json.WriteEndArray();
                break;
            case JsonTokenType.Null when type.Kind == CliKind.List:
                json.WriteStartArray();
                json.WriteEndArray();
                break;
            case JsonTokenType.String when type.Kind == CliKind.Time:
                json.WriteStringValue(AwsTime.Format(reader.GetString()!));
                break;
            default:
                CopyAny(source, ref reader, json);
                break;
        }
    }

    // The value as it stands, down to the digits of its numbers.
    private static void CopyAny(ReadOnlySpan<byte> source, ref Utf8JsonReader reader, Utf8JsonWriter json)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        json.WriteRawValue(source[start..(int)reader.BytesConsumed], skipInputValidation: true);
    }
}
