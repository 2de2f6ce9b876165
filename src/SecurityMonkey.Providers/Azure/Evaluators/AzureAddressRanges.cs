using System.Globalization;
using System.Text.Json;
using SecurityMonkey.Network;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Rules;

namespace SecurityMonkey.Providers.Azure.Evaluators;

/// <summary>Finds servers whose firewall rules, added up, let in more of the internet than they should.</summary>
internal sealed class AzureAddressRanges : IRuleEvaluator
{
    public string Name => "azure-firewall-ranges";

    public string Description => "Finds servers whose firewall rules let in the internet, or wide ranges of it, when all of them are added up.";

    public IReadOnlyList<EvaluatorArgument> Arguments { get; } =
    [
        new("rules", "The item type of the firewall rules, whose ids begin with the id of the server.") { IsRequired = true },
        new("most", "How many public addresses may be let in.") { DefaultJson = "65536" },
    ];

    // The argument names one of these; what is not used costs nothing.
    public IReadOnlyList<string> Lookups { get; } =
    [
        "azure.sql.servers.firewallrules", "azure.dbforpostgresql.flexibleservers.firewallrules", "azure.dbformysql.flexibleservers.firewallrules",
    ];

    public IEvaluatedRule Create(IReadOnlyDictionary<string, string> arguments)
    {
        var read = new EvaluatorArguments(arguments);
        return new Instance(read.OneOf("rules", [.. Lookups]), read.Integer("most") ?? 0);
    }

    private sealed class Instance(string itemType, int most) : IEvaluatedRule
    {
        public IReadOnlyList<string> Reads { get; } = ["id"];

        public IEnumerable<Finding> Audit(Rule rule, Item item, IAuditContext context)
        {
            var server = (ItemConfig.Of(item, context).Text("id") ?? item.NativeId) + "/";
            var rules = context.GetItems(itemType)
                .Select(found => ItemConfig.Of(found, context).Root)
                .Where(found => ItemConfig.Text(found, "id")?.StartsWith(server, StringComparison.OrdinalIgnoreCase) is true)
                .Select(found => (Config: found, Addresses: Read(found)))
                .Where(found => found.Addresses.HasInternet)
                .ToArray();
            var addresses = AddressSet.Union(rules.Select(found => found.Addresses)).Intersect(AddressSet.Internet);
            if (addresses.CountIPv4 > most)
            {
                yield return new Finding(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{string.Join(", ", rules.Select(found => ItemConfig.Text(found.Config, "name")))} let in {(addresses.IsInternet ? "the internet" : $"{addresses.CountIPv4:N0} public addresses")}"))
                {
                    Evidence = [.. rules.Select(found => new Evidence(ItemConfig.Text(found.Config, "name") ?? "rule", found.Config.GetRawText()))],
                };
            }
        }

        // 0.0.0.0 to 0.0.0.0 is no range but a switch: any service of Azure.
        private static AddressSet Read(JsonElement rule)
            => AddressSet.Parse($"{ItemConfig.Text(rule, "properties.startIpAddress")}-{ItemConfig.Text(rule, "properties.endIpAddress")}");
    }
}
