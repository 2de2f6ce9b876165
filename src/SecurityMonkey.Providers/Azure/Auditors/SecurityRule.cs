using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;

namespace SecurityMonkey.Providers.Azure.Auditors;

/// <summary>An inbound rule of a network security group.</summary>
internal sealed class SecurityRule
{
    private const int HighestPort = 65535;

    private static readonly AddressFamily[] Families = [AddressFamily.InterNetwork, AddressFamily.InterNetworkV6];
    private static readonly string[] AllSources = ["*", "internet", "any"];
    private static readonly string[] AllDestinations = ["*", "virtualnetwork", "any"];
    private static readonly string[] AllPorts = ["*", "0-65535"];

    private readonly string _protocol;
    private readonly string[] _sources;
    private readonly string[] _sourcePorts;
    private readonly string[] _destinations;
    private readonly string[] _ports;
    private readonly (int First, int Last)[] _ranges;

    private SecurityRule(JsonElement rule, string path)
    {
        var properties = rule.GetProperty("properties");
        Path = path;
        Json = rule.GetRawText();
        Name = rule.TryGetProperty("name", out var name) ? name.GetString() ?? "" : "";
        Priority = properties.GetProperty("priority").GetInt32();
        IsAllowed = Is(properties, "access", "Allow", "Deny");
        IsInbound = Is(properties, "direction", "Inbound", "Outbound");
        _protocol = Text(properties.GetProperty("protocol"));
        _sources = Texts(properties, "sourceAddressPrefix", "sourceAddressPrefixes", "sourceApplicationSecurityGroups");
        _sourcePorts = Texts(properties, "sourcePortRange", "sourcePortRanges");
        _destinations = Texts(properties, "destinationAddressPrefix", "destinationAddressPrefixes", "destinationApplicationSecurityGroups");
        _ports = Texts(properties, "destinationPortRange", "destinationPortRanges");
        _ranges = [.. _ports.Select(Range)];
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
        => _ranges.SelectMany(range => new[] { range.First, Math.Min(range.Last + 1, HighestPort) });

    /// <summary>Its priority: the lowest counts first.</summary>
    public int Priority { get; }

    /// <summary>Whether it allows or denies.</summary>
    public bool IsAllowed { get; }

    private bool IsInbound { get; }

    /// <summary>The inbound rules of a group, custom and default, in the order in which they count.</summary>
    /// <param name="configJson">The group as the Azure REST API gives it.</param>
    /// <exception cref="KeyNotFoundException">The group or a rule lacks a member that every one has.</exception>
    /// <exception cref="FormatException">A member holds what is not known.</exception>
    public static IReadOnlyList<SecurityRule> ReadInbound(string configJson)
    {
        using var document = JsonDocument.Parse(configJson);
        var properties = document.RootElement.GetProperty("properties");
        return
        [
            .. Read(properties.GetProperty("securityRules"), "securityRules")
                .Concat(properties.TryGetProperty("defaultSecurityRules", out var defaults) ? Read(defaults, "defaultSecurityRules") : [])
                .Where(rule => rule.IsInbound)
                .OrderBy(rule => rule.Priority),
        ];
    }

    /// <summary>
    /// The rules that let traffic from the internet reach a port: over IPv4 and over IPv6 the first that decides, where it allows.
    /// </summary>
    /// <param name="rules">The inbound rules in the order in which they count.</param>
    /// <param name="protocol">The protocol.</param>
    /// <param name="port">The port.</param>
    public static IEnumerable<SecurityRule> FindOpening(IReadOnlyList<SecurityRule> rules, string protocol, int port)
        => Families
            .Select(family => rules.FirstOrDefault(rule => rule.Decides(protocol, port, family)))
            .OfType<SecurityRule>()
            .Where(rule => rule.IsAllowed);

    private static IEnumerable<SecurityRule> Read(JsonElement rules, string list)
        => rules.EnumerateArray().Select((rule, index) => new SecurityRule(rule, string.Create(CultureInfo.InvariantCulture, $"properties.{list}[{index}]")));

    // A rule that allows decides however few addresses it allows; one that denies only where it denies all of the internet to all destinations.
    private bool Decides(string protocol, int port, AddressFamily family)
        => (_protocol is "*" || string.Equals(_protocol, protocol, StringComparison.OrdinalIgnoreCase))
            && _sources.Any(source => Covers(source, AllSources, family))
            && _ranges.Any(range => range.First <= port && port <= range.Last)
            && (IsAllowed || (_destinations.Any(destination => Covers(destination, AllDestinations, family)) && _sourcePorts.Any(AllPorts.Contains)));

    private static bool Covers(string prefix, string[] everything, AddressFamily family)
        => everything.Contains(prefix, StringComparer.OrdinalIgnoreCase)
            || (prefix.EndsWith("/0", StringComparison.Ordinal) && prefix.Contains(':', StringComparison.Ordinal) == family is AddressFamily.InterNetworkV6);

    private static (int First, int Last) Range(string text)
    {
        var bounds = text is "*" ? ["0", "65535"] : text.Split('-');
        return bounds.Length <= 2
            && int.TryParse(bounds[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(bounds[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? (first, last)
            : throw new FormatException($"'{text}' is neither a port nor a range of ports.");
    }

    private static bool Is(JsonElement properties, string name, string expected, string other)
    {
        var text = Text(properties.GetProperty(name));
        var isExpected = string.Equals(text, expected, StringComparison.OrdinalIgnoreCase);
        return isExpected || string.Equals(text, other, StringComparison.OrdinalIgnoreCase)
            ? isExpected
            : throw new FormatException($"'{name}' of a rule is '{text}', neither {expected} nor {other}.");
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    // One member or the other holds the values; the one that does not is empty or missing.
    private static string[] Texts(JsonElement properties, params string[] names)
    {
        string[] texts =
        [
            .. names.SelectMany(name => !properties.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? []
                : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(Text)
                : new[] { Text(value) }.AsEnumerable())
                .Where(text => text.Length > 0),
        ];
        return texts.Length > 0 ? texts : throw new KeyNotFoundException($"A rule has no '{names[0]}'.");
    }
}
