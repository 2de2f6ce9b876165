using System.Text.Json;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Rules;

namespace SecurityMonkey.Providers.Aws.Network;

/// <summary>Where packets for a resource arrive: its public addresses, its groups and its subnets.</summary>
/// <param name="Name">The interface, or what the resource calls the place; it stays the same.</param>
/// <param name="Groups">The ids of its security groups.</param>
/// <param name="Subnets">The ids of its subnets.</param>
/// <param name="IPv4">Its public IPv4 address, or the name it is known by; null where it has none.</param>
/// <param name="IPv6">Its public IPv6 address; null where it has none.</param>
/// <param name="Ports">The ports it listens on, where the resource says; empty where it does not.</param>
/// <param name="HasGroups">Whether groups count at all: gateways and old network load balancers have none.</param>
internal sealed record NetworkTarget(
    string Name, IReadOnlyList<string> Groups, IReadOnlyList<string> Subnets, string? IPv4, string? IPv6, IReadOnlyList<int> Ports, bool HasGroups = true)
{
    /// <summary>The places of a resource; none where it has no public address.</summary>
    /// <exception cref="RuleUnknownException">The resource is not of a kind that is known.</exception>
    public static IEnumerable<NetworkTarget> Of(Item item, IAuditContext context)
    {
        var config = ItemConfig.Of(item, context);
        return (item.ItemType switch
        {
            "aws.ec2.instance" => OfInstance(config),
            "aws.ec2.networkinterface" => [OfInterface(config.Root)],
            "aws.rds.instance" => OfDatabase(config),
            "aws.elbv2.loadbalancer" => OfLoadBalancer(config),
            "aws.elb.loadbalancer" => OfClassicLoadBalancer(config),
            _ => throw new RuleUnknownException($"Nothing is known of the way to an item of type {item.ItemType}."),
        }).Where(target => target.IPv4 is not null || target.IPv6 is not null);
    }

    private static IEnumerable<NetworkTarget> OfInstance(ItemConfig config)
        => config.Text("State.Name") is "terminated" ? [] : ItemConfig.FindAll(config.Root, "NetworkInterfaces[]").Select(OfInterface);

    private static NetworkTarget OfInterface(JsonElement element)
        => new(
            ItemConfig.Text(element, "NetworkInterfaceId") ?? "interface",
            Texts(element, "Groups[].GroupId"),
            Texts(element, "SubnetId"),
            ItemConfig.Text(element, "Association.PublicIp") ?? First(element, "PrivateIpAddresses[].Association.PublicIp"),
            First(element, "Ipv6Addresses[].Ipv6Address"),
            []);

    private static IEnumerable<NetworkTarget> OfDatabase(ItemConfig config)
        => config.IsTrue("PubliclyAccessible")
            ?
            [
                new NetworkTarget(
                    "database",
                    Texts(config.Root, "VpcSecurityGroups[].VpcSecurityGroupId"),
                    Texts(config.Root, "DBSubnetGroup.Subnets[].SubnetIdentifier"),
                    config.Text("Endpoint.Address") ?? "its endpoint",
                    null,
                    ItemConfig.Find(config.Root, "Endpoint.Port") is { ValueKind: JsonValueKind.Number } port ? [port.GetInt32()] : []),
            ]
            : [];

    private static IEnumerable<NetworkTarget> OfLoadBalancer(ItemConfig config)
        => config.Text("Scheme") is "internet-facing"
            ?
            [
                new NetworkTarget(
                    "load balancer",
                    Texts(config.Root, "SecurityGroups[]"),
                    Texts(config.Root, "AvailabilityZones[].SubnetId"),
                    config.Text("DNSName") ?? "its name",
                    config.Text("IpAddressType")?.StartsWith("dualstack", StringComparison.Ordinal) is true ? config.Text("DNSName") ?? "its name" : null,
                    Numbers(config.Root, "Listeners[].Port"),
                    Texts(config.Root, "SecurityGroups[]").Count > 0 || config.Text("Type") is "application"),
            ]
            : [];

    private static IEnumerable<NetworkTarget> OfClassicLoadBalancer(ItemConfig config)
        => config.Text("Scheme") is "internet-facing"
            ?
            [
                new NetworkTarget(
                    "load balancer",
                    Texts(config.Root, "SecurityGroups[]"),
                    Texts(config.Root, "Subnets[]"),
                    config.Text("DNSName") ?? "its name",
                    null,
                    Numbers(config.Root, "ListenerDescriptions[].Listener.LoadBalancerPort")),
            ]
            : [];

    private static IReadOnlyList<string> Texts(JsonElement from, string path)
        => [.. ItemConfig.FindAll(from, path).Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!)];

    private static string? First(JsonElement from, string path) => Texts(from, path) is [var first, ..] ? first : null;

    private static IReadOnlyList<int> Numbers(JsonElement from, string path)
        => [.. ItemConfig.FindAll(from, path).Where(value => value.ValueKind == JsonValueKind.Number).Select(value => value.GetInt32())];
}
