using System.Text.Json;
using SecurityMonkey;
using SecurityMonkey.Plugins;

namespace AzureTokenPlugin;

/// <summary>Finds policies that do not install the monitoring agent.</summary>
internal sealed class MonitoringAgentAuditor : IAuditor
{
    public IReadOnlyList<Rule> Rules { get; } =
    [
        new Rule
        {
            Id = "ACME-AZURE-001",
            Title = "Account contains unprovisioned monitoring agents",
            ItemTypes = [SecurityPolicyWatcher.SecurityPolicies.Id],
            Score = 10,
            Why = "Without the agent nobody sees what happens on a machine.",
            Fix = "Switch automatic provisioning on in the Security Center.",
            Reads = ["value"],
        },
    ];

    public IEnumerable<Finding> Audit(Rule rule, Item item, IAuditContext context)
    {
        using var config = JsonDocument.Parse(item.ConfigJson);
        foreach (var policy in config.RootElement.GetProperty("value").EnumerateArray())
        {
            var logCollection = policy.GetProperty("properties").GetProperty("logCollection").GetString();
            if (logCollection is not "On")
            {
                yield return new Finding(rule.Title)
                {
                    Discriminator = policy.GetProperty("name").GetString() ?? "",
                    Evidence = [new Evidence("value[].properties.logCollection", $"\"{logCollection}\"")],
                };
            }
        }
    }
}
