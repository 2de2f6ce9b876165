using System.Globalization;
using SecurityMonkey.Network;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Network;
using SecurityMonkey.Providers.Rules;

namespace SecurityMonkey.Providers.Azure.Evaluators;

/// <summary>
/// Says which ports of a network security group the internet can reach. Rules are looked at in the order of their priority, and the
/// first that speaks of a packet decides, which a condition on single rules cannot say.
/// </summary>
internal sealed class AzureExposedPorts : IRuleEvaluator
{
    public string Name => "azure-exposed-ports";

    public string Description => "Finds ports of a network security group that the internet can reach, after all rules in the order of their priority.";

    public IReadOnlyList<EvaluatorArgument> Arguments { get; } =
    [
        new("protocol", "The protocol: tcp, udp, tcp+udp or * for any.") { DefaultJson = "\"tcp\"" },
        new("ports", "Ports that must not be open: 22, '6000-6010', or a list of them; each is a finding. An empty list means any port: each rule that opens one is a finding.") { DefaultJson = "[]" },
    ];

    public IReadOnlyList<string> Lookups => [];

    public IEvaluatedRule Create(IReadOnlyDictionary<string, string> arguments)
    {
        var read = new EvaluatorArguments(arguments);
        return new Instance([.. read.Protocol("protocol").Where(transport => transport.HasPorts())], read.Ports("ports"));
    }

    private sealed class Instance(IReadOnlyList<Transport> transports, PortSet ports) : IEvaluatedRule
    {
        public IReadOnlyList<string> Reads { get; } = ["properties.securityRules", "properties.defaultSecurityRules"];

        public IEnumerable<Finding> Audit(Rule rule, Item item, IAuditContext context)
        {
            var rules = context.Derive(item, static item => new SecurityRules(SecurityRule.ReadInbound(item.ConfigJson)));
            return transports.SelectMany(transport => ports.IsEmpty ? FindAnyPort(rules, transport) : FindPorts(rules, transport));
        }

        private static IEnumerable<Finding> FindAnyPort(SecurityRules rules, Transport transport)
            => from opening in rules.Decisive
               let open = opening.Allowed.PortsWhere(transport, sources => sources.HasInternet).Intersect(rules.Allowed.InternetPorts(transport))
               where !open.IsEmpty && (opening.Allowed.SourcesOf(transport, open).IsInternet || rules.Decisive.First(other => Contributes(other, transport, open)).Rule == opening.Rule)
               select Find(
                   opening.Rule,
                   transport.Text(opening.Rule.PortText),
                   $"{Name(transport)}/{opening.Rule.Name}");

        private IEnumerable<Finding> FindPorts(SecurityRules rules, Transport transport)
            => from range in rules.Allowed.InternetPorts(transport).Intersect(ports).Ranges
               from port in Enumerable.Range(range.First, range.Last - range.First + 1)
               let decisive = rules.Decisive.First(opening => opening.Allowed.SourcesOf(transport, port).HasInternet).Rule
               select Find(
                   decisive,
                   string.Create(CultureInfo.InvariantCulture, $"Port {port}/{Name(transport)}"),
                   string.Create(CultureInfo.InvariantCulture, $"{Name(transport)}/{port}"));

        private static bool Contributes((SecurityRule Rule, TrafficSet Allowed) opening, Transport transport, PortSet open)
            => opening.Allowed.SourcesOf(transport, open).HasInternet;

        private static Finding Find(SecurityRule decisive, string what, string discriminator)
            => new(string.Create(CultureInfo.InvariantCulture, $"{what} is open to the internet by rule '{decisive.Name}' (priority {decisive.Priority})"))
            {
                Discriminator = discriminator,
                Evidence = [new Evidence(decisive.Filter.Path, decisive.Filter.Json)],
            };

        private static string Name(Transport transport) => transport is Transport.Tcp ? "tcp" : "udp";
    }
}
