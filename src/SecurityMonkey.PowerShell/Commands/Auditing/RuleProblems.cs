using System.Management.Automation;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine.Documents;

namespace SecurityMonkey.Commands.Auditing;

/// <summary>Errors for rule documents that cannot be used.</summary>
internal static class RuleProblems
{
    /// <summary>A problem of a rule document as an error record: file, line, column, and what was expected.</summary>
    public static ErrorRecord ToErrorRecord(DocumentProblem problem) => ToErrorRecord(problem, "RuleDocumentInvalid");

    /// <summary>A problem of another document as an error record.</summary>
    public static ErrorRecord ToOtherErrorRecord(DocumentProblem problem) => ToErrorRecord(problem, "DocumentInvalid");

    private static ErrorRecord ToErrorRecord(DocumentProblem problem, string errorId)
        => ErrorRecords.From(new SecurityMonkeyException(errorId, ErrorKind.ParseError, problem.ToString()) { Target = problem.File }, target: null);
}
