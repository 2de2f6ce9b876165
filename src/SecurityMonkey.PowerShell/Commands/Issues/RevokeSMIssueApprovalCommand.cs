using System.Management.Automation;
using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Issues;

/// <summary>Revoke-SMIssueApproval: takes the justification of issues back.</summary>
[Cmdlet(VerbsSecurity.Revoke, "SMIssueApproval", SupportsShouldProcess = true)]
[OutputType(typeof(Issue))]
public sealed class RevokeSMIssueApprovalCommand : IssueWritingCmdlet
{
    private protected override string Action => "Take back the justification of";

    private protected override Task ApplyAsync(MonkeyEngine engine, Issue issue, CancellationToken cancellationToken)
        => engine.RevokeJustificationAsync(issue.Id, Author, cancellationToken);
}
