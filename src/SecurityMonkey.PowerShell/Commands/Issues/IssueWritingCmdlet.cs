using System.Globalization;
using System.Management.Automation;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine;
using SecurityMonkey.Engine.Storage;

namespace SecurityMonkey.Commands.Issues;

/// <summary>What justifying issues and taking that back have in common: which issues, and whether to go on.</summary>
public abstract class IssueWritingCmdlet : StoreCmdlet
{
    /// <summary>Numbers of issues.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("IssueId")]
    public long[] Id { get; set; } = [];

    /// <summary>Writes the changed issues to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Who does it: the user of the operating system.</summary>
    private protected static string Author => Environment.UserName;

    /// <summary>What is done, in one word.</summary>
    private protected abstract string Action { get; }

    /// <summary>Does it.</summary>
    private protected abstract Task ApplyAsync(MonkeyEngine engine, Issue issue, CancellationToken cancellationToken);

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        foreach (var id in Id)
        {
            if (await FindAsync(engine, id, cancellationToken).ConfigureAwait(false) is not { } issue)
            {
                await pipeline.WriteErrorAsync(ErrorRecords.NotFound("issue", id.ToString(CultureInfo.InvariantCulture), "Get-SMIssue lists them.")).ConfigureAwait(false);
                continue;
            }

            if (await pipeline.ShouldProcessAsync($"issue {id} ({issue.RuleId} on {issue.ItemType} '{issue.Name}')", Action).ConfigureAwait(false))
            {
                await ApplyAsync(engine, issue, cancellationToken).ConfigureAwait(false);
                if (PassThru && await FindAsync(engine, id, cancellationToken).ConfigureAwait(false) is { } changed)
                {
                    await pipeline.WriteAsync(changed).ConfigureAwait(false);
                }
            }
        }
    }

    private static async Task<Issue?> FindAsync(MonkeyEngine engine, long id, CancellationToken cancellationToken)
    {
        await foreach (var issue in engine.GetIssuesAsync(new IssueQuery { Ids = [id] }, cancellationToken).ConfigureAwait(false))
        {
            return issue;
        }

        return null;
    }
}
