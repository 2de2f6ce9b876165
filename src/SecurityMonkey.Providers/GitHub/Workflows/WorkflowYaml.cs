using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace SecurityMonkey.Providers.GitHub.Workflows;

/// <summary>Reads workflow files. Wraps YamlDotNet.</summary>
/// <remarks>
/// Workflow files are anybody's: it reads the parser's events within limits, and not YamlDotNet's document model, which follows nesting and
/// aliases without end. An alias is the node it names, not a copy, so that it costs nothing.
/// </remarks>
internal sealed class WorkflowYaml
{
    private const int LongestFile = 1024 * 1024;
    private const int MostNodes = 100_000;
    private const int MaxDepth = 64;

    private readonly Parser _parser;
    private readonly Dictionary<string, YamlNode> _anchors = new(StringComparer.Ordinal);
    private int _nodes;

    private WorkflowYaml(string text) => _parser = new Parser(new StringReader(text));

    /// <summary>Reads the first document of a text.</summary>
    /// <exception cref="FormatException">It is not YAML, or more of it than a workflow can be.</exception>
    public static YamlNode Read(string text)
    {
        if (text.Length > LongestFile)
        {
            throw new FormatException($"it has more than {LongestFile} characters");
        }

        try
        {
            var reader = new WorkflowYaml(text.TrimStart('\ufeff'));
            reader._parser.Consume<StreamStart>();
            return reader._parser.Accept<StreamEnd>(out _) ? new YamlNode(1) { Text = "" } : reader.ReadDocument();
        }
        catch (YamlException exception)
        {
            throw new FormatException($"it is not YAML (line {exception.Start.Line}: {exception.InnerException?.Message ?? exception.Message})", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new FormatException("it is not YAML", exception);
        }
    }

    private YamlNode ReadDocument()
    {
        _parser.Consume<DocumentStart>();
        return ReadNode(depth: 0);
    }

    private YamlNode ReadNode(int depth)
    {
        if (depth > MaxDepth || ++_nodes > MostNodes)
        {
            throw new FormatException("it has more in it than a workflow can have");
        }

        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return _anchors.GetValueOrDefault(alias.Value.Value) ?? throw new FormatException($"line {alias.Start.Line} names '{alias.Value}', which is not there");
        }

        var start = _parser.Consume<NodeEvent>();
        var line = (int)start.Start.Line;
        var node = start switch
        {
            Scalar scalar => new YamlNode(line) { Text = scalar.Value, IsBlock = scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded, IsLiteral = scalar.Style is ScalarStyle.Literal },
            SequenceStart => new YamlNode(line) { Items = ReadItems(depth) },
            _ => new YamlNode(line) { Members = ReadMembers(depth) },
        };
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor.Value] = node;
        }

        return node;
    }

    private List<YamlNode> ReadItems(int depth)
    {
        var items = new List<YamlNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(depth + 1));
        }

        return items;
    }

    private List<KeyValuePair<string, YamlNode>> ReadMembers(int depth)
    {
        var members = new List<KeyValuePair<string, YamlNode>>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var name = ReadNode(depth + 1);
            members.Add(KeyValuePair.Create(name.Text ?? "", ReadNode(depth + 1)));
        }

        return members;
    }
}
