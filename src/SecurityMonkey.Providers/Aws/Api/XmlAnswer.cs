using System.Buffers;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace SecurityMonkey.Providers.Aws.Api;

/// <summary>Turns an answer in XML into the JSON that the CLI makes of it.</summary>
/// <remarks>
/// Without being told: children that are all called <c>member</c> are a list, children <c>entry</c> with <c>key</c> and
/// <c>value</c> are a map, and children of one name that come several times are a list of that name.
/// </remarks>
internal sealed class XmlAnswer
{
    private const int MostDepth = 100;

    private readonly AnswerTypes _types;
    private readonly Utf8JsonWriter _writer;

    private XmlAnswer(AnswerTypes types, Utf8JsonWriter writer)
    {
        _types = types;
        _writer = writer;
    }

    /// <summary>Reads an answer.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="action">The action, after whose name the element around the result is called.</param>
    /// <param name="types">What its members hold.</param>
    /// <exception cref="XmlException">It is not whole, or not XML.</exception>
    public static byte[] ToJson(ReadOnlyMemory<byte> body, string action, AnswerTypes types)
    {
        var root = Load(body);
        var result = root.Elements().FirstOrDefault(element => string.Equals(element.Name.LocalName, action + "Result", StringComparison.Ordinal)) ?? root;
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            WriteRoot(result, types, writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Loads XML without following what it refers to.</summary>
    public static XElement Load(ReadOnlyMemory<byte> body)
    {
        using var stream = new MemoryStream(body.ToArray());
        using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        return XElement.Load(reader);
    }

    // An answer that is a single text (the location of a bucket) is a member with the name of the element around it.
    private static void WriteRoot(XElement result, AnswerTypes types, Utf8JsonWriter writer)
    {
        if (!result.HasElements && result.Value.Trim() is { Length: > 0 } text)
        {
            writer.WriteStartObject();
            writer.WriteString(result.Name.LocalName, text);
            writer.WriteEndObject();
            return;
        }

        new XmlAnswer(types, writer).WriteMembers(result.Elements().Where(element => element.Name.LocalName != "ResponseMetadata"), "", 0);
    }

    private static bool IsMap(IReadOnlyList<XElement> children)
        => children.All(child => child.Name.LocalName == "entry" && Child(child, "key") is not null && Child(child, "value") is not null);

    private static XElement? Child(XElement element, string name)
        => element.Elements().FirstOrDefault(child => string.Equals(child.Name.LocalName, name, StringComparison.Ordinal));

    private void WriteMembers(IEnumerable<XElement> children, string parent, int depth)
    {
        _writer.WriteStartObject();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in children.GroupBy(child => child.Name.LocalName, StringComparer.Ordinal))
        {
            var name = _types.NameOf(group.Key);
            names.Add(name);
            _writer.WritePropertyName(name);
            if (group.Skip(1).Any())
            {
                WriteElements(group, parent, name, depth);
            }
            else
            {
                WriteValue(group.First(), parent, name, depth);
            }
        }

        foreach (var name in _types.AlwaysIn(parent).Where(name => !names.Contains(name)))
        {
            _writer.WriteStartArray(name);
            _writer.WriteEndArray();
        }

        _writer.WriteEndObject();
    }

    private void WriteValue(XElement element, string parent, string name, int depth)
    {
        if (depth > MostDepth)
        {
            throw new XmlException($"The answer is nested more than {MostDepth} levels deep.");
        }

        var kind = _types.Of(parent, name);
        var children = element.Elements().ToList();
        if (kind == AnswerKind.List)
        {
            WriteElements(children, parent, name, depth);
        }
        else if (children.Count == 0 && kind != AnswerKind.Object)
        {
            AnswerText.Write(_writer, kind, element.Value);
        }
        else if (children.Count > 0 && IsMap(children))
        {
            WriteMap(children, name, depth);
        }
        else if (children.Count > 0 && kind == AnswerKind.Text && children.All(child => child.Name.LocalName == "member"))
        {
            WriteElements(children, parent, name, depth);
        }
        else
        {
            WriteMembers(children, name, depth + 1);
        }
    }

    private void WriteElements(IEnumerable<XElement> elements, string parent, string name, int depth)
    {
        _writer.WriteStartArray();
        foreach (var element in elements)
        {
            var children = element.Elements().ToList();
            if (children.Count > 0)
            {
                WriteMembers(children, name, depth + 1);
            }
            else
            {
                AnswerText.Write(_writer, _types.Of(parent, name + "[]"), element.Value);
            }
        }

        _writer.WriteEndArray();
    }

    private void WriteMap(IEnumerable<XElement> entries, string name, int depth)
    {
        _writer.WriteStartObject();
        foreach (var entry in entries)
        {
            _writer.WritePropertyName(Child(entry, "key")!.Value);
            WriteValue(Child(entry, "value")!, name, "*", depth + 1);
        }

        _writer.WriteEndObject();
    }
}
