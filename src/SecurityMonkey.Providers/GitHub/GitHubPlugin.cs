using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.GitHub.Evaluators;

namespace SecurityMonkey.Providers.GitHub;

/// <summary>What the module knows of GitHub.</summary>
public sealed class GitHubPlugin : IPlugin
{
    /// <inheritdoc/>
    public string Name => "GitHub";

    /// <inheritdoc/>
    public void Register(IPluginRegistry registry)
    {
        registry.AddAccountType(new GitHubAccountType());
        foreach (var itemType in GitHubItemTypes.All)
        {
            registry.AddItemType(itemType);
        }

        foreach (var evaluator in GitHubEvaluators.All)
        {
            registry.AddEvaluator(evaluator);
        }
    }
}
