namespace SecurityMonkey.Providers.GitHub.Workflows;

/// <summary>A workflow of GitHub Actions.</summary>
internal sealed class Workflow
{
    private Workflow(YamlNode root)
    {
        Triggers = root["on"] is { Members: { } members } ? [.. members.Select(member => member.Key)] : [.. root["on"]?.Texts() ?? []];
        Permissions = root["permissions"];
        Environment = root["env"];
        Jobs = [.. (root["jobs"]?.Members ?? []).Select(job => new WorkflowJob(job.Key, job.Value))];
    }

    /// <summary>The events that start it.</summary>
    public IReadOnlyList<string> Triggers { get; }

    /// <summary>What its token may do; null where it does not say.</summary>
    public YamlNode? Permissions { get; }

    /// <summary>Its environment variables; null where it has none.</summary>
    public YamlNode? Environment { get; }

    /// <summary>Its jobs.</summary>
    public IReadOnlyList<WorkflowJob> Jobs { get; }

    /// <summary>Reads a workflow.</summary>
    /// <param name="text">The file.</param>
    /// <exception cref="FormatException">It is no workflow; the message says why, and fits behind a name.</exception>
    public static Workflow Read(string text)
        => WorkflowYaml.Read(text) is var root && root["jobs"]?.Members is not null ? new Workflow(root) : throw new FormatException("it has no jobs");
}
