using SecurityMonkey;
using SecurityMonkey.Plugins;

namespace AzureTokenPlugin;

/// <summary>The one class by which the assembly says what it has: an account type, what its accounts are watched for, and a rule.</summary>
public sealed class AzureTokenPlugin : IPlugin
{
    public string Name => "AzureToken";

    public void Register(IPluginRegistry registry)
    {
        registry.AddAccountType(new AzureTokenAccountType());
        registry.AddItemType(SecurityPolicyWatcher.SecurityPolicies);
        registry.AddWatcher(AzureTokenAccountType.TypeName, new SecurityPolicyWatcher());
        registry.AddAuditor(new MonitoringAgentAuditor());
    }
}
