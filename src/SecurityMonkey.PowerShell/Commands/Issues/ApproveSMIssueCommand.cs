using System.Management.Automation;
using SecurityMonkey.Commands.Binding;
using SecurityMonkey.Engine;
using SecurityMonkey.Engine.Storage;

namespace SecurityMonkey.Commands.Issues;

/// <summary>Approve-SMIssue: justifies issues: says why they are accepted, by whom, and until when.</summary>
[Cmdlet(VerbsLifecycle.Approve, "SMIssue", SupportsShouldProcess = true)]
[OutputType(typeof(Issue))]
public sealed class ApproveSMIssueCommand : IssueWritingCmdlet
{
    /// <summary>Why the issues are accepted.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Reason { get; set; } = "";

    /// <summary>The ticket that goes with it.</summary>
    [Parameter]
    public string? Ticket { get; set; }

    /// <summary>When the acceptance ends: a span from now such as 90d, or a time. Without it, never.</summary>
    [Parameter]
    [TimeTransformation(IsAhead = true)]
    public DateTimeOffset? Until { get; set; }

    private protected override string Action => "Justify";

    private protected override Task ApplyAsync(MonkeyEngine engine, Issue issue, CancellationToken cancellationToken)
        => engine.JustifyIssueAsync(issue.Id, new Justification(Reason, Author, Ticket, Until), cancellationToken);
}
