using Newtonsoft.Json.Linq;
using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Watching.Documents;

/// <summary>The expressions of a watcher document, compiled, for one scope. Not safe for several threads: each has its own.</summary>
internal sealed class WatcherProgram
{
    private readonly WatcherFunctions _functions = new();
    private readonly JmesExpression? _items;
    private readonly JmesExpression? _parents;
    private readonly JmesExpression? _parentId;
    private readonly JmesExpression _id;
    private readonly JmesExpression? _name;
    private readonly JmesExpression? _region;
    private readonly JmesExpression? _config;
    private readonly CallTemplate _list;
    private readonly CallTemplate? _parentList;
    private JObject _context = [];
    /// <summary>Compiles a document.</summary>
    /// <exception cref="FormatException">An expression is wrong.</exception>
    public WatcherProgram(WatcherDocument document)
    {
        _items = Compile(document.List.Items);
        _parents = Compile(document.Parents?.List.Items ?? "");
        _parentId = Compile(document.Parents?.Id ?? "");
        _id = Compile(document.Item.Id) ?? throw new FormatException("The document has no 'id'.");
        _name = Compile(document.Item.Name);
        _region = Compile(document.Item.Region);
        _config = Compile(document.Item.Config);
        _list = new CallTemplate(document.List.Call, _functions);
        _parentList = document.Parents is null ? null : new CallTemplate(document.Parents.List.Call, _functions);
        Details = [.. document.Details.Select(detail => new Detail(
            detail,
            new CallTemplate(detail.Call, _functions),
            Compile(detail.Value),
            Compile(detail.When),
            detail.When.Length == 0 ? ExpressionReads.None : ExpressionReads.Of([detail.When], [])))];
    }

    /// <summary>The calls for each item.</summary>
    public IReadOnlyList<Detail> Details { get; }

    /// <summary>The call that lists the items.</summary>
    public string ListCall => _list.Render(_context);

    /// <summary>The call that lists the parents.</summary>
    public string ParentCall => _parentList?.Render(_context) ?? "";

    /// <summary>Sets what expressions speak of.</summary>
    public void Enter(Account account, ApiScope scope, JToken? parent)
    {
        _functions.Variables = scope.Variables;
        _functions.Parent = parent ?? JValue.CreateNull();
        _context = new JObject
        {
            ["account"] = new JObject { ["name"] = account.Name, ["identifier"] = account.Identifier, ["type"] = account.Type },
        };
        foreach (var (name, value) in scope.Variables)
        {
            _context[name] = value;
        }

        _context["parent"] = parent?.DeepClone();
    }

    /// <summary>Finds the items in a page; null where the page has no such list.</summary>
    public IReadOnlyList<JToken>? FindItems(JToken page) => Find(_items, page);

    /// <summary>Finds the parents in a page; null where the page has no such list.</summary>
    public IReadOnlyList<JToken>? FindParents(JToken page) => Find(_parents, page);

    /// <summary>What tells a parent apart; empty where it has nothing.</summary>
    public string ParentIdOf(JToken parent) => Text(_parentId, parent);

    /// <summary>The native id of an item; empty where it has none.</summary>
    public string IdOf(JToken item) => Text(_id, item);

    /// <summary>The name of an item; empty where it has none.</summary>
    public string NameOf(JToken item) => Text(_name, item);

    /// <summary>The region of an item; empty where it says none.</summary>
    public string RegionOf(JToken item) => Text(_region, item);

    /// <summary>The configuration of an item.</summary>
    public JToken ConfigOf(JToken item) => _config is null ? item : _config.Evaluate(item);

    /// <summary>The call for a detail of an item.</summary>
    public string DetailCall(Detail detail, JToken item)
    {
        // An item that is already a part of something would be copied here.
        _context["item"] = item;
        try
        {
            return detail.Call.Render(_context);
        }
        finally
        {
            _context.Remove("item");
        }
    }

    private JmesExpression? Compile(string text) => text.Length == 0 ? null : JmesExpression.Compile(text, _functions);

    private static string Text(JmesExpression? expression, JToken value) => expression?.Evaluate(value) switch
    {
        JValue { Value: not null } scalar => Convert.ToString(scalar.Value, System.Globalization.CultureInfo.InvariantCulture) ?? "",
        _ => "",
    };

    private static IReadOnlyList<JToken>? Find(JmesExpression? expression, JToken page) => (expression is null ? page : expression.Evaluate(page)) switch
    {
        JArray list => [.. list],
        JObject thing => [thing],
        _ => null,
    };

    /// <summary>A call for each item, compiled.</summary>
    /// <param name="Definition">What the document says.</param>
    /// <param name="Call">The call.</param>
    /// <param name="Value">Finds the part in the answer.</param>
    /// <param name="When">The items it is made for.</param>
    /// <param name="WhenReads">What that hangs on.</param>
    public sealed record Detail(DetailDefinition Definition, CallTemplate Call, JmesExpression? Value, JmesExpression? When, ExpressionReads WhenReads);
}
