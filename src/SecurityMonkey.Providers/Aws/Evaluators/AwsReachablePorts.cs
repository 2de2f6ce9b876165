using SecurityMonkey.Network;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Aws.Network;
using SecurityMonkey.Providers.Network;
using SecurityMonkey.Providers.Rules;

namespace SecurityMonkey.Providers.Aws.Evaluators;

/// <summary>Finds ports of an instance, an interface, a database or a load balancer that packets from the internet really reach, and names the way.</summary>
internal sealed class AwsReachablePorts : IRuleEvaluator
{
    private const string Own = "own";

    public string Name => "aws-reachable-ports";

    public string Description
        => "Finds ports that the internet reaches through gateway, route table, network ACL, security groups and public address: all of them must let a packet through.";

    public IReadOnlyList<EvaluatorArgument> Arguments { get; } =
    [
        new("protocol", "The protocol: tcp, udp or tcp+udp.") { DefaultJson = "\"tcp\"" },
        new("ports", "Ports that must not be reachable: 22, '6000-6010', '*', or a list of them; 'own' means those that the resource listens on.") { IsRequired = true },
        new("allowedPorts", "Ports that may be reachable.") { DefaultJson = "[]" },
    ];

    public IReadOnlyList<string> Lookups => InternetPath.ItemTypes;

    public IEvaluatedRule Create(IReadOnlyDictionary<string, string> arguments)
    {
        var read = new EvaluatorArguments(arguments);
        var isOwn = arguments["ports"] is "\"" + Own + "\"";
        return new Instance(read.Protocol("protocol"), isOwn ? null : read.Ports("ports"), read.Ports("allowedPorts"));
    }

    private sealed class Instance(IReadOnlyList<Transport> transports, PortSet? ports, PortSet allowedPorts) : IEvaluatedRule
    {
        public IReadOnlyList<string> Reads { get; } =
        [
            "State", "NetworkInterfaces", "Groups", "SubnetId", "Association", "PrivateIpAddresses", "Ipv6Addresses", "PubliclyAccessible", "VpcSecurityGroups", "DBSubnetGroup", "Endpoint",
            "Scheme", "SecurityGroups", "AvailabilityZones", "Listeners", "Subnets", "ListenerDescriptions", "IpAddressType",
        ];

        public IEnumerable<Finding> Audit(Rule rule, Item item, IAuditContext context)
        {
            foreach (var target in NetworkTarget.Of(item, context))
            {
                var wanted = (ports ?? target.Ports.Aggregate(PortSet.Empty, (all, port) => all.Union(PortSet.Of(port)))).Subtract(allowedPorts);
                var paths = wanted.IsEmpty ? [] : InternetPath.To(target, item, context).ToArray();
                foreach (var transport in transports)
                {
                    var open = paths.Aggregate(PortSet.Empty, (all, path) => all.Union(path.Traffic.InternetPorts(transport))).Intersect(wanted);
                    if (!open.IsEmpty)
                    {
                        yield return Find(transport, open, target, paths.First(path => path.Traffic.InternetPorts(transport).Overlaps(open)));
                    }
                }
            }
        }

        private static Finding Find(Transport transport, PortSet open, NetworkTarget target, InternetPath path)
        {
            var sources = path.Traffic.SourcesOf(transport, open).ToString();
            return new Finding($"{transport.Text(open.ToString())} is reachable from {(sources.Length > 60 ? "the internet" : sources)}: {path.Text}")
            {
                Discriminator = $"{transport.Text()} {target.Name}",
                Evidence =
                [
                    new Evidence("path", $"\"{path.Text}\""), new Evidence("ports", $"\"{open}\""), new Evidence("sources", $"\"{(sources.Length > 250 ? sources[..250] + "..." : sources)}\""),
                ],
            };
        }
    }
}
