using DevLab.JmesPath.Interop;
using Newtonsoft.Json.Linq;
using SecurityMonkey.Engine.Rules;

namespace SecurityMonkey.Engine.Watching.Documents;

/// <summary>
/// What expressions of watcher documents can call besides JMESPath's own functions: <c>var(name)</c>, a variable of the scope,
/// <c>parent()</c>, the thing whose children are listed, <c>uri(text)</c>, which encodes a text for a URL, slashes too,
/// <c>split(text, separator)</c>, <c>last_segment(path)</c>, what stands behind the last slash, <c>lower(text)</c>,
/// <c>plain(text)</c>, which is in lower case and without spaces, and <c>rooted(path)</c>, which is in lower case and begins with a slash.
/// </summary>
/// <remarks>They speak of the scope that is being read, which the watcher sets; not safe for several threads.</remarks>
internal sealed class WatcherFunctions : IExpressionFunctions
{
    /// <summary>The variables of the scope.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; set; } = new Dictionary<string, string>();

    /// <summary>The thing whose children are listed; null where there is none.</summary>
    public JToken Parent { get; set; } = JValue.CreateNull();

    /// <inheritdoc/>
    public void Register(IRegisterFunctions functions)
    {
        functions.Register("var", new ExpressionFunction("var", 1, arguments => GetVariable(arguments[0].ToString())));
        functions.Register("parent", new ExpressionFunction("parent", 0, _ => Parent));
        functions.Register("uri", new ExpressionFunction("uri", 1, arguments => new JValue(Uri.EscapeDataString(arguments[0].ToString()))));
        functions.Register(
            "split", new ExpressionFunction("split", 2, arguments => new JArray(arguments[0].ToString().Split(arguments[1].ToString()))));
        functions.Register("last_segment", new ExpressionFunction("last_segment", 1, arguments => LastSegment(arguments[0].ToString())));
        functions.Register("rooted", new ExpressionFunction("rooted", 1, arguments => Rooted(arguments[0].ToString())));
        functions.Register("lower", new ExpressionFunction("lower", 1, arguments => new JValue(arguments[0].ToString().ToLowerInvariant())));
        functions.Register(
            "plain", new ExpressionFunction("plain", 1, arguments => new JValue(arguments[0].ToString().Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant())));
    }

    private static JValue Rooted(string path) => new(path.Length == 0 ? "" : "/" + path.Trim('/').ToLowerInvariant());

    private static JValue LastSegment(string path) => new(path[(path.LastIndexOf('/') + 1)..]);

    private JValue GetVariable(string name)
        => Variables.TryGetValue(name, out var value)
            ? new JValue(value)
            : throw new InvalidOperationException($"The scope has no variable '{name}'. It has: {string.Join(", ", Variables.Keys)}.");
}
