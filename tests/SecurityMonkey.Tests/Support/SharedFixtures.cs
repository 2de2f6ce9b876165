namespace SecurityMonkey.Tests.Support;

/// <summary>The recorded documents of the services, which lie beside the repository and are not part of it.</summary>
/// <remarks>Looked for in the folder that SECURITYMONKEY_SHARED names, and otherwise in <c>../shared</c> of the repository.</remarks>
internal static class SharedFixtures
{
    private static readonly string? Root = FindRoot();

    /// <summary>A folder of documents, such as <c>aws</c>; the test is skipped where the documents are missing.</summary>
    public static string Require(string folder)
    {
        Skip.If(Root is null, "The shared fixtures are missing: neither SECURITYMONKEY_SHARED nor ../shared beside the repository leads to them.");
        return Path.Combine(Root, "fixtures", folder);
    }

    /// <summary>A file of the research; the test is skipped where it is missing.</summary>
    public static string RequireResearch(string file)
    {
        var path = Root is null ? null : Path.Combine(Root, "research", file);
        Skip.IfNot(File.Exists(path), $"The research is missing: neither SECURITYMONKEY_SHARED nor ../shared beside the repository leads to {file}.");
        return path!;
    }

    private static string? FindRoot()
    {
        var repository = new DirectoryInfo(AppContext.BaseDirectory);
        while (repository is not null && !File.Exists(Path.Combine(repository.FullName, "SecurityMonkey.PowerShell.sln")))
        {
            repository = repository.Parent;
        }

        string?[] candidates =
        [
            Environment.GetEnvironmentVariable("SECURITYMONKEY_SHARED"),
            repository?.Parent is { } parent ? Path.Combine(parent.FullName, "shared") : null,
        ];
        return candidates.FirstOrDefault(candidate => !string.IsNullOrEmpty(candidate) && Directory.Exists(Path.Combine(candidate, "fixtures")));
    }
}
