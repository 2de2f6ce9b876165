using SecurityMonkey.Network;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Aws.Network;
using SecurityMonkey.Providers.Network;
using SecurityMonkey.Providers.Rules;

namespace SecurityMonkey.Providers.Aws.Evaluators;

/// <summary>Finds ports that a network ACL lets the internet reach, after its rules in the order of their numbers.</summary>
internal sealed class AwsAclExposedPorts : IRuleEvaluator
{
    public string Name => "aws-acl-exposed-ports";

    public string Description => "Finds ports that a network ACL lets the internet reach, after all rules in the order of their numbers.";

    public IReadOnlyList<EvaluatorArgument> Arguments { get; } =
    [
        new("protocol", "The protocol: tcp, udp, tcp+udp or *.") { DefaultJson = "\"tcp\"" },
        new("ports", "Ports that must not be open: 22, '6000-6010', '*', or a list of them.") { IsRequired = true },
        new("match", "any: one open port is a finding; all: only where every one is open.") { DefaultJson = "\"any\"" },
    ];

    public IReadOnlyList<string> Lookups => [];

    public IEvaluatedRule Create(IReadOnlyDictionary<string, string> arguments)
    {
        var read = new EvaluatorArguments(arguments);
        return new Instance(read.Protocol("protocol"), read.Ports("ports"), read.OneOf("match", "any", "all") is "all");
    }

    private sealed class Instance(IReadOnlyList<Transport> transports, PortSet ports, bool isAll) : IEvaluatedRule
    {
        public IReadOnlyList<string> Reads { get; } = ["Entries"];

        public IEnumerable<Finding> Audit(Rule rule, Item item, IAuditContext context)
        {
            var rules = NetworkAcl.RulesOf(item, context);
            var allowed = FilterRule.Allowed(rules);
            var open = transports.Where(transport => transport.HasPorts())
                .Select(transport => (Transport: transport, Ports: allowed.InternetPorts(transport)))
                .Where(pair => isAll ? EvaluatorPorts.AreOpen(ports, pair.Ports) : pair.Ports.Overlaps(ports))
                .ToArray();
            return isAll && open.Length < transports.Count(transport => transport.HasPorts())
                ? []
                : open.Select(pair => Find(rules, pair.Transport, isAll ? pair.Ports : pair.Ports.Intersect(ports)));
        }

        private static Finding Find(IReadOnlyList<FilterRule> rules, Transport transport, PortSet open)
        {
            var opening = FilterRule.Effective(rules).Where(effective => effective.Allowed.SourcesOf(transport, open).HasInternet).Select(effective => effective.Rule).ToArray();
            return new Finding($"{transport.Text(open.ToString())} is open to the internet by rule {string.Join(", ", opening.Select(rule => rule.Name))}")
            {
                Discriminator = transport.Text(),
                Evidence = [.. opening.Select(rule => new Evidence(rule.Path, rule.Json))],
            };
        }
    }
}
