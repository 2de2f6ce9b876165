using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Azure.Evaluators;

namespace SecurityMonkey.Providers.Azure;

/// <summary>What the module knows of Microsoft Azure.</summary>
public sealed class AzurePlugin : IPlugin
{
    /// <inheritdoc/>
    public string Name => "Azure";

    /// <inheritdoc/>
    public void Register(IPluginRegistry registry)
    {
        registry.AddAccountType(new AzureAccountType());
        registry.AddItemTypeFamily(AzureItemTypes.Provider, AzureItemTypes.Define);
        foreach (var itemType in AzureItemTypes.Known)
        {
            registry.AddItemType(itemType);
        }

        foreach (var evaluator in AzureEvaluators.All)
        {
            registry.AddEvaluator(evaluator);
        }
    }
}
