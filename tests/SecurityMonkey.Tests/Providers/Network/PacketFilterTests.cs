using System.Globalization;
using System.Net;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SecurityMonkey.Providers.Aws.Network;
using SecurityMonkey.Providers.Azure.Evaluators;
using SecurityMonkey.Providers.Network;
using SecurityMonkey.Tests.Network;

namespace SecurityMonkey.Tests.Providers.Network;

/// <summary>What the library says of random rules agrees with looking at them packet by packet.</summary>
public sealed class PacketFilterTests
{
    private static readonly int[] Ports = [0, 1, 21, 22, 23, 79, 80, 81, 442, 443, 1023, 1024, 65534, 65535];

    [Property(Arbitrary = [typeof(Arbitraries)], MaxTest = 200)]
    public void Network_acl_lets_through_what_its_first_matching_rule_allows(FilterCase[] cases)
    {
        var numbered = cases.Select((rule, index) => rule with { Number = (index * 7 % 50) + 1 }).DistinctBy(rule => rule.Number).ToArray();
        using var acl = JsonDocument.Parse($$"""{"Entries":[{{string.Join(',', numbered.Select(rule => rule.AclEntry()))}}]}""");

        var allowed = FilterRule.Allowed(NetworkAcl.ReadRules(acl.RootElement));

        ForEachPacket((transport, port, address) =>
        {
            var first = numbered.OrderBy(rule => rule.Number).FirstOrDefault(rule => rule.Matches(transport, port, address));
            Assert.Equal(first?.IsAllowed ?? false, allowed.Contains(transport, port, address));
        });
    }

    [Property(Arbitrary = [typeof(Arbitraries)], MaxTest = 200)]
    public void Network_security_group_lets_through_what_its_first_matching_rule_allows(FilterCase[] cases)
    {
        var numbered = cases.Select((rule, index) => rule with { Number = 100 + (index * 7 % 50) }).DistinctBy(rule => rule.Number).ToArray();
        var rules = new SecurityRules(SecurityRule.ReadInbound("{\"properties\":{\"securityRules\":[" + string.Join(',', numbered.Select(rule => rule.AzureRule())) + "]}}"));

        ForEachPacket((transport, port, address) =>
        {
            var first = numbered.OrderBy(rule => rule.Number).FirstOrDefault(rule => rule.Matches(transport, port, address));
            Assert.Equal(first?.IsAllowed ?? false, rules.Allowed.Contains(transport, port, address));
            Assert.Equal(first is { IsAllowed: true } ? first.Name : null, rules.Decisive.FirstOrDefault(decisive => decisive.Allowed.Contains(transport, port, address)).Rule?.Name);
        });
    }

    [Property(Arbitrary = [typeof(Arbitraries)], MaxTest = 200)]
    public void Traffic_is_a_set(FilterCase[] left, FilterCase[] right)
    {
        var (mine, its) = (Traffic(left), Traffic(right));
        ForEachPacket((transport, port, address) =>
        {
            var (inMine, inIts) = (left.Any(rule => rule.Matches(transport, port, address)), right.Any(rule => rule.Matches(transport, port, address)));
            Assert.Equal(inMine || inIts, mine.Union(its).Contains(transport, port, address));
            Assert.Equal(inMine && inIts, mine.Intersect(its).Contains(transport, port, address));
            Assert.Equal(inMine && !inIts, mine.Subtract(its).Contains(transport, port, address));
        });
    }

    private static TrafficSet Traffic(IEnumerable<FilterCase> cases)
        => cases.Aggregate(TrafficSet.Empty, (traffic, rule) => traffic.Union(TrafficSet.Of(
            Transports.Parse(rule.Protocol), SecurityMonkey.Network.PortSet.Of(rule.From, rule.To), SecurityMonkey.Network.AddressSet.Parse(rule.Source.ToString()))));

    private static void ForEachPacket(Action<Transport, int, IPAddress> check)
    {
        foreach (var transport in new[] { Transport.Tcp, Transport.Udp })
        {
            foreach (var port in Ports)
            {
                foreach (var address in NetworkArbitraries.Samples)
                {
                    check(transport, port, address);
                }
            }
        }
    }

    /// <summary>A rule of a filter.</summary>
    public sealed record FilterCase(bool IsAllowed, string Protocol, int From, int To, Block Source)
    {
        public int Number { get; init; }

        public string Name => $"r{Number.ToString(CultureInfo.InvariantCulture)}";

        internal bool Matches(Transport transport, int port, IPAddress address)
            => (Protocol is "*" || string.Equals(Protocol, transport.ToString(), StringComparison.OrdinalIgnoreCase))
                && (Protocol is "*" || (From <= port && port <= To))
                && Source.Holds(address);

        public string AclEntry() => JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["Egress"] = false,
            ["RuleNumber"] = Number,
            ["RuleAction"] = IsAllowed ? "allow" : "deny",
            ["Protocol"] = Protocol switch { "tcp" => "6", "udp" => "17", _ => "-1" },
            [Source.Address.Contains(':') ? "Ipv6CidrBlock" : "CidrBlock"] = Source.ToString(),
            ["PortRange"] = new { From, To },
        });

        public string AzureRule() => JsonSerializer.Serialize(new
        {
            name = Name,
            properties = new
            {
                priority = Number,
                access = IsAllowed ? "Allow" : "Deny",
                direction = "Inbound",
                protocol = Protocol,
                sourceAddressPrefix = Source.ToString(),
                sourcePortRange = "*",
                destinationAddressPrefix = "*",
                destinationPortRange = Protocol is "*" ? "*" : $"{From}-{To}",
            },
        });
    }

    public static class Arbitraries
    {
        public static Arbitrary<FilterCase> Rules() => Arb.From(
            from isAllowed in Gen.Elements(true, true, false)
            from protocol in Gen.Elements("tcp", "udp", "*")
            from ports in Gen.Elements((22, 22), (0, 65535), (80, 443), (1024, 65535), (1, 79), (0, 21))
            from source in NetworkArbitraries.BlockGen
            select new FilterCase(isAllowed, protocol, protocol is "*" ? 0 : ports.Item1, protocol is "*" ? 65535 : ports.Item2, source));
    }
}
