using System.Globalization;
using DevLab.JmesPath.Interop;
using Newtonsoft.Json.Linq;

namespace SecurityMonkey.Engine.Rules;

/// <summary>
/// What expressions of rules can call besides JMESPath's own functions: <c>root()</c>, <c>element()</c>, <c>parent()</c>,
/// <c>item()</c>, <c>param(name)</c>, <c>is_any_address(cidr)</c>,
/// <c>is_internet(cidrs)</c>, <c>has_internet(cidrs)</c>, <c>count_addresses(cidrs)</c>, <c>port_in_range(ports, from, to)</c>, <c>port_text(from, to)</c>, <c>port_count(from, to)</c> and
/// <c>age_days(time)</c>, and those of <see cref="LookupFunctions"/>.
/// </summary>
/// <remarks>They speak of the item and the element that is being looked at, which the evaluator sets; not safe for several threads.</remarks>
internal sealed class RuleFunctions : IExpressionFunctions
{
    private readonly TimeProvider _time;

    /// <summary>Creates the functions.</summary>
    /// <param name="time">The clock.</param>
    public RuleFunctions(TimeProvider time) => _time = time;

    /// <summary>The configuration.</summary>
    public JToken Root { get; set; } = JValue.CreateNull();

    /// <summary>The element of <c>forEach</c>; the configuration where there is none.</summary>
    public JToken Element { get; set; } = JValue.CreateNull();

    /// <summary>The map that holds the element, or its list.</summary>
    public JToken Parent { get; set; } = JValue.CreateNull();

    /// <summary>The item's account, region, name and native id.</summary>
    public JToken Item { get; set; } = JValue.CreateNull();

    /// <summary>The functions that look beyond the item.</summary>
    public LookupFunctions Lookups { get; } = new();

    /// <summary>The rule's parameters that are in force.</summary>
    public IReadOnlyDictionary<string, JToken> Parameters { get; set; } = new Dictionary<string, JToken>();

    /// <inheritdoc/>
    public void Register(IRegisterFunctions functions)
    {
        functions.Register("root", new ExpressionFunction("root", 0, _ => Root));
        functions.Register("element", new ExpressionFunction("element", 0, _ => Element));
        functions.Register("parent", new ExpressionFunction("parent", 0, _ => Parent));
        functions.Register("item", new ExpressionFunction("item", 0, _ => Item));
        functions.Register("param", new ExpressionFunction("param", 1, arguments => GetParameter(arguments[0])));
        functions.Register("is_any_address", new ExpressionFunction("is_any_address", 1, arguments => new JValue(NetworkText.IsAnyAddress(Text(arguments[0])))));
        functions.Register("is_internet", new ExpressionFunction("is_internet", 1, arguments => new JValue(NetworkText.IsInternet(arguments[0]))));
        functions.Register("has_internet", new ExpressionFunction("has_internet", 1, arguments => new JValue(NetworkText.HasInternet(arguments[0]))));
        functions.Register("count_addresses", new ExpressionFunction("count_addresses", 1, arguments => new JValue(NetworkText.CountAddresses(arguments[0]))));
        functions.Register(
            "port_in_range",
            new ExpressionFunction("port_in_range", 3, arguments => new JValue(NetworkText.IsPortInRange(arguments[0], Port(arguments[1]), Port(arguments[2])))));
        functions.Register("port_text", new ExpressionFunction("port_text", 2, arguments => new JValue(NetworkText.PortText(Port(arguments[0]), Port(arguments[1])))));
        functions.Register("port_count", new ExpressionFunction("port_count", 2, arguments => new JValue(NetworkText.CountPorts(Port(arguments[0]), Port(arguments[1])))));
        functions.Register("age_days", new ExpressionFunction("age_days", 1, arguments => AgeInDays(arguments[0])));
        Lookups.Register(functions);
    }

    /// <summary>Lets go of what was looked at.</summary>
    public void Forget()
    {
        Root = Element = Parent = Item = JValue.CreateNull();
        Parameters = new Dictionary<string, JToken>();
        Lookups.Context = null;
    }

    private static string? Text(JToken value) => value.Type == JTokenType.String ? value.Value<string>() : null;

    // The end of a range of ports. Only null is open: what cannot be read must not look like "every port".
    private static long? Port(JToken value) => value switch
    {
        { Type: JTokenType.Null } => null,
        JValue { Value: long number } => number,
        _ when long.TryParse(Text(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw new InvalidOperationException(
            $"{value.ToString(Newtonsoft.Json.Formatting.None)} is not the end of a range of ports; a number was expected."),
    };

    private JToken GetParameter(JToken name)
        => Parameters.TryGetValue(Text(name) ?? "", out var value)
            ? value
            : throw new InvalidOperationException($"The rule has no parameter {name.ToString(Newtonsoft.Json.Formatting.None)}.");

    private JToken AgeInDays(JToken value)
        => DateTimeOffset.TryParse(
            Text(value),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time)
            ? new JValue(Lookups.Context?.GetAgeInDays(time) ?? (long)Math.Floor((_time.GetUtcNow() - time).TotalDays))
            : JValue.CreateNull();
}
