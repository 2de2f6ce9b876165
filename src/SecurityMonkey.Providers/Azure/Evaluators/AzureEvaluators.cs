using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.Azure.Evaluators;

/// <summary>The evaluators of Azure.</summary>
internal static class AzureEvaluators
{
    /// <summary>All there are.</summary>
    public static IReadOnlyList<IRuleEvaluator> All { get; } = [new AzureExposedPorts(), new AzureAddressRanges()];
}
