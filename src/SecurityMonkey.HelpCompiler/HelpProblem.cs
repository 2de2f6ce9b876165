using System.Globalization;

namespace SecurityMonkey.HelpCompiler;

/// <summary>Something wrong with a help page.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">The line in it, from 1.</param>
/// <param name="Code">One of <see cref="HelpCodes"/>.</param>
/// <param name="Message">What is wrong, and what to do about it.</param>
internal sealed record HelpProblem(string Path, int Line, string Code, string Message)
{
    /// <summary>The form of a compiler's errors, which MSBuild understands and shows with file and line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Path}({Line}): error {Code}: {Message}");
}
