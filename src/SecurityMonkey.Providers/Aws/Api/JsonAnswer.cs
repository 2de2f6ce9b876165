using System.Buffers;
using System.Text.Json;

namespace SecurityMonkey.Providers.Aws.Api;

/// <summary>Turns an answer in JSON into the one that the CLI makes of it: times as texts, without members that are null.</summary>
internal sealed class JsonAnswer
{
    // An item is not at the top of an answer; the name of the list it is from does not matter.
    private const string SomeItem = "[]";

    private readonly AnswerTypes _types;
    private readonly Utf8JsonWriter _writer;

    private JsonAnswer(AnswerTypes types, Utf8JsonWriter writer)
    {
        _types = types;
        _writer = writer;
    }

    /// <summary>Reads an answer; one without a body is an empty object.</summary>
    /// <exception cref="JsonException">It is not whole, or not JSON.</exception>
    public static byte[] ToJson(ReadOnlyMemory<byte> body, AnswerTypes types)
    {
        if (body.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            return "{}"u8.ToArray();
        }

        using var document = JsonDocument.Parse(body);
        var buffer = new ArrayBufferWriter<byte>(body.Length);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            new JsonAnswer(types, writer).Write(document.RootElement, AnswerKind.Text, "");
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Brings a resource that some version of the CLI, or an SDK, printed into the form of <see cref="ToJson"/>.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static byte[] NormalizeItem(ReadOnlyMemory<byte> item, AnswerTypes types)
    {
        using var document = JsonDocument.Parse(item, new JsonDocumentOptions { MaxDepth = 256 });
        var buffer = new ArrayBufferWriter<byte>(item.Length);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            new JsonAnswer(types, writer).Write(document.RootElement, AnswerKind.Text, SomeItem);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void Write(JsonElement value, AnswerKind kind, string name)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteMembers(value, kind, name);
                break;
            case JsonValueKind.Array:
                _writer.WriteStartArray();
                foreach (var element in value.EnumerateArray())
                {
                    Write(element, _types.Of("", name + "[]"), name);
                }

                _writer.WriteEndArray();
                break;
            case JsonValueKind.Number when kind == AnswerKind.Time:
                AnswerText.Write(_writer, kind, value.GetRawText());
                break;
            case JsonValueKind.String when kind is AnswerKind.Time or AnswerKind.Document:
                AnswerText.Write(_writer, kind, value.GetString() ?? "");
                break;
            default:
                value.WriteTo(_writer);
                break;
        }
    }

    private void WriteMembers(JsonElement value, AnswerKind kind, string name)
    {
        _writer.WriteStartObject();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null))
        {
            // The keys of a map are data, and so is what they are called.
            var (written, known) = kind == AnswerKind.Object ? (member.Name, "*") : (_types.NameOf(member.Name), _types.NameOf(member.Name));
            names.Add(written);
            _writer.WritePropertyName(written);
            Write(member.Value, _types.Of(name, known), known == "*" ? name : written);
        }

        foreach (var missing in _types.AlwaysIn(name).Where(missing => !names.Contains(missing)))
        {
            _writer.WriteStartArray(missing);
            _writer.WriteEndArray();
        }

        _writer.WriteEndObject();
    }
}
