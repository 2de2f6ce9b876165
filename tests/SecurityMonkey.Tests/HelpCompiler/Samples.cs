using SecurityMonkey.HelpCompiler;
using SecurityMonkey.HelpCompiler.Cmdlets;
using SecurityMonkey.HelpCompiler.Pages;

namespace SecurityMonkey.Tests.HelpCompiler;

/// <summary>A page without fault and the cmdlet that it is about: tests change one thing.</summary>
internal static class Samples
{
    public const string PageText = """
        # Get-Thing

        ## SYNOPSIS

        Shows things.

        ## DESCRIPTION

        Shows `things`, and
        nothing else.

        - one
        - two

        ## EXAMPLES

        ### Example 1: Show all things

        ```powershell
        Get-Thing
        ```

        ```output
          Id Name
          -- ----
        1234 a
        ```

        All of them.

        ### Example 2: Show a thing

        ```powershell
        Get-Thing |
            Where-Object Name -EQ a
        ```

        ## PARAMETERS

        ### -Name

        Names of things.

        ### -Limit

        How many.

        Default value: 5

        ## INPUTS

        ### System.String

        Names.

        ## OUTPUTS

        ### Sample.Thing

        A thing.

        ## NOTES

        A note.

        ## RELATED LINKS

        - [Get-Thing](Get-Thing.md)
        - https://example.org/things

        """;

    public static CmdletInfo Cmdlet { get; } = new()
    {
        Verb = "Get",
        Noun = "Thing",
        Parameters =
        [
            new CmdletParameter("Limit", "int", "System.Int32") { Uses = [new ParameterUse(ParameterUse.AllSets)] },
            new CmdletParameter("Name", "string[]", "System.String")
            {
                Uses = [new ParameterUse(ParameterUse.AllSets) { Position = 0, IsByValue = true }],
                Aliases = ["Label"],
                AcceptsWildcards = true,
                IsArray = true,
            },
        ],
        OutputTypes = ["Sample.Thing"],
    };

    public static HelpPage Page { get; } = Parse(PageText);

    public static HelpPage Parse(string text) => HelpPageParser.Parse("Get-Thing.md", text);

    /// <summary>The problems of the page after one replacement, as a code and the text of the line.</summary>
    public static IReadOnlyList<string> FindProblems(string replaced, string replacement)
    {
        Assert.Contains(replaced, PageText, StringComparison.Ordinal);
        return FindProblems(PageText.Replace(replaced, replacement, StringComparison.Ordinal), Cmdlet);
    }

    public static IReadOnlyList<string> FindProblems(string text, CmdletInfo cmdlet) => Describe(HelpChecker.Check(Parse(text), cmdlet), text);

    public static IReadOnlyList<string> Describe(IEnumerable<HelpProblem> problems, string text)
        => [.. problems.Select(problem => $"{problem.Code} {text.Split('\n')[problem.Line - 1]}")];
}
