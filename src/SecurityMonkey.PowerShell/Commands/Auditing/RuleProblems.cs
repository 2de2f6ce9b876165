using System.Management.Automation;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine.Documents;

namespace SecurityMonkey.Commands.Auditing;

/// <summary>Errors for rule documents that cannot be used.</summary>
internal static class RuleProblems
{
    /// <summary>A problem as an error record: file, line, column, and what was expected.</summary>
    public static ErrorRecord ToErrorRecord(DocumentProblem problem)
        => ErrorRecords.From(new SecurityMonkeyException("RuleDocumentInvalid", ErrorKind.ParseError, problem.ToString()) { Target = problem.File }, target: null);
}
