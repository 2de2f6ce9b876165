using System.Text.Json;

namespace SecurityMonkey.Providers.Aws.Api;

/// <summary>
/// What the members of a service's answers hold, by name (<c>CreateDate</c>), or by the member above and the name where a name
/// alone does not tell (<c>RedirectConfig.Port</c>). Elements of lists count as members of the list: <c>DBInstances.Port</c>.
/// </summary>
/// <remarks><c>Name[]</c> is each element of a list of plain values, <c>Name.*</c> each value of a map.</remarks>
internal sealed class AnswerTypes
{
    private readonly Dictionary<string, AnswerKind> _kinds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _always = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _renames = new(StringComparer.Ordinal);
    private bool _isCapitalized;

    /// <summary>Nothing is known.</summary>
    public static AnswerTypes None { get; } = new();

    /// <summary>Reads what a service or a call says of its answers.</summary>
    /// <param name="types">A map of the kinds to names, as a list or as one text with spaces between them.</param>
    /// <param name="basis">What is known already; what is read wins.</param>
    /// <exception cref="FormatException">There is no such kind.</exception>
    public static AnswerTypes Read(JsonElement types, AnswerTypes basis)
    {
        var result = new AnswerTypes { _isCapitalized = basis._isCapitalized };
        Copy(basis._kinds, result._kinds);
        Copy(basis._always, result._always);
        Copy(basis._renames, result._renames);
        foreach (var member in types.EnumerateObject())
        {
            result.Take(member);
        }

        return result;
    }

    /// <summary>What a member holds.</summary>
    /// <param name="parent">The name of the member above it; empty at the top.</param>
    /// <param name="name">Its name.</param>
    public AnswerKind Of(string parent, string name)
        => _kinds.TryGetValue($"{parent}.{name}", out var kind) || _kinds.TryGetValue(name, out kind) ? kind : AnswerKind.Text;

    /// <summary>The lists that the members of <paramref name="parent"/> have, even where the service leaves them out.</summary>
    public IReadOnlyList<string> AlwaysIn(string parent) => _always.TryGetValue(parent, out var names) ? names : [];

    /// <summary>The name that the CLI has for a member.</summary>
    public string NameOf(string name)
        => _renames.TryGetValue(name, out var renamed) ? renamed
            : _isCapitalized && name.Length > 0 && char.IsAsciiLetterLower(name[0]) ? char.ToUpperInvariant(name[0]) + name[1..]
            : name;

    private static void Copy<T>(Dictionary<string, T> from, Dictionary<string, T> to)
    {
        foreach (var (key, value) in from)
        {
            to[key] = value;
        }
    }

    private static IEnumerable<string> Names(JsonElement value)
        => value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().SelectMany(Names)
            : (value.GetString() ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private void Take(JsonProperty member)
    {
        switch (member.Name)
        {
            case "rename":
                Copy(member.Value.EnumerateObject().ToDictionary(rename => rename.Name, rename => rename.Value.GetString() ?? ""), _renames);
                break;
            case "capitalize":
                _isCapitalized = member.Value.GetBoolean();
                break;
            case "always":
                foreach (var path in Names(member.Value))
                {
                    TakeAlways(path);
                }

                break;
            case var kindName when Enum.TryParse<AnswerKind>(kindName, ignoreCase: true, out var kind):
                foreach (var name in Names(member.Value))
                {
                    _kinds[name] = kind;
                }

                break;
            default:
                throw new FormatException(
                    $"There is no kind '{member.Name}' of members of answers. Known are list, object, number, boolean, time, document, text, always, rename and capitalize.");
        }
    }

    private void TakeAlways(string path)
    {
        var dot = path.LastIndexOf('.');
        var (parent, name) = dot < 0 ? ("", path) : (path[..dot], path[(dot + 1)..]);
        _kinds[path] = AnswerKind.List;
        _always[parent] = [.. AlwaysIn(parent), name];
    }
}
