using System.Globalization;
using System.Text;

namespace SecurityMonkey.Engine.Diffing;

/// <summary>A place in a configuration, written as <c>IpPermissions[0].CidrIp</c>; a name that needs it is quoted. The whole is <c>$</c>.</summary>
internal sealed class JsonPath
{
    private readonly JsonPath? _parent;
    private readonly string _segment;

    private JsonPath(JsonPath? parent, string segment)
    {
        _parent = parent;
        _segment = segment;
    }

    /// <summary>The whole configuration.</summary>
    public static JsonPath Root { get; } = new(null, "$");

    /// <summary>The place of a member.</summary>
    public JsonPath Member(string name)
    {
        var isPlain = name is not ("" or "$") && name.All(character => char.IsLetterOrDigit(character) || character is '_' or '-' or '@' or '$' or ':' or '/');
        var segment = isPlain ? name : Quote(name);
        return new JsonPath(this, ReferenceEquals(this, Root) ? segment : "." + segment);
    }

    /// <summary>The place of a list element.</summary>
    public JsonPath Element(int index) => new(this, "[" + index.ToString(CultureInfo.InvariantCulture) + "]");

    /// <summary>Writes the path.</summary>
    public override string ToString()
    {
        var segments = new Stack<string>();
        for (var path = this; path is not null && !ReferenceEquals(path, Root); path = path._parent)
        {
            segments.Push(path._segment);
        }

        return segments.Count == 0 ? Root._segment : new StringBuilder().AppendJoin("", segments).ToString();
    }

    private static string Quote(string name)
        => "\"" + name.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
