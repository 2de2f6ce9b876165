using SecurityMonkey.Network;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Aws.Network;
using SecurityMonkey.Providers.Network;
using SecurityMonkey.Providers.Rules;

namespace SecurityMonkey.Providers.Aws.Evaluators;

/// <summary>Finds ports of a security group that are open to the internet, however many permissions and blocks it takes to write that.</summary>
internal sealed class AwsExposedPorts : IRuleEvaluator
{
    public string Name => "aws-exposed-ports";

    public string Description => "Finds ports that a security group opens to the internet: by one block, or by several that are the internet together.";

    public IReadOnlyList<EvaluatorArgument> Arguments { get; } =
    [
        new("protocol", "The protocol: tcp, udp, tcp+udp or * for both and ICMP.") { DefaultJson = "\"tcp\"" },
        new("ports", "Ports that must not be open: 22, '6000-6010', '*', or a list of them.") { IsRequired = true },
        new("match", "any: one open port is a finding; all: only where every one is open.") { DefaultJson = "\"any\"" },
        new("unlessAllPorts", "Whether permissions that open every port are left to another rule.") { DefaultJson = "true" },
        new("allowedPorts", "Ports that may be open.") { DefaultJson = "[]" },
        new("direction", "ingress or egress.") { DefaultJson = "\"ingress\"" },
    ];

    public IReadOnlyList<string> Lookups { get; } = [.. PrefixLists.ItemTypes, .. GroupUse.ItemTypes];

    public IEvaluatedRule Create(IReadOnlyDictionary<string, string> arguments)
    {
        var read = new EvaluatorArguments(arguments);
        var isAll = read.OneOf("match", "any", "all") is "all";
        var isIngress = read.OneOf("direction", "ingress", "egress") is "ingress";
        return new Instance(read.Protocol("protocol"), read.Ports("ports").Subtract(read.Ports("allowedPorts")), isAll, !isAll && read.Flag("unlessAllPorts"), isIngress);
    }

    private sealed class Instance(IReadOnlyList<Transport> transports, PortSet ports, bool isAll, bool isUnlessAllPorts, bool isIngress) : IEvaluatedRule
    {
        public IReadOnlyList<string> Reads { get; } = [isIngress ? "IpPermissions" : "IpPermissionsEgress"];

        public IEnumerable<Finding> Audit(Rule rule, Item item, IAuditContext context)
        {
            var group = SecurityGroup.Of(item, context);
            var prefixLists = new PrefixLists(item, context);
            var permissions = (isIngress ? group.Ingress : group.Egress)
                .Where(permission => permission.Transports.Any(transports.Contains) && !(isUnlessAllPorts && permission.Ports.IsAll))
                .ToArray();
            var findings = isAll ? FindAll(permissions, prefixLists) : FindAny(permissions, prefixLists);
            if (findings.Count == 0)
            {
                prefixLists.RequireKnown();
                return findings;
            }

            var score = GroupUse.ScoreOf(rule, group.Id, item, context);
            return score is null ? findings : findings.Select(finding => finding with { Score = score, Message = finding.Message + "; the group is attached to nothing" });
        }

        private List<Finding> FindAny(Permission[] permissions, PrefixLists prefixLists)
        {
            var findings = new List<Finding>();
            foreach (var permission in permissions.Where(permission => HasPorts(permission) ? permission.Ports.Overlaps(ports) : ports.IsAll))
            {
                findings.AddRange(SecurityGroup.BlocksOf(permission, prefixLists)
                    .Where(block => block.Addresses.IsInternet)
                    .Select(block => Find(permission, block)));
            }

            if (findings.Count > 0)
            {
                return [.. findings.DistinctBy(finding => finding.Discriminator)];
            }

            var traffic = SecurityGroup.TrafficOf(permissions, prefixLists);
            return
            [
                .. from transport in transports
                   let open = traffic.InternetPorts(transport).Intersect(transport.HasPorts() ? ports : ports.IsAll ? PortSet.All : PortSet.Empty)
                   where !open.IsEmpty
                   select FindTogether(transport, open, permissions, prefixLists),
            ];
        }

        private List<Finding> FindAll(Permission[] permissions, PrefixLists prefixLists)
        {
            var blocks = permissions.SelectMany(permission => SecurityGroup.BlocksOf(permission, prefixLists).Select(block => (permission, block)))
                .Where(pair => pair.block.Addresses.IsInternet)
                .GroupBy(pair => pair.block.Text, StringComparer.Ordinal)
                .SelectMany(group => FindAll(group.Key, [.. group]))
                .ToList();
            if (blocks.Count > 0)
            {
                return blocks;
            }

            var traffic = SecurityGroup.TrafficOf(permissions, prefixLists);
            return
            [
                .. from transport in transports
                   where transport.HasPorts() && EvaluatorPorts.AreOpen(ports, traffic.InternetPorts(transport))
                   select FindTogether(transport, ports, permissions, prefixLists),
            ];
        }

        private IEnumerable<Finding> FindAll(string block, (Permission Permission, SourceBlock Block)[] pairs)
        {
            var open = transports.Where(transport => transport.HasPorts() && EvaluatorPorts.AreOpen(ports, pairs
                .Where(pair => pair.Permission.Transports.Contains(transport))
                .Aggregate(PortSet.Empty, (union, pair) => union.Union(pair.Permission.Ports)))).ToArray();
            var isEveryProtocol = pairs.Any(pair => pair.Permission.Protocol is "-1");
            return open.Select(transport => isEveryProtocol ? "-1" : transport.Text().ToLowerInvariant()).Distinct(StringComparer.Ordinal).Select(protocol =>
                new Finding($"All {(isEveryProtocol ? "traffic" : protocol)} is open to {block}")
                {
                    Discriminator = $"{block} {protocol}",
                    Evidence = [.. pairs.Select(pair => new Evidence(pair.Block.Path, pair.Block.Json)), new Evidence("IpProtocol", $"\"{pairs[0].Permission.Protocol}\"")],
                });
        }

        private static Finding Find(Permission permission, SourceBlock block)
            => new($"{What(permission)} is open to {block.Text}")
            {
                Discriminator = $"{block.Text} {permission.Protocol} {PortText(permission)}",
                Evidence = [new Evidence(block.Path, block.Json), new Evidence("IpProtocol", $"\"{permission.Protocol}\""), new Evidence("ports", $"\"{PortText(permission)}\"")],
            };

        private static Finding FindTogether(Transport transport, PortSet open, Permission[] permissions, PrefixLists prefixLists)
        {
            var blocks = permissions
                .Where(permission => permission.Transports.Contains(transport) && (!transport.HasPorts() || permission.Ports.Overlaps(open)))
                .SelectMany(permission => SecurityGroup.BlocksOf(permission, prefixLists))
                .Where(block => block.Addresses.HasInternet)
                .ToArray();
            return new Finding($"{transport.Text(open.ToString())} is open to {string.Join(", ", blocks.Select(block => block.Text).Distinct(StringComparer.Ordinal))}, which together are the internet")
            {
                Discriminator = $"together {transport.Text()}",
                Evidence = [.. blocks.Select(block => new Evidence(block.Path, block.Json))],
            };
        }

        private static string What(Permission permission)
            => permission.Protocol is "-1" ? "All traffic"
                : HasPorts(permission) ? permission.Transports[0].Text(PortText(permission))
                : permission.Transports[0].Text();

        private static bool HasPorts(Permission permission) => permission.Transports.Any(transport => transport.HasPorts());

        private static string PortText(Permission permission) => permission.Ports.ToString();
    }
}
