namespace SecurityMonkey.Plugins;

/// <summary>A member that calls in watcher documents can have.</summary>
/// <param name="Name">Its name, such as <c>path</c> or <c>action</c>.</param>
public sealed record ApiCallMember(string Name)
{
    /// <summary>Whether a call must have it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether it is a map or a list of anything, rather than a text; expressions in braces work in its texts at any depth.</summary>
    public bool IsStructure { get; init; }

    /// <summary>Whether it is a path of a URL: what stands in the place of braces is encoded, but for slashes.</summary>
    public bool IsUrlPath { get; init; }

    /// <summary>The texts it can be; empty means any.</summary>
    public IReadOnlyList<string> AllowedValues { get; init; } = [];
}
