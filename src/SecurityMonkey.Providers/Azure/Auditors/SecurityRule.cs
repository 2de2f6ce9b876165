using System.Globalization;
using System.Text.Json;

namespace SecurityMonkey.Providers.Azure.Auditors;

/// <summary>An inbound rule of a network security group.</summary>
internal sealed class SecurityRule
{
    private const int HighestPort = 65535;

    private static readonly string[] RuleLists = ["securityRules", "defaultSecurityRules"];
    private static readonly string[] InternetPrefixes = ["*", "internet", "any", "0.0.0.0/0", "::/0"];

    private readonly string _protocol;
    private readonly string[] _sources;
    private readonly string[] _sourcePorts;
    private readonly string[] _destinations;
    private readonly string[] _ports;

    private SecurityRule(JsonElement rule, string path)
    {
        var properties = rule.GetProperty("properties");
        Path = path;
        Json = rule.GetRawText();
        Name = rule.TryGetProperty("name", out var name) ? name.GetString() ?? "" : "";
        Priority = properties.GetProperty("priority").GetInt32();
        IsAllowed = Is(properties, "access", "Allow");
        IsInbound = Is(properties, "direction", "Inbound");
        _protocol = Text(properties, "protocol");
        _sources = Texts(properties, "sourceAddressPrefix", "sourceAddressPrefixes", "sourceApplicationSecurityGroups");
        _sourcePorts = Texts(properties, "sourcePortRange", "sourcePortRanges");
        _destinations = Texts(properties, "destinationAddressPrefix", "destinationAddressPrefixes", "destinationApplicationSecurityGroups");
        _ports = Texts(properties, "destinationPortRange", "destinationPortRanges");
    }

    /// <summary>Where it stands in the configuration.</summary>
    public string Path { get; }

    /// <summary>The rule as JSON text.</summary>
    public string Json { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its destination ports as they are written.</summary>
    public string PortText => string.Join(", ", _ports);

    /// <summary>The first port of each of its ranges, and the first behind each of them.</summary>
    public IEnumerable<int> PortBounds
        => _ports.Select(Range).OfType<(int First, int Last)>().SelectMany(range => new[] { range.First, Math.Min(range.Last + 1, HighestPort) });

    /// <summary>Its priority: the lowest counts first.</summary>
    public int Priority { get; }

    /// <summary>Whether it allows or denies.</summary>
    public bool IsAllowed { get; }

    private bool IsInbound { get; }

    /// <summary>The inbound rules of a group, custom and default, in the order in which they count.</summary>
    /// <param name="configJson">The group as the Azure REST API gives it.</param>
    /// <exception cref="KeyNotFoundException">The group or a rule lacks a member that every one has.</exception>
    public static IReadOnlyList<SecurityRule> ReadInbound(string configJson)
    {
        using var document = JsonDocument.Parse(configJson);
        var properties = document.RootElement.GetProperty("properties");
        return
        [
            .. RuleLists
                .SelectMany(list => properties.TryGetProperty(list, out var rules)
                    ? rules.EnumerateArray().Select((rule, index) => new SecurityRule(
                        rule, string.Create(CultureInfo.InvariantCulture, $"properties.{list}[{index}]")))
                    : [])
                .Where(rule => rule.IsInbound)
                .OrderBy(rule => rule.Priority),
        ];
    }

    /// <summary>
    /// Whether the rule decides for traffic from the internet to a port. A rule that allows does so however few addresses it allows;
    /// one that denies decides only where it denies all of the internet to all destinations.
    /// </summary>
    public bool Decides(string protocol, int port)
        => (_protocol is "*" || string.Equals(_protocol, protocol, StringComparison.OrdinalIgnoreCase))
            && _sources.Any(IsInternet)
            && _ports.Any(range => Covers(range, port))
            && (IsAllowed || (_destinations.Any(IsEverything) && _sourcePorts.Any(IsEverything)));

    private static bool IsInternet(string source)
        => InternetPrefixes.Contains(source, StringComparer.OrdinalIgnoreCase) || source.EndsWith("/0", StringComparison.Ordinal);

    private static bool IsEverything(string text) => IsInternet(text) || text is "0-65535" || string.Equals(text, "VirtualNetwork", StringComparison.OrdinalIgnoreCase);

    private static bool Covers(string text, int port) => Range(text) is { } range && range.First <= port && port <= range.Last;

    private static (int First, int Last)? Range(string text)
    {
        var bounds = text is "*" ? ["0", "65535"] : text.Split('-');
        return int.TryParse(bounds[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(bounds[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? (first, last)
            : null;
    }

    private static bool Is(JsonElement properties, string name, string expected)
        => string.Equals(Text(properties, name), expected, StringComparison.OrdinalIgnoreCase);

    private static string Text(JsonElement properties, string name)
        => properties.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static string[] Texts(JsonElement properties, params string[] names)
        =>
        [
            .. names.SelectMany(name => !properties.TryGetProperty(name, out var value) ? []
                : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText())
                : new[] { Text(properties, name) }.AsEnumerable())
                .Where(text => text.Length > 0),
        ];
}
