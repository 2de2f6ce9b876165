using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.GitHub.Evaluators;

/// <summary>The evaluators of GitHub.</summary>
internal static class GitHubEvaluators
{
    /// <summary>All there are.</summary>
    public static IReadOnlyList<IRuleEvaluator> All { get; } = [new GitHubWorkflowRisks()];
}
