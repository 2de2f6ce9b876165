namespace SecurityMonkey.Providers.GitHub.Workflows;

/// <summary>An action, a workflow or an image that a step or a job uses.</summary>
/// <param name="Name">It without its version: <c>owner/repository/path</c>, or an image.</param>
/// <param name="Owner">Whose it is; empty for images.</param>
/// <param name="IsPinned">Whether its version is a commit or a digest, which nobody can move.</param>
internal sealed record UsedAction(string Name, string Owner, bool IsPinned)
{
    private const string Docker = "docker://";

    /// <summary>Reads what stands behind <c>uses</c>.</summary>
    /// <returns>It; null for what lies in the same repository, and for what is none.</returns>
    public static UsedAction? Parse(string? uses)
    {
        if (uses is null || uses.StartsWith("./", StringComparison.Ordinal) || uses.StartsWith("../", StringComparison.Ordinal))
        {
            return null;
        }

        if (uses.StartsWith(Docker, StringComparison.OrdinalIgnoreCase))
        {
            var image = uses[Docker.Length..];
            return new UsedAction(Docker + WithoutTag(image), "", image.Contains("@sha256:", StringComparison.OrdinalIgnoreCase));
        }

        var parts = uses.Split('@', 2);
        return parts.Length == 2 && parts[0].Split('/') is [{ Length: > 0 } owner, _, ..] ? new UsedAction(parts[0], owner, IsCommit(parts[1].Trim())) : null;
    }

    // A port of a registry is no tag: it has a slash behind it.
    private static string WithoutTag(string image)
    {
        var name = image.Split('@')[0];
        var colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') ? name[..colon] : name;
    }

    // A name of a branch or a tag may be hexadecimal too, but not of this length: GitHub forbids it.
    private static bool IsCommit(string version) => version.Length is 40 or 64 && version.All(char.IsAsciiHexDigit);
}
