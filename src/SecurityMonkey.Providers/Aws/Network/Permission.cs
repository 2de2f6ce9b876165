using System.Globalization;
using System.Text.Json;
using SecurityMonkey.Network;
using SecurityMonkey.Providers.Network;

namespace SecurityMonkey.Providers.Aws.Network;

/// <summary>A permission of a security group: a protocol, ports, and who may send (or be sent) packets.</summary>
internal sealed class Permission
{
    private Permission(JsonElement element, string path)
    {
        Protocol = element.GetProperty("IpProtocol").GetString() ?? "";
        Transports = Providers.Network.Transports.Parse(Protocol);
        Ports = ReadPorts(element, Transports);
        Blocks =
        [
            .. ReadBlocks(element, path, "IpRanges", "CidrIp"),
            .. ReadBlocks(element, path, "Ipv6Ranges", "CidrIpv6"),
        ];
        PrefixLists = [.. Texts(element, "PrefixListIds", "PrefixListId")];
        Groups = [.. Texts(element, "UserIdGroupPairs", "GroupId")];
    }

    /// <summary>The protocol as it is written.</summary>
    public string Protocol { get; }

    /// <summary>What it stands for.</summary>
    public IReadOnlyList<Transport> Transports { get; }

    /// <summary>The ports; all where the protocol has none.</summary>
    public PortSet Ports { get; }

    /// <summary>The blocks of addresses it names.</summary>
    public IReadOnlyList<SourceBlock> Blocks { get; }

    /// <summary>The ids of the prefix lists it names.</summary>
    public IReadOnlyList<string> PrefixLists { get; }

    /// <summary>The ids of the groups it names.</summary>
    public IReadOnlyList<string> Groups { get; }

    /// <summary>The packets it speaks of.</summary>
    /// <param name="prefixList">The addresses of a prefix list.</param>
    public TrafficSet Traffic(Func<string, AddressSet> prefixList)
        => TrafficSet.Of(Transports, Ports, AddressSet.Union(Blocks.Select(block => block.Addresses).Concat(PrefixLists.Select(prefixList))));

    /// <summary>The permissions of a group.</summary>
    /// <param name="group">The group, as the EC2 API gives it.</param>
    /// <param name="member"><c>IpPermissions</c> or <c>IpPermissionsEgress</c>.</param>
    /// <exception cref="KeyNotFoundException">The group or a permission lacks a member that every one has.</exception>
    /// <exception cref="FormatException">A protocol, a port or a block cannot be read.</exception>
    public static IReadOnlyList<Permission> Read(JsonElement group, string member)
        => group.TryGetProperty(member, out var permissions) && permissions.ValueKind == JsonValueKind.Array
            ? [.. permissions.EnumerateArray().Select((permission, index) => new Permission(permission, string.Create(CultureInfo.InvariantCulture, $"{member}[{index}]")))]
            : throw new KeyNotFoundException($"The security group has no '{member}'.");

    // No ports, or -1, mean all of them. What ICMP has there are types and codes.
    private static PortSet ReadPorts(JsonElement element, IReadOnlyList<Transport> transports)
    {
        if (transports is not [Transport.Tcp] and not [Transport.Udp])
        {
            return PortSet.All;
        }

        var (from, to) = (Port(element, "FromPort"), Port(element, "ToPort"));
        return from is null or -1 || to is null or -1 ? PortSet.All : PortSet.Of(from.Value, to.Value);
    }

    private static long? Port(JsonElement element, string name)
        => !element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
            : value.ValueKind == JsonValueKind.Number ? value.GetInt64()
            : long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var port) ? port
            : throw new FormatException($"'{name}' of a permission is {value.GetRawText()}; a number was expected.");

    private static IEnumerable<SourceBlock> ReadBlocks(JsonElement element, string path, string list, string name)
        => element.TryGetProperty(list, out var blocks) && blocks.ValueKind == JsonValueKind.Array
            ? blocks.EnumerateArray().Select((block, index) => new SourceBlock(
                block.GetProperty(name).GetString() ?? "",
                AddressSet.Parse(block.GetProperty(name).GetString()),
                string.Create(CultureInfo.InvariantCulture, $"{path}.{list}[{index}]"),
                block.GetRawText()))
            : [];

    private static IEnumerable<string> Texts(JsonElement element, string list, string name)
        => element.TryGetProperty(list, out var entries) && entries.ValueKind == JsonValueKind.Array
            ? entries.EnumerateArray().Select(entry => entry.TryGetProperty(name, out var value) ? value.GetString() : null).OfType<string>()
            : [];
}
