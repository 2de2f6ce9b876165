using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using SecurityMonkey.Engine.Rules;

namespace SecurityMonkey.Engine.Watching.Documents;

/// <summary>A call whose expressions in braces are compiled. Not safe for several threads.</summary>
internal sealed class CallTemplate
{
    private readonly CallDefinition _call;
    private readonly Dictionary<string, MessageTemplate> _texts = new(StringComparer.Ordinal);

    /// <summary>Compiles a call.</summary>
    /// <exception cref="FormatException">An expression is wrong.</exception>
    public CallTemplate(CallDefinition call, WatcherFunctions functions)
    {
        _call = call;
        foreach (var text in TextsOf(call.Json))
        {
            _texts.TryAdd(text, MessageTemplate.Compile(text, functions));
        }
    }

    /// <summary>The texts of a call that can hold expressions.</summary>
    public static IEnumerable<string> TextsOf(JToken call) => call switch
    {
        JObject map => map.Properties().SelectMany(member => TextsOf(member.Value)),
        JArray list => list.SelectMany(TextsOf),
        JValue { Value: string text } => [text],
        _ => [],
    };

    /// <summary>Fills in the values.</summary>
    /// <param name="context">What expressions can name: the variables of the scope, <c>account</c>, <c>parent</c>, <c>item</c>.</param>
    /// <returns>The call as JSON.</returns>
    public string Render(JObject context)
    {
        var call = new JObject();
        foreach (var member in _call.Json.Properties())
        {
            call[member.Name] = _call.UrlPathMembers.Contains(member.Name) && member.Value is JValue { Value: string path }
                ? new JValue(_texts[path].Render(context, EncodePath))
                : Render(member.Value, context);
        }

        return call.ToString(Formatting.None);
    }

    private JToken Render(JToken value, JObject context) => value switch
    {
        JObject map => new JObject(map.Properties().Select(member => new JProperty(member.Name, Render(member.Value, context)))),
        JArray list => new JArray(list.Select(element => Render(element, context))),
        JValue { Value: string text } => new JValue(_texts[text].Render(context)),
        _ => value.DeepClone(),
    };

    // Names may hold anything; slashes stay, because ids are paths, but nothing may lead out of the path.
    private static string EncodePath(string expression, string value)
        => expression.StartsWith("uri(", StringComparison.Ordinal)
            ? value
            : string.Join('/', value.Split('/').Select(segment => segment is "." or ".."
                ? throw new InvalidOperationException($"'{value}' cannot stand in a path.")
                : Uri.EscapeDataString(segment)));
}
