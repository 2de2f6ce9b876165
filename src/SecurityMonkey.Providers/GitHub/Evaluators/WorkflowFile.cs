using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.GitHub.Workflows;

namespace SecurityMonkey.Providers.GitHub.Evaluators;

/// <summary>A workflow with what is known of the repository it is in.</summary>
/// <param name="Workflow">The workflow.</param>
/// <param name="Repository">The repository, with its owner.</param>
/// <param name="Visibility">Whether the repository is public, private or internal; null where that is not known.</param>
/// <param name="TrustedOwners">Whose actions are trusted, besides the owner of the repository.</param>
/// <param name="Context">What the engine offers.</param>
internal sealed record WorkflowFile(Workflow Workflow, string Repository, string? Visibility, IReadOnlyList<string> TrustedOwners, IAuditContext Context)
{
    /// <summary>Whether an action is of somebody else.</summary>
    public bool IsForeign(UsedAction action)
        => !TrustedOwners.Append(Repository.Split('/')[0]).Contains(action.Owner, StringComparer.OrdinalIgnoreCase);
}
