using Newtonsoft.Json.Linq;

namespace SecurityMonkey.Engine.Documents;

/// <summary>Takes the members of a map one by one, notes what is wrong with them, and finds those that nobody asked for.</summary>
internal sealed class DocumentReader
{
    private readonly string _file;
    private readonly string _name;
    private readonly DocumentNode _node;
    private readonly Dictionary<string, (DocumentNode.Scalar Key, DocumentNode Value)> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly ICollection<DocumentProblem> _problems;

    /// <summary>Begins to read a map.</summary>
    /// <param name="file">The file, for messages.</param>
    /// <param name="name">What the map is called in messages.</param>
    /// <param name="node">The node, which should be a map.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public DocumentReader(string file, string name, DocumentNode node, ICollection<DocumentProblem> problems)
    {
        _file = file;
        _name = name;
        _node = node;
        _problems = problems;
        if (node is DocumentNode.Map map)
        {
            foreach (var (key, value) in map.Members)
            {
                _members[key.Text] = (key, value);
            }
        }
        else
        {
            Report(node, $"'{name}' is a {node.Kind}; a map was expected.");
        }
    }

    /// <summary>Notes something wrong at a node.</summary>
    public void Report(DocumentNode node, string message) => _problems.Add(new DocumentProblem(_file, node.Line, node.Column, message));

    /// <summary>Notes something wrong at a place inside a text that stands at a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="offset">How far into the text, from 0; it counts where the text stands in the file as it is.</param>
    /// <param name="message">What is wrong.</param>
    public void Report(DocumentNode.Scalar node, int offset, string message)
    {
        var column = node.IsVerbatim ? node.Column + offset + (node.IsQuoted ? 1 : 0) : node.Column;
        _problems.Add(new DocumentProblem(_file, node.Line, column, message));
    }

    /// <summary>A member, or null. Where it is required and missing, that is noted.</summary>
    public DocumentNode? Take(string key, bool isRequired = false)
    {
        _asked.Add(key);
        if (_members.TryGetValue(key, out var member))
        {
            return member.Value;
        }

        if (isRequired && _node is DocumentNode.Map)
        {
            Report(_node, $"'{key}' is missing in '{_name}'.");
        }

        return null;
    }

    /// <summary>A member that is a text; empty where it is missing.</summary>
    public string TakeText(string key, bool isRequired = false) => TakeScalar(key, isRequired)?.Text ?? "";

    /// <summary>A member that is a text, with its place.</summary>
    public DocumentNode.Scalar? TakeScalar(string key, bool isRequired = false)
    {
        switch (Take(key, isRequired))
        {
            case null:
                return null;
            case DocumentNode.Scalar scalar when !IsEmpty(scalar):
                return scalar;
            case var other:
                Report(other, $"'{key}' is {(other is DocumentNode.Scalar ? "empty" : "a " + other.Kind)}; a text was expected.");
                return null;
        }
    }

    /// <summary>A member that is one of some texts.</summary>
    public string TakeOneOf(string key, params string[] allowed)
    {
        var scalar = TakeScalar(key, isRequired: true);
        if (scalar is not null && !allowed.Contains(scalar.Text, StringComparer.Ordinal))
        {
            Report(scalar, $"'{key}' is '{scalar.Text}'; expected {string.Join(" or ", allowed.Select(text => $"'{text}'"))}.");
        }

        return scalar?.Text ?? "";
    }

    /// <summary>A member that is an integer within bounds; null where it is missing or none.</summary>
    public int? TakeInteger(string key, int least, int most, bool isRequired = false)
    {
        var node = Take(key, isRequired);
        if (node?.ToJson() is JValue { Value: long number } && number >= least && number <= most)
        {
            return (int)number;
        }

        if (node is not null)
        {
            Report(node, $"'{key}' must be an integer from {least} to {most}.");
        }

        return null;
    }

    /// <summary>A member that is a text or a list of texts, with their places.</summary>
    public IReadOnlyList<DocumentNode.Scalar> TakeScalars(string key, bool isRequired = false)
    {
        var node = Take(key, isRequired);
        var nodes = node switch
        {
            null or DocumentNode.Scalar { Text: "", IsQuoted: false } => [],
            DocumentNode.List list => list.Items,
            _ => [node],
        };
        var scalars = new List<DocumentNode.Scalar>();
        foreach (var item in nodes)
        {
            switch (item)
            {
                case DocumentNode.Scalar scalar when !IsEmpty(scalar):
                    scalars.Add(scalar);
                    break;
                case DocumentNode.Scalar:
                    Report(item, $"'{key}' has an empty text.");
                    break;
                default:
                    Report(item, $"'{key}' has a {item.Kind}; texts were expected.");
                    break;
            }
        }

        if (isRequired && node is not null && nodes.Count == 0)
        {
            Report(node, $"'{key}' is empty; at least one text was expected.");
        }

        return scalars;
    }

    /// <summary>A member that is a text or a list of texts.</summary>
    public IReadOnlyList<string> TakeTexts(string key, bool isRequired = false) => [.. TakeScalars(key, isRequired).Select(scalar => scalar.Text)];

    /// <summary>A member that is a map; null where it is missing.</summary>
    public DocumentReader? TakeMap(string key, bool isRequired = false)
        => Take(key, isRequired) is { } node ? new DocumentReader(_file, key, node, _problems) : null;

    /// <summary>The elements of a member that is a list of maps.</summary>
    public IEnumerable<(DocumentReader Reader, DocumentNode Node)> TakeMaps(string key)
    {
        var node = Take(key);
        if (node is not (null or DocumentNode.List))
        {
            Report(node, $"'{key}' is a {node.Kind}; a list was expected.");
        }

        return node is DocumentNode.List list ? list.Items.Select(item => (new DocumentReader(_file, key, item, _problems), item)) : [];
    }

    /// <summary>All members that were not asked for, which are then asked for: for maps whose keys are free.</summary>
    public IEnumerable<(DocumentNode.Scalar Key, DocumentNode Value)> TakeRest()
    {
        var rest = _members.Values.Where(member => !_asked.Contains(member.Key.Text)).ToArray();
        _asked.UnionWith(rest.Select(member => member.Key.Text));
        return rest;
    }

    /// <summary>Notes the members that nobody asked for.</summary>
    public void End()
    {
        foreach (var (key, _) in _members.Values.Where(member => !_asked.Contains(member.Key.Text)))
        {
            Report(key, $"'{key.Text}' is not a key of '{_name}'.{NearName.Hint(key.Text, _asked)} Known are: {string.Join(", ", _asked)}.");
        }
    }

    private static bool IsEmpty(DocumentNode.Scalar scalar) => scalar.Text.Length == 0 || scalar.ToJson().Type == JTokenType.Null;
}
