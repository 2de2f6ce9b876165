using System.Globalization;
using System.Text.Json;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.Azure.Auditors;

/// <summary>
/// Says which ports of a network security group the internet can reach. Rules are looked at in the order of their priority, and the
/// first that speaks of internet and port decides, which a condition on single rules cannot say.
/// </summary>
internal sealed class NetworkSecurityGroupAuditor : IAuditor
{
    private const string Ports = "ports";
    private const string Protocol = "protocol";
    private const string AnyPort = "[]";

    public IReadOnlyList<Rule> Rules { get; } =
    [
        Define("SM-AZURE-NETWORK-001", "Network security group opens SSH to the internet", 8, "tcp", "[22]") with
        {
            Controls = Cis(("cis-azure-3.0", "7.2"), ("cis-azure-5.0", "7.2")),
        },
        Define("SM-AZURE-NETWORK-002", "Network security group opens RDP to the internet", 8, "tcp", "[3389]") with
        {
            Controls = Cis(("cis-azure-3.0", "7.1"), ("cis-azure-5.0", "7.1")),
        },
        Define("SM-AZURE-NETWORK-003", "Network security group opens a database port to the internet", 9, "tcp", "[1433, 1521, 3306, 5432, 6379, 27017]"),
        Define("SM-AZURE-NETWORK-004", "Network security group opens UDP to the internet", 7, "udp", AnyPort) with
        {
            Controls = Cis(("cis-azure-3.0", "7.3"), ("cis-azure-5.0", "7.3")),
        },
    ];

    public IEnumerable<Finding> Audit(Rule rule, Item item, IAuditContext context)
    {
        var protocol = JsonSerializer.Deserialize<string>(rule.Parameters[Protocol])!;
        var ports = JsonSerializer.Deserialize<int[]>(rule.Parameters[Ports])!;
        var rules = SecurityRule.ReadInbound(item.ConfigJson);
        return ports.Length == 0 ? FindAnyPort(rules, protocol) : FindPorts(rules, protocol, ports);
    }

    private static IEnumerable<Finding> FindPorts(IReadOnlyList<SecurityRule> rules, string protocol, int[] ports)
        => from port in ports
           let decisive = SecurityRule.FindOpening(rules, protocol, port).MinBy(rule => rule.Priority)
           where decisive is not null
           select Find(
               decisive,
               string.Create(CultureInfo.InvariantCulture, $"Port {port}/{protocol}"),
               string.Create(CultureInfo.InvariantCulture, $"{protocol}/{port}"));

    // Between two bounds of the rules' ranges every port fares the same, so that the bounds stand for all ports.
    private static IEnumerable<Finding> FindAnyPort(IReadOnlyList<SecurityRule> rules, string protocol)
        => from decisive in rules.SelectMany(rule => rule.PortBounds)
               .Distinct()
               .SelectMany(port => SecurityRule.FindOpening(rules, protocol, port))
               .Distinct()
           select Find(decisive, $"{protocol.ToUpperInvariant()} port {decisive.PortText}", $"{protocol}/{decisive.Name}");

    private static Finding Find(SecurityRule decisive, string what, string discriminator)
        => new(string.Create(
            CultureInfo.InvariantCulture, $"{what} is open to the internet by rule '{decisive.Name}' (priority {decisive.Priority})"))
        {
            Discriminator = discriminator,
            Evidence = [new Evidence(decisive.Path, decisive.Json)],
        };

    private static Rule Define(string id, string title, int score, string protocol, string ports) => new()
    {
        Id = id,
        Title = title,
        ItemTypes = ["azure.network.networksecuritygroups"],
        Score = score,
        Why = "What the whole internet can reach, somebody will try: with guessed and leaked passwords, and with the next flaw of the service behind the port.",
        Fix = "Narrow the source of the rule to the addresses that need it, or reach the machines through Azure Bastion or a VPN and remove the rule.",
        FixCommands = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["azure"] = "az network nsg rule update --resource-group <group> --nsg-name <name> --name <rule> --source-address-prefixes <addresses>",
        },
        References = ["https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview"],
        Tags = ["network", "exposure"],
        Parameters = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Protocol] = JsonSerializer.Serialize(protocol),
            [Ports] = ports,
        },
    };

    private static IReadOnlyDictionary<string, IReadOnlyList<string>> Cis(params (string Benchmark, string Control)[] controls)
        => controls.ToDictionary(control => control.Benchmark, control => (IReadOnlyList<string>)[control.Control], StringComparer.Ordinal);
}
