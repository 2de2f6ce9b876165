namespace SecurityMonkey.Providers.GitHub.Workflows;

/// <summary>A job of a workflow.</summary>
/// <param name="name">Its key.</param>
/// <param name="node">What it says.</param>
internal sealed class WorkflowJob(string name, YamlNode node)
{
    /// <summary>Its key.</summary>
    public string Name => name;

    /// <summary>The line it begins on.</summary>
    public int Line => node.Line;

    /// <summary>What its token may do; null where it does not say.</summary>
    public YamlNode? Permissions => node["permissions"];

    /// <summary>Its environment variables; null where it has none.</summary>
    public YamlNode? Environment => node["env"];

    /// <summary>The workflow that it calls; null where it has steps of its own.</summary>
    public YamlNode? Uses => node["uses"];

    /// <summary>The secrets that it hands to the workflow it calls; null where it hands none.</summary>
    public YamlNode? Secrets => node["secrets"];

    /// <summary>The condition on which it runs; empty where it has none.</summary>
    public string Condition => node["if"]?.Text ?? "";

    /// <summary>The labels of the runners it may run on, or the group's.</summary>
    public IEnumerable<string> RunnerLabels => node["runs-on"] is { Members: not null } group ? group["labels"]?.Texts() ?? [] : node["runs-on"]?.Texts() ?? [];

    /// <summary>The line that says on which runners it runs.</summary>
    public int RunnerLine => node["runs-on"]?.Line ?? node.Line;

    /// <summary>Its steps.</summary>
    public IReadOnlyList<WorkflowStep> Steps { get; } = [.. (node["steps"]?.Items ?? []).Where(step => step.Members is not null).Select(step => new WorkflowStep(step))];
}
