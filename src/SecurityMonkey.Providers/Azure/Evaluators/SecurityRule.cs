using System.Globalization;
using System.Text.Json;
using SecurityMonkey.Network;
using SecurityMonkey.Providers.Network;

namespace SecurityMonkey.Providers.Azure.Evaluators;

/// <summary>An inbound rule of a network security group.</summary>
internal sealed class SecurityRule
{
    private static readonly AddressSet Private = AddressSet.Union(new[] { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7" }.Select(AddressSet.Parse));
    private static readonly string[] AllDestinations = ["*", "virtualnetwork", "any"];

    private readonly string[] _destinations;
    private readonly string[] _ports;
    private readonly AddressSet _destinationAddresses;

    private SecurityRule(JsonElement rule, string path)
    {
        var properties = rule.GetProperty("properties");
        Name = rule.TryGetProperty("name", out var name) ? name.GetString() ?? "" : "";
        Priority = properties.GetProperty("priority").GetInt32();
        IsAllowed = Is(properties, "access", "Allow", "Deny");
        IsInbound = Is(properties, "direction", "Inbound", "Outbound");
        _destinations = Texts(properties, "destinationAddressPrefix", "destinationAddressPrefixes", "destinationApplicationSecurityGroups");
        _ports = Texts(properties, "destinationPortRange", "destinationPortRanges");
        Sources = Texts(properties, "sourceAddressPrefix", "sourceAddressPrefixes", "sourceApplicationSecurityGroups");
        var sourcePorts = Texts(properties, "sourcePortRange", "sourcePortRanges").Select(PortSet.Parse).Aggregate((left, right) => left.Union(right));
        var ports = _ports.Select(PortSet.Parse).Aggregate((left, right) => left.Union(right));
        var sources = AddressSet.Union(Sources.Select(AddressesOf));
        _destinationAddresses = _destinations.All(destination => AddressSet.TryParse(destination) is not null) ? AddressSet.Union(_destinations.Select(AddressSet.Parse)) : AddressSet.All;

        // Packets to IPv4 addresses come from IPv4 addresses.
        sources = _destinationAddresses.IPv6.IsEmpty ? sources.IPv4 : _destinationAddresses.IPv4.IsEmpty ? sources.IPv6 : sources;
        var traffic = TrafficSet.Of(Transports.Parse(Text(properties.GetProperty("protocol"))), ports, sources);

        // Denying what comes from some source ports denies nobody, who can take another.
        Filter = new FilterRule(Name, IsAllowed, IsAllowed || sourcePorts.IsAll ? traffic : TrafficSet.Empty) { Path = path, Json = rule.GetRawText() };
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its destination ports as they are written.</summary>
    public string PortText => string.Join(", ", _ports);

    /// <summary>Its sources as they are written.</summary>
    public IReadOnlyList<string> Sources { get; }

    /// <summary>Its priority: the lowest counts first.</summary>
    public int Priority { get; }

    /// <summary>Whether it allows or denies.</summary>
    public bool IsAllowed { get; }

    /// <summary>The packets it speaks of, as far as they are known by address: service tags other than Internet and application security groups are not the internet.</summary>
    public FilterRule Filter { get; }

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

    /// <summary>What each rule that allows lets through after those before it.</summary>
    /// <param name="rules">The rules in the order in which they count.</param>
    public static IEnumerable<(SecurityRule Rule, TrafficSet Allowed)> Effective(IReadOnlyList<SecurityRule> rules)
    {
        SecurityRule Of(FilterRule filter) => rules.First(rule => ReferenceEquals(rule.Filter, filter));
        return FilterRule.Effective([.. rules.Select(rule => rule.Filter)], (earlier, later) => Of(earlier).Covers(Of(later)))
            .Select(effective => (Of(effective.Rule), effective.Allowed));
    }

    private static IEnumerable<SecurityRule> Read(JsonElement rules, string list)
        => rules.EnumerateArray().Select((rule, index) => new SecurityRule(rule, string.Create(CultureInfo.InvariantCulture, $"properties.{list}[{index}]")));

    // Whether each destination of the other is one of this: by name, or by address.
    private bool Covers(SecurityRule other)
    {
        if (_destinations.Any(destination => AllDestinations.Contains(destination, StringComparer.OrdinalIgnoreCase)))
        {
            return true;
        }

        // Names are no addresses, and the rest of the world is none of a subnet.
        var mine = AddressSet.Union(_destinations.Select(AddressSet.TryParse).OfType<AddressSet>());
        return IsWholeOrEmpty(mine.IPv4, AddressSet.AllIPv4) && IsWholeOrEmpty(mine.IPv6, AddressSet.AllIPv6) && !mine.IsEmpty && mine.Equals(_destinationAddresses)
            || other._destinations.All(destination => _destinations.Contains(destination, StringComparer.OrdinalIgnoreCase)
                || (AddressSet.TryParse(destination) is { } addresses && mine.IsSupersetOf(addresses)));
    }

    private static bool IsWholeOrEmpty(AddressSet addresses, AddressSet all) => addresses.IsEmpty || addresses.Equals(all);

    private static AddressSet AddressesOf(string source)
        => source.ToLowerInvariant() switch
        {
            "internet" => AddressSet.Internet,
            "virtualnetwork" => Private,
            "azureloadbalancer" => AddressSet.Parse("168.63.129.16"),
            _ => AddressSet.TryParse(source) ?? AddressSet.Empty,
        };

    private static bool Is(JsonElement properties, string name, string expected, string other)
    {
        var text = Text(properties.GetProperty(name));
        var isExpected = string.Equals(text, expected, StringComparison.OrdinalIgnoreCase);
        return isExpected || string.Equals(text, other, StringComparison.OrdinalIgnoreCase)
            ? isExpected
            : throw new FormatException($"'{name}' of a rule is '{text}', neither {expected} nor {other}.");
    }

    private static string Text(JsonElement value)
        => value.ValueKind == JsonValueKind.String ? value.GetString()!
            : value.ValueKind == JsonValueKind.Object && value.TryGetProperty("id", out var id) ? id.GetString() ?? ""
            : value.GetRawText();

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
