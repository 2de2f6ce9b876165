namespace SecurityMonkey.Providers.GitHub.Workflows;

/// <summary>A step of a job.</summary>
/// <param name="node">What it says.</param>
internal sealed class WorkflowStep(YamlNode node)
{
    private const int LongestLabel = 60;

    /// <summary>The line it begins on.</summary>
    public int Line => node.Line;

    /// <summary>The action that it uses; null where it runs a script.</summary>
    public YamlNode? Uses => node["uses"];

    /// <summary>The script that it runs; null where it uses an action.</summary>
    public YamlNode? Run => node["run"];

    /// <summary>Its environment variables; null where it has none.</summary>
    public YamlNode? Environment => node["env"];

    /// <summary>The condition on which it runs; empty where it has none.</summary>
    public string Condition => node["if"]?.Text ?? "";

    /// <summary>What it is called in messages: its id, its name, its action, or how its script begins. Not its position, which others change.</summary>
    public string Label => Shorten(node["id"]?.Text ?? node["name"]?.Text ?? Uses?.Text?.Split('@')[0] ?? Run?.Text?.Trim().Split('\n')[0] ?? "step");

    /// <summary>An input of its action; null where it is not given.</summary>
    public YamlNode? Input(string name) => node["with"]?[name];

    /// <summary>Whether it uses an action, whatever its version.</summary>
    /// <param name="action">The action, such as <c>actions/checkout</c>.</param>
    public bool IsOf(string action) => Uses?.Text is { } text && string.Equals(text.Split('@')[0], action, StringComparison.OrdinalIgnoreCase);

    private static string Shorten(string text) => text.Length <= LongestLabel ? text : text[..LongestLabel];
}
