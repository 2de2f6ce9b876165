using System.Net;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Providers.Aws.Network;
using SecurityMonkey.Providers.Network;
using SecurityMonkey.Tests.Network;
using SecurityMonkey.Tests.Providers.Network;
using SecurityMonkey.Tests.Rules;

namespace SecurityMonkey.Tests.Providers.Aws.Network;

/// <summary>What is said to be reachable in random networks agrees with sending packets through them, one by one.</summary>
public sealed class InternetPathTests
{
    private static readonly int[] Ports = [0, 21, 22, 79, 80, 443, 1024, 65535];

    [Property(Arbitrary = [typeof(Arbitraries)], MaxTest = 300)]
    public void Packet_arrives_where_group_acl_and_route_let_it_in_and_its_answer_out(Vpc vpc)
    {
        var context = new RuleContext(
            new Rule { Id = "ACME-1", Title = "T", ItemTypes = ["*"], Score = 1, Lookups = InternetPath.ItemTypes },
            RuleSamples.Surroundings(TimeProvider.System) with { Tables = vpc.Tables() });
        var target = new NetworkTarget("eni-1", [.. vpc.Groups.Select((_, index) => $"sg-{index}")], ["subnet-1"], "198.51.100.1", "2001:db8::9", []);

        var paths = InternetPath.To(target, RuleSamples.Item("{}"), context).ToArray();

        foreach (var transport in new[] { Transport.Tcp, Transport.Udp })
        {
            foreach (var port in Ports)
            {
                foreach (var source in NetworkArbitraries.Samples)
                {
                    Assert.Equal(vpc.Arrives(transport, port, source), paths.Any(path => path.Traffic.Contains(transport, port, source)));
                }
            }
        }
    }

    /// <summary>Where a route leads.</summary>
    public enum NextHop
    {
        Internet,
        Nat,
        Nowhere,
    }

    /// <summary>A network around one subnet.</summary>
    public sealed record Vpc(
        PacketFilterTests.FilterCase[][] Groups, PacketFilterTests.FilterCase[] Inbound, PacketFilterTests.FilterCase[] Outbound, (Block To, NextHop Hop)[] Routes)
    {
        // Between 1024 and 65535 no random rule makes a difference, so that one port stands for all that answers go to.
        private const int AnswerPort = 50000;

        internal bool Arrives(Transport transport, int port, IPAddress source)
            => Groups.Any(group => group.Any(rule => rule.Matches(transport, port, source)))
                && First(Inbound, transport, port, source)
                && First(Outbound, transport, AnswerPort, source)
                && Routes.Where(route => route.To.Holds(source)).OrderByDescending(route => route.To.Prefix).Select(route => route.Hop).FirstOrDefault(NextHop.Nowhere) == NextHop.Internet;

        internal Dictionary<string, LookupTable> Tables() => new(StringComparer.Ordinal)
        {
            ["aws.ec2.securitygroup"] = Table("aws.ec2.securitygroup", [.. Groups.Select((group, index) => new { GroupId = $"sg-{index}", IpPermissions = group.Select(Permission) })]),
            ["aws.ec2.subnet"] = Table("aws.ec2.subnet", new { SubnetId = "subnet-1", VpcId = "vpc-1" }),
            ["aws.ec2.routetable"] = Table("aws.ec2.routetable", new { VpcId = "vpc-1", Associations = new[] { new { Main = true } }, Routes = Routes.Select(Route) }),
            ["aws.ec2.networkacl"] = Table(
                "aws.ec2.networkacl",
                new { Associations = new[] { new { SubnetId = "subnet-1" } }, Entries = Inbound.Select((rule, index) => Entry(rule, index, false)).Concat(Outbound.Select((rule, index) => Entry(rule, index, true))) }),
        };

        private static bool First(PacketFilterTests.FilterCase[] rules, Transport transport, int port, IPAddress address)
            => rules.FirstOrDefault(rule => rule.Matches(transport, port, address))?.IsAllowed ?? false;

        private static JsonElement Entry(PacketFilterTests.FilterCase rule, int index, bool isEgress)
            => JsonSerializer.Deserialize<JsonElement>((rule with { Number = index + 1 }).AclEntry().Replace("\"Egress\":false", isEgress ? "\"Egress\":true" : "\"Egress\":false", StringComparison.Ordinal));

        private static Dictionary<string, object> Permission(PacketFilterTests.FilterCase rule) => new()
        {
            ["IpProtocol"] = rule.Protocol is "*" ? "-1" : rule.Protocol,
            ["FromPort"] = rule.From,
            ["ToPort"] = rule.To,
            [rule.Source.Address.Contains(':', StringComparison.Ordinal) ? "Ipv6Ranges" : "IpRanges"] = new[]
            {
                new Dictionary<string, string> { [rule.Source.Address.Contains(':', StringComparison.Ordinal) ? "CidrIpv6" : "CidrIp"] = rule.Source.ToString() },
            },
        };

        private static Dictionary<string, string> Route((Block To, NextHop Hop) route) => new()
        {
            [route.To.Address.Contains(':', StringComparison.Ordinal) ? "DestinationIpv6CidrBlock" : "DestinationCidrBlock"] = route.To.ToString(),
            [route.Hop == NextHop.Nat ? "NatGatewayId" : "GatewayId"] = route.Hop == NextHop.Nat ? "nat-1" : "igw-1",
            ["State"] = route.Hop == NextHop.Nowhere ? "blackhole" : "active",
        };

        private static LookupTable Table(string itemType, params object[] configs)
            => new(itemType, "prod", configs.Select((config, index) => RuleSamples.Item(JsonSerializer.Serialize(config), itemType, $"{itemType}-{index}")), [], []);
    }

    public static class Arbitraries
    {
        public static Arbitrary<Vpc> Vpcs() => Arb.From(
            from groups in RuleGen.Select(rule => rule with { IsAllowed = true }).ListOf().Select(rules => rules.Take(4).ToArray()).ListOf()
            from inbound in RuleGen.ListOf()
            from outbound in RuleGen.ListOf()
            from routes in RouteGen.ListOf()
            select new Vpc(
                [.. groups.Take(2)],
                [.. inbound.Take(4)],
                [.. outbound.Take(4)],
                [.. routes.Append((new Block("0.0.0.0", 0), NextHop.Internet)).Append((new Block("::", 0), NextHop.Internet)).DistinctBy(route => Network(route.Item1)).Take(6)]));

        private static Gen<PacketFilterTests.FilterCase> RuleGen { get; } = PacketFilterTests.Arbitraries.Rules().Generator;

        private static Gen<(Block, NextHop)> RouteGen { get; } =
            from to in NetworkArbitraries.BlockGen
            from hop in Gen.Elements(NextHop.Internet, NextHop.Nat, NextHop.Nowhere)
            select (to, hop);

        // Two routes to the same network cannot be, however they are written.
        private static string Network(Block block) => SecurityMonkey.Network.AddressSet.Parse(block.ToString()).ToString();
    }
}
