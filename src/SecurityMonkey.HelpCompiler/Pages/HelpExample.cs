using SecurityMonkey.HelpCompiler.Prose;

namespace SecurityMonkey.HelpCompiler.Pages;

/// <summary>An example.</summary>
/// <param name="Line">The line of its heading, from 1.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Code">Its first block of PowerShell; empty without one.</param>
/// <param name="Remarks">Everything else: output and explanation, in the page's order.</param>
internal sealed record HelpExample(int Line, string Title, string Code, IReadOnlyList<ProseBlock> Remarks)
{
    private static readonly string[] Languages = ["powershell", "pwsh", "ps1"];

    /// <summary>Makes an example of a section.</summary>
    public static HelpExample Of(HelpSection section)
    {
        var code = section.Blocks.OfType<ProseCode>().FirstOrDefault(block => Languages.Contains(block.Language, StringComparer.Ordinal));
        return new HelpExample(
            section.Line,
            section.Title,
            string.Join('\n', code?.Lines ?? []).Trim(),
            [.. section.Blocks.Where(block => !ReferenceEquals(block, code))]);
    }
}
