using System.Globalization;
using System.Management.Automation;
using SecurityMonkey.Commands.Hosting;

namespace SecurityMonkey.Commands.Issues;

/// <summary>Get-SMIssueEvent: shows what happened to issues, oldest first.</summary>
[Cmdlet(VerbsCommon.Get, "SMIssueEvent")]
[OutputType(typeof(IssueEvent))]
public sealed class GetSMIssueEventCommand : StoreCmdlet
{
    /// <summary>Numbers of issues.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    public long[] IssueId { get; set; } = [];

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        foreach (var id in IssueId)
        {
            var events = await engine.GetIssueEventsAsync(id, cancellationToken).ConfigureAwait(false);
            if (events.Count == 0)
            {
                await pipeline.WriteErrorAsync(ErrorRecords.NotFound("issue", id.ToString(CultureInfo.InvariantCulture), "Get-SMIssue lists them.")).ConfigureAwait(false);
            }

            foreach (var happened in events)
            {
                await pipeline.WriteAsync(happened).ConfigureAwait(false);
            }
        }
    }
}
