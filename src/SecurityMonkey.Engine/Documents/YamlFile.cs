using SecurityMonkey.Engine.Diffing;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace SecurityMonkey.Engine.Documents;

/// <summary>Reads YAML (and JSON, which is YAML) into nodes that know where they stand. Wraps YamlDotNet.</summary>
/// <remarks>
/// It reads the parser's events, and not YamlDotNet's document model: that follows nesting and aliases without end, so that
/// <c>&amp;a [*a]</c> takes the process down with a stack overflow.
/// </remarks>
internal static class YamlFile
{
    private const int LongestFile = 4 * 1024 * 1024;

    // A few aliases that name each other can stand for billions of nodes.
    private const int MostNodes = 200_000;

    private const int MaxDepth = JsonCanonicalizer.MaxDepth;

    /// <summary>Reads all documents of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The file it is from, for messages.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <returns>The documents before the first place that is not YAML; empty ones are left out.</returns>
    public static IReadOnlyList<DocumentNode> Parse(string text, string file, ICollection<DocumentProblem> problems)
    {
        if (text.Length > LongestFile)
        {
            problems.Add(new DocumentProblem(file, 1, 1, $"The file has more than {LongestFile} characters."));
            return [];
        }

        // To the scanner it is the end of the file; text that was written as UTF-16 is full of it.
        if (text.IndexOf('\0', StringComparison.Ordinal) is var end and >= 0)
        {
            var line = text.AsSpan(0, end).Count('\n') + 1;
            problems.Add(new DocumentProblem(file, line, end - text.LastIndexOf('\n', end), "The file holds the character U+0000; expected YAML as UTF-8 text."));
            return [];
        }

        var documents = new List<DocumentNode>();
        try
        {
            var reader = new Reader(new Parser(new StringReader(text.TrimStart('\ufeff'))));
            while (reader.ReadDocument() is { } document)
            {
                documents.Add(document);
            }
        }
        catch (YamlException exception)
        {
            var message = exception.InnerException?.Message ?? exception.Message;
            problems.Add(new DocumentProblem(file, (int)exception.Start.Line, (int)exception.Start.Column, $"This is not YAML: {message}"));
        }
        catch (InvalidOperationException)
        {
            // The scanner's answer to a line within braces that is not indented.
            problems.Add(new DocumentProblem(file, 1, 1, "This is not YAML: is a line within braces or brackets not indented?"));
        }

        return documents;
    }

    private sealed class Reader(IParser parser)
    {
        private readonly Dictionary<AnchorName, (DocumentNode Node, int Nodes, int Height)> _anchors = [];
        private int _nodes;

        public DocumentNode? ReadDocument()
        {
            parser.TryConsume<StreamStart>(out _);
            while (parser.TryConsume<DocumentStart>(out _))
            {
                _anchors.Clear();
                var (node, _) = Read(depth: 0);
                parser.Consume<DocumentEnd>();
                if (node is not DocumentNode.Scalar { Text: "" })
                {
                    return node;
                }
            }

            return null;
        }

        private (DocumentNode Node, int Height) Read(int depth)
        {
            var next = parser.Consume<ParsingEvent>();
            if (next is AnchorAlias alias)
            {
                // An anchor is known when its node has ended, so that no node is within itself.
                var (known, nodes, below) = _anchors.TryGetValue(alias.Value, out var anchored)
                    ? anchored
                    : throw Error(alias, $"The alias '{alias.Value}' has no anchor before it.");
                Spend(alias, nodes, depth + below);
                return (known, below);
            }

            var before = _nodes;
            Spend(next, 1, next is Scalar ? depth : depth + 1);
            var (node, height) = next switch
            {
                MappingStart map => ReadMap(map, depth),
                SequenceStart list => ReadList(list, depth),
                Scalar scalar => (ReadScalar(scalar), 0),
                _ => throw Error(next, $"A {next.GetType().Name} is not expected here."),
            };
            if (next is NodeEvent { Anchor: { IsEmpty: false } anchor })
            {
                _anchors[anchor] = (node, _nodes - before, height);
            }

            return (node, height);
        }

        private (DocumentNode Node, int Height) ReadMap(MappingStart map, int depth)
        {
            var members = new List<(DocumentNode.Scalar, DocumentNode)>();
            var names = new HashSet<string>(StringComparer.Ordinal);
            var height = 1;
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                parser.Accept<ParsingEvent>(out var place);
                var name = Read(depth + 1).Node as DocumentNode.Scalar ?? throw Error(place ?? map, "A map has a key that is not a text.");
                if (!names.Add(name.Text))
                {
                    throw Error(place ?? map, $"The key '{name.Text}' stands twice in one map.");
                }

                var (value, below) = Read(depth + 1);
                members.Add((name, value));
                height = Math.Max(height, below + 1);
            }

            return (new DocumentNode.Map(members, (int)map.Start.Line, (int)map.Start.Column), height);
        }

        private (DocumentNode Node, int Height) ReadList(SequenceStart list, int depth)
        {
            var items = new List<DocumentNode>();
            var height = 1;
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                var (item, below) = Read(depth + 1);
                items.Add(item);
                height = Math.Max(height, below + 1);
            }

            return (new DocumentNode.List(items, (int)list.Start.Line, (int)list.Start.Column), height);
        }

        private static DocumentNode.Scalar ReadScalar(Scalar scalar)
        {
            var isQuoted = scalar.Style != ScalarStyle.Plain;
            var quotes = isQuoted ? 2 : 0;
            return new DocumentNode.Scalar(scalar.Value, isQuoted, (int)scalar.Start.Line, (int)scalar.Start.Column)
            {
                // Where nothing was folded, unescaped or indented, the text stands in the file as it is.
                IsVerbatim = scalar.End.Index - scalar.Start.Index == scalar.Value.Length + quotes,
            };
        }

        private void Spend(ParsingEvent place, int nodes, int depth)
        {
            _nodes += nodes;
            if (_nodes > MostNodes)
            {
                throw Error(place, $"The file has more than {MostNodes} nodes.");
            }

            if (depth > MaxDepth)
            {
                throw Error(place, $"The file is nested deeper than {MaxDepth} levels.");
            }
        }

        private static YamlException Error(ParsingEvent place, string message) => new(place.Start, place.End, message);
    }
}
