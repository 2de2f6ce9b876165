using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SecurityMonkey.Engine.Rules;

/// <summary>Reads YAML (and JSON, which is YAML) into nodes that know where they stand. Wraps YamlDotNet.</summary>
internal static class YamlFile
{
    private const int LongestFile = 4 * 1024 * 1024;

    // A few aliases that name each other can stand for billions of nodes.
    private const int MostNodes = 200_000;

    /// <summary>Reads all documents of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The file it is from, for messages.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static IReadOnlyList<DocumentNode> Parse(string text, string file, ICollection<DocumentProblem> problems)
    {
        if (text.Length > LongestFile)
        {
            problems.Add(new DocumentProblem(file, 1, 1, $"The file has more than {LongestFile} characters."));
            return [];
        }

        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            var budget = MostNodes;
            return [.. stream.Documents.Where(document => document.RootNode is not YamlScalarNode { Value: null or "" }).Select(document => Convert(document.RootNode, ref budget))];
        }
        catch (YamlException exception)
        {
            var message = exception.InnerException?.Message ?? exception.Message;
            problems.Add(new DocumentProblem(file, (int)exception.Start.Line, (int)exception.Start.Column, $"This is not YAML: {message}"));
            return [];
        }
    }

    private static DocumentNode Convert(YamlNode node, ref int budget)
    {
        var (line, column) = ((int)node.Start.Line, (int)node.Start.Column);
        if (--budget < 0)
        {
            throw new YamlException(node.Start, node.End, $"The file has more than {MostNodes} nodes.");
        }

        switch (node)
        {
            case YamlMappingNode map:
                var members = new List<(DocumentNode.Scalar, DocumentNode)>();
                foreach (var (key, value) in map.Children)
                {
                    members.Add(Convert(key, ref budget) is DocumentNode.Scalar name
                        ? (name, Convert(value, ref budget))
                        : throw new YamlException(key.Start, key.End, "A map has a key that is not a text."));
                }

                return new DocumentNode.Map(members, line, column);

            case YamlSequenceNode list:
                var items = new List<DocumentNode>();
                foreach (var item in list.Children)
                {
                    items.Add(Convert(item, ref budget));
                }

                return new DocumentNode.List(items, line, column);

            case YamlScalarNode scalar:
                return new DocumentNode.Scalar(scalar.Value ?? "", scalar.Style != ScalarStyle.Plain, line, column);

            default:
                throw new YamlException(node.Start, node.End, $"A {node.NodeType} is not expected here.");
        }
    }
}
