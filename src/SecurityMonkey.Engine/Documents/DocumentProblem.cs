namespace SecurityMonkey.Engine.Documents;

/// <summary>Something wrong in a rule document.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Message">What is wrong and what was expected.</param>
public sealed record DocumentProblem(string File, int Line, int Column, string Message)
{
    /// <summary>Returns file, line, column and message, as compilers write them.</summary>
    public override string ToString() => $"{File}({Line},{Column}): {Message}";
}
