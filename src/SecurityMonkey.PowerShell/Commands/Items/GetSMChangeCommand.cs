using System.Management.Automation;
using SecurityMonkey.Commands.Binding;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine.Storage;

namespace SecurityMonkey.Commands.Items;

/// <summary>Get-SMChange: shows what changed, path by path, before and after.</summary>
[Cmdlet(VerbsCommon.Get, "SMChange")]
[OutputType(typeof(Change))]
public sealed class GetSMChangeCommand : ItemFilterCmdlet
{
    /// <summary>Not before this time: a span back from now such as 1h or 7d, or a time.</summary>
    [Parameter]
    [TimeTransformation]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Not after this time.</summary>
    [Parameter]
    [TimeTransformation]
    public DateTimeOffset? Until { get; set; }

    /// <summary>Kinds of change.</summary>
    [Parameter]
    [ValidateSet(nameof(ChangeKind.Created), nameof(ChangeKind.Changed), nameof(ChangeKind.Deleted))]
    public ChangeKind[]? Kind { get; set; }

    /// <summary>The run that saw the changes.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public long? RunId { get; set; }

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var query = new ChangeQuery
        {
            Item = await BuildItemQueryAsync(pipeline, engine, cancellationToken).ConfigureAwait(false),
            Since = Since,
            Until = Until,
            Kinds = Kind ?? [],
            RunId = RunId,
        };
        await WriteAllAsync(pipeline, engine.GetChangesAsync(query, cancellationToken)).ConfigureAwait(false);
        await ReportUnknownNamesAsync(pipeline, engine, cancellationToken).ConfigureAwait(false);
    }
}
