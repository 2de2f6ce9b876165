using System.Globalization;
using System.Text.Json;
using SecurityMonkey.Network;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Network;
using SecurityMonkey.Providers.Rules;

namespace SecurityMonkey.Providers.Aws.Network;

/// <summary>Reads network ACLs: numbered rules of which the first that matches decides.</summary>
internal static class NetworkAcl
{
    /// <summary>The rules of an item in the order in which they count.</summary>
    /// <param name="item">The ACL.</param>
    /// <param name="context">What is known.</param>
    /// <param name="isEgress">Whether the rules for packets that leave are wanted.</param>
    /// <exception cref="RuleUnknownException">The configuration is not what the EC2 API gives.</exception>
    /// <exception cref="FormatException">A protocol or a block cannot be read.</exception>
    public static IReadOnlyList<FilterRule> RulesOf(Item item, IAuditContext context, bool isEgress = false)
    {
        try
        {
            return ReadRules(ItemConfig.Of(item, context).Root, isEgress);
        }
        catch (KeyNotFoundException exception)
        {
            throw new RuleUnknownException($"Network ACL '{item.NativeId}' is not as the EC2 API gives it: it has no 'Entries', or one of them lacks a member.", exception);
        }
    }

    /// <summary>The rules in the order in which they count.</summary>
    /// <param name="acl">The ACL, as the EC2 API gives it.</param>
    /// <param name="isEgress">Whether the rules for packets that leave are wanted.</param>
    /// <exception cref="KeyNotFoundException">The ACL or a rule lacks a member that every one has.</exception>
    /// <exception cref="FormatException">A protocol or a block cannot be read.</exception>
    public static IReadOnlyList<FilterRule> ReadRules(JsonElement acl, bool isEgress = false)
        =>
        [
            .. acl.GetProperty("Entries").EnumerateArray()
                .Select((entry, index) => (entry, index))
                .Where(numbered => numbered.entry.GetProperty("Egress").GetBoolean() == isEgress)
                .OrderBy(numbered => numbered.entry.GetProperty("RuleNumber").GetInt32())
                .Select(numbered => ReadRule(numbered.entry, numbered.index)),
        ];

    private static FilterRule ReadRule(JsonElement entry, int index)
    {
        var number = entry.GetProperty("RuleNumber").GetInt32();
        var isAllowed = entry.GetProperty("RuleAction").GetString() switch
        {
            "allow" => true,
            "deny" => false,
            var other => throw new FormatException($"Rule {number} neither allows nor denies: its action is '{other}'."),
        };
        return new FilterRule(number.ToString(CultureInfo.InvariantCulture), isAllowed, ReadTraffic(entry, isAllowed))
        {
            Path = string.Create(CultureInfo.InvariantCulture, $"Entries[{index}]"),
            Json = entry.GetRawText(),
        };
    }

    private static TrafficSet ReadTraffic(JsonElement entry, bool isAllowed)
    {
        var transports = Transports.Parse(entry.GetProperty("Protocol").GetString() ?? "");

        // Denying one ICMP type or one rare protocol does not deny the rest of what we call by that name.
        if (!isAllowed && (transports is [Transport.Other] || (transports is [Transport.Icmp] && !IsAllIcmp(entry))))
        {
            return TrafficSet.Empty;
        }

        var block = Text(entry, "CidrBlock") ?? Text(entry, "Ipv6CidrBlock") ?? throw new KeyNotFoundException("A rule of the ACL has neither 'CidrBlock' nor 'Ipv6CidrBlock'.");
        return TrafficSet.Of(transports, ReadPorts(entry, transports), AddressSet.Parse(block));
    }

    private static PortSet ReadPorts(JsonElement entry, IReadOnlyList<Transport> transports)
        => transports is [Transport.Tcp] or [Transport.Udp] && entry.TryGetProperty("PortRange", out var range) && range.ValueKind == JsonValueKind.Object
            ? PortSet.Of(range.GetProperty("From").GetInt64(), range.GetProperty("To").GetInt64())
            : PortSet.All;

    private static bool IsAllIcmp(JsonElement entry)
        => !entry.TryGetProperty("IcmpTypeCode", out var icmp) || icmp.ValueKind != JsonValueKind.Object || !icmp.TryGetProperty("Type", out var type) || type.GetInt32() == -1;

    private static string? Text(JsonElement entry, string name) => entry.TryGetProperty(name, out var value) ? value.GetString() : null;
}
