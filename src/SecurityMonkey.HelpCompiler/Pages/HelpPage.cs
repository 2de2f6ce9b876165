using SecurityMonkey.HelpCompiler.Prose;

namespace SecurityMonkey.HelpCompiler.Pages;

/// <summary>The page of a cmdlet.</summary>
/// <param name="Path">The file.</param>
internal sealed record HelpPage(string Path)
{
    /// <summary>The cmdlet, by the name of the file.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>What the cmdlet does, in one sentence.</summary>
    public HelpSection? Synopsis { get; init; }

    /// <summary>The same at length.</summary>
    public HelpSection? Description { get; init; }

    /// <summary>Examples.</summary>
    public IReadOnlyList<HelpExample> Examples { get; init; } = [];

    /// <summary>Parameters that the assembly knows; the title is the name with its dash.</summary>
    public IReadOnlyList<HelpSection> Parameters { get; init; } = [];

    /// <summary>Parameters that come at run time; the title is the name with its dash.</summary>
    public IReadOnlyList<HelpSection> DynamicParameters { get; init; } = [];

    /// <summary>What it takes from the pipeline; the title is the full name of the type.</summary>
    public IReadOnlyList<HelpSection> Inputs { get; init; } = [];

    /// <summary>What it writes; the title is the full name of the type.</summary>
    public IReadOnlyList<HelpSection> Outputs { get; init; } = [];

    /// <summary>Notes.</summary>
    public HelpSection? Notes { get; init; }

    /// <summary>Links at the end of the page.</summary>
    public IReadOnlyList<ProseLink> RelatedLinks { get; init; } = [];

    /// <summary>All links of the page.</summary>
    public IReadOnlyList<ProseLink> Links { get; init; } = [];

    /// <summary>What is wrong with its shape.</summary>
    public IReadOnlyList<HelpProblem> Problems { get; init; } = [];
}
