using System.Globalization;
using System.Text.Json;
using SecurityMonkey.Network;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Network;
using SecurityMonkey.Providers.Rules;

namespace SecurityMonkey.Providers.Aws.Network;

/// <summary>
/// A way from the internet to a resource: internet gateway, route table, network ACL, security groups, address. All of them must let a packet through, and its
/// answer back.
/// </summary>
/// <param name="Traffic">The packets that arrive.</param>
/// <param name="Text">What they pass, as people read it.</param>
internal sealed record InternetPath(TrafficSet Traffic, string Text)
{
    /// <summary>The item types that make a way.</summary>
    public static readonly string[] ItemTypes = ["aws.ec2.securitygroup", "aws.ec2.subnet", "aws.ec2.routetable", "aws.ec2.networkacl", .. PrefixLists.ItemTypes];

    private static readonly PortSet AnswerPorts = PortSet.Of(1024, ushort.MaxValue);

    /// <summary>The ways to a place, one for each of its subnets.</summary>
    /// <exception cref="RuleUnknownException">A part of the way was not collected.</exception>
    public static IEnumerable<InternetPath> To(NetworkTarget target, Item item, IAuditContext context)
    {
        var prefixLists = new PrefixLists(item, context);
        var (groups, groupText) = Groups(target, item, context, prefixLists);
        foreach (var subnet in target.Subnets)
        {
            var (routed, routeText) = Routes(subnet, item, context);
            if (routed.IsEmpty)
            {
                continue;
            }

            var (acl, aclText) = Acl(subnet, item, context);
            var families = (target.IPv4 is null ? AddressSet.Empty : AddressSet.AllIPv4).Union(target.IPv6 is null ? AddressSet.Empty : AddressSet.AllIPv6);
            var traffic = groups.Intersect(acl).Intersect(TrafficSet.Of(Transports.All, PortSet.All, routed.Intersect(families)));
            yield return new InternetPath(traffic, $"{routeText} > {aclText} > {groupText} > {subnet} > {target.Name} ({target.IPv4 ?? target.IPv6})");
        }

        prefixLists.RequireKnown();
    }

    private static (TrafficSet Traffic, string Text) Groups(NetworkTarget target, Item item, IAuditContext context, PrefixLists prefixLists)
    {
        if (!target.HasGroups)
        {
            return (TrafficSet.All, "no security group");
        }

        var traffic = TrafficSet.Empty;
        foreach (var id in target.Groups)
        {
            var group = One("aws.ec2.securitygroup", "GroupId", id, item, context);
            traffic = traffic.Union(SecurityGroup.TrafficOf(SecurityGroup.Of(group, context).Ingress, prefixLists));
        }

        return (traffic, string.Join(", ", target.Groups));
    }

    // The addresses whose answers leave through an internet gateway: of the routes that fit an address, the longest counts.
    private static (AddressSet Addresses, string Text) Routes(string subnet, Item item, IAuditContext context)
    {
        var table = context.GetItemsBy("aws.ec2.routetable", "Associations[].SubnetId", subnet, item.Region) is [var own, ..] ? own : MainTable(subnet, item, context);
        var routes = ItemConfig.FindAll(ItemConfig.Of(table, context).Root, "Routes[]").Select(Route.Read).OfType<Route>().OrderByDescending(route => route.Prefix);
        var (routed, taken) = (AddressSet.Empty, AddressSet.Empty);
        var gateways = new List<string>();
        foreach (var route in routes)
        {
            var addresses = route.Addresses.Subtract(taken);
            if (route.Gateway is not null && !addresses.IsEmpty)
            {
                routed = routed.Union(addresses);
                gateways.Add(route.Gateway);
            }

            taken = taken.Union(route.Addresses);
        }

        return (routed, $"internet > {string.Join(", ", gateways.Distinct(StringComparer.Ordinal))} > {table.NativeId}");
    }

    private static Item MainTable(string subnet, Item item, IAuditContext context)
    {
        var vpc = ItemConfig.Of(One("aws.ec2.subnet", "SubnetId", subnet, item, context), context).Text("VpcId") ?? "";
        return context.GetItemsBy("aws.ec2.routetable", "VpcId", vpc, item.Region)
            .FirstOrDefault(table => ItemConfig.FindAll(ItemConfig.Of(table, context).Root, "Associations[].Main").Any(main => main.ValueKind == JsonValueKind.True))
            ?? throw new RuleUnknownException($"The main route table of {vpc}, which counts for {subnet}, was not collected.");
    }

    private static (TrafficSet Traffic, string Text) Acl(string subnet, Item item, IAuditContext context)
    {
        var acl = One("aws.ec2.networkacl", "Associations[].SubnetId", subnet, item, context);
        var (allowed, answers) = (FilterRule.Allowed(NetworkAcl.RulesOf(acl, context)), FilterRule.Allowed(NetworkAcl.RulesOf(acl, context, isEgress: true)));
        var answered = Transports.All.Aggregate(
            TrafficSet.Empty,
            (traffic, transport) => traffic.Union(TrafficSet.Of([transport], PortSet.All, answers.SourcesOf(transport, transport.HasPorts() ? AnswerPorts : PortSet.All))));
        return (allowed.Intersect(answered), acl.NativeId);
    }

    private static Item One(string itemType, string path, string value, Item item, IAuditContext context)
        => context.GetItemsBy(itemType, path, value, item.Region) is [var found, ..]
            ? found
            : throw new RuleUnknownException($"There is no {itemType} whose {path} is '{value}' among what was collected.");

    // A route to a prefix list is left out: what it holds is too little to matter.
    private sealed record Route(AddressSet Addresses, int Prefix, string? Gateway)
    {
        public static Route? Read(JsonElement route)
        {
            var block = ItemConfig.Text(route, "DestinationCidrBlock") ?? ItemConfig.Text(route, "DestinationIpv6CidrBlock");
            var isOpen = ItemConfig.Text(route, "GatewayId")?.StartsWith("igw-", StringComparison.Ordinal) is true && ItemConfig.Text(route, "State") is not "blackhole";
            return AddressSet.TryParse(block) is { } addresses && int.TryParse(block!.Split('/')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var prefix)
                ? new Route(addresses, prefix, isOpen ? ItemConfig.Text(route, "GatewayId") : null)
                : null;
        }
    }
}
