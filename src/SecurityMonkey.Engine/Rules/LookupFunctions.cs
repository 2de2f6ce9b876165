using DevLab.JmesPath.Functions;
using DevLab.JmesPath.Interop;
using Newtonsoft.Json.Linq;

namespace SecurityMonkey.Engine.Rules;

/// <summary>
/// What expressions of rules can call to look beyond the item: <c>lookup(type, region?)</c>, <c>lookup_by(type, path, value, region?)</c>,
/// <c>lookup_by_id(type, path, id)</c>, <c>lookup_below(type, id)</c>, <c>lookup_above(type, id)</c>, <c>account()</c>,
/// <c>accounts()</c>, <c>known_networks()</c>; and to say that they cannot tell: <c>unknown(reason)</c>, <c>known(value)</c>.
/// </summary>
/// <remarks>They speak of the context that the evaluator sets; not safe for several threads.</remarks>
internal sealed class LookupFunctions
{
    // Where the id of an item is, as Azure writes it.
    private const string Id = "id";

    /// <summary>What the rule can look at.</summary>
    public RuleContext? Context { get; set; }

    /// <summary>What the rule's expressions read; a looked-up item of which that could not be read makes the answer unknown.</summary>
    public ExpressionReads Reads { get; set; } = ExpressionReads.None;

    private RuleContext Current => Context ?? throw new InvalidOperationException("Other items, accounts and networks are only there while a rule is evaluated.");

    /// <summary>Makes the functions known to the library.</summary>
    public void Register(IRegisterFunctions functions)
    {
        Add(functions, "lookup", 1, 2, arguments => Show(Current.Table(Text(arguments[0], "item type")).Get(Region(arguments, 1))));
        Add(functions, "lookup_by", 3, 4, arguments => LookUpBy(arguments[0], Path(arguments[1]), arguments[2], Region(arguments, 3), LookupMatch.Exact));
        Add(functions, "lookup_by_id", 3, 3, arguments => LookUpBy(arguments[0], Path(arguments[1]), arguments[2], null, LookupMatch.IgnoreCase));
        Add(functions, "lookup_below", 2, 2, arguments => LookUpBy(arguments[0], Id, arguments[1], null, LookupMatch.Below));
        Add(functions, "lookup_above", 2, 2, LookUpAbove);
        Add(functions, "account", 0, 0, _ => Current.AccountFacts);
        Add(functions, "accounts", 0, 0, _ => Current.AccountList);
        Add(functions, "known_networks", 0, 0, _ => Current.NetworkList);
        Add(functions, "unknown", 1, 1, arguments => throw new RuleUnknownException(Text(arguments[0], "reason")));
        Add(functions, "known", 1, 1, arguments => arguments[0].Type == JTokenType.Null
            ? throw new RuleUnknownException("A value that the rule needs is not in the configuration.")
            : arguments[0]);
    }

    private static void Add(IRegisterFunctions functions, string name, int least, int most, Func<JToken[], JToken> body)
        => functions.Register(name, new Function(name, least, most, body));

    private static string Text(JToken value, string what)
        => value.Type == JTokenType.String
            ? value.Value<string>()!
            : throw new InvalidOperationException($"{value.ToString(Newtonsoft.Json.Formatting.None)} is not a text; {what} was expected.");

    private static string? Region(JToken[] arguments, int index) => arguments.Length > index ? Text(arguments[index], "a region") : null;

    private static string Path(JToken path) => Text(path, "a path");

    private JArray LookUpBy(JToken type, string path, JToken value, string? region, LookupMatch match)
    {
        var table = Current.Table(Text(type, "an item type"));
        return LookupTable.KeyOf(value) is { } key ? Show(table.GetBy(path, key, region, match)) : [];
    }

    private JToken LookUpAbove(JToken[] arguments)
    {
        var table = Current.Table(Text(arguments[0], "an item type"));
        return (LookupTable.KeyOf(arguments[1]) is { } id ? Show(table.GetAbove(Id, id)).First : null) ?? JValue.CreateNull();
    }

    private JArray Show(LookupTable.Selection selection)
    {
        foreach (var (item, part) in selection.UnknownParts)
        {
            if (Reads.TouchesLookup(part.Path))
            {
                throw new RuleUnknownException(UnknownText.Of(item, part.Path, part));
            }
        }

        return selection.Configs;
    }

    private sealed class Function(string name, int least, int most, Func<JToken[], JToken> body) : JmesPathFunction(name, least, most)
    {
        public override JToken Execute(params JmesPathFunctionArgument[] args)
            => body([.. args.Select(argument => argument.Token ?? JValue.CreateNull())]);
    }
}
