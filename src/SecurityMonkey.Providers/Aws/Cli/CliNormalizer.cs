using System.Buffers;
using System.Text;
using System.Text.Json;

namespace SecurityMonkey.Providers.Aws.Cli;

/// <summary>
/// Brings what some version of the AWS CLI printed of a resource into the form in which a live collection writes it: lists that the
/// service left out are empty, times are ISO 8601 with an offset. Everything else stays as it was printed, byte for byte.
/// </summary>
internal sealed class CliNormalizer
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 256 };

    private readonly ReadOnlyMemory<byte> _source;
    private ArrayBufferWriter<byte>? _output;
    private int _copied;

    private CliNormalizer(ReadOnlyMemory<byte> source) => _source = source;

    /// <summary>Normalises a resource.</summary>
    /// <param name="source">The resource as the CLI printed it.</param>
    /// <param name="shape">What the CLI prints of it.</param>
    /// <returns>The source itself where nothing had to be changed.</returns>
    /// <exception cref="JsonException">The source is not JSON.</exception>
    public static ReadOnlyMemory<byte> Normalize(ReadOnlyMemory<byte> source, CliShape shape)
    {
        var normalizer = new CliNormalizer(source);
        var reader = new Utf8JsonReader(source.Span, Options);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            normalizer.VisitObject(ref reader, shape);
        }

        if (normalizer._output is not { } output)
        {
            return source;
        }

        output.Write(source.Span[normalizer._copied..]);
        return output.WrittenMemory;
    }

    private void VisitObject(ref Utf8JsonReader reader, CliShape shape)
    {
        var members = shape.Members;
        Span<bool> seen = members.Count <= 128 ? stackalloc bool[members.Count] : new bool[members.Count];
        var isEmpty = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            isEmpty = false;
            var index = shape.IndexOf(ref reader);
            reader.Read();
            if (index < 0)
            {
                reader.Skip();
                continue;
            }

            seen[index] = true;
            Visit(ref reader, members[index].Value);
        }

        for (var index = 0; index < members.Count; index++)
        {
            if (!seen[index] && members[index].Value.Kind == CliKind.List)
            {
                Replace((int)reader.TokenStartIndex, 0, $"{(isEmpty ? "" : ",")}\"{members[index].Name}\":[]");
                isEmpty = false;
            }
        }
    }

    private void Visit(ref Utf8JsonReader reader, CliValue type)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when type.Kind == CliKind.Object:
                VisitObject(ref reader, type.Shape!);
                break;
            case JsonTokenType.StartArray when type.Kind == CliKind.List:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    Visit(ref reader, type.Element!);
                }

                break;
            case JsonTokenType.Null when type.Kind == CliKind.List:
                Replace((int)reader.TokenStartIndex, reader.ValueSpan.Length, "[]");
                break;
            case JsonTokenType.String when type.Kind == CliKind.Time:
                VisitTime(ref reader);
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private void VisitTime(ref Utf8JsonReader reader)
    {
        // A time needs no escapes; what has some is no time.
        if (!reader.ValueIsEscaped)
        {
            var text = Encoding.UTF8.GetString(reader.ValueSpan);
            var normal = AwsTime.Format(text);
            if (!string.Equals(text, normal, StringComparison.Ordinal))
            {
                Replace((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, normal);
            }
        }
    }

    private void Replace(int start, int length, string text)
    {
        _output ??= new ArrayBufferWriter<byte>(_source.Length + 256);
        _output.Write(_source.Span[_copied..start]);
        _output.Write(Encoding.UTF8.GetBytes(text));
        _copied = start + length;
    }
}
