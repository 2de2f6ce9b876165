using System.Management.Automation;
using SecurityMonkey.Commands.Binding;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine.Storage;

namespace SecurityMonkey.Commands.Items;

/// <summary>Get-SMRevision: shows the history of items.</summary>
[Cmdlet(VerbsCommon.Get, "SMRevision")]
[OutputType(typeof(Revision))]
public sealed class GetSMRevisionCommand : ItemFilterCmdlet
{
    /// <summary>Numbers of items, as Get-SMItem shows them.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    public long[]? ItemId { get; set; }

    /// <summary>Numbers of revisions.</summary>
    [Parameter]
    public long[]? RevisionId { get; set; }

    /// <summary>Not before this time: a span back from now such as 1h or 7d, or a time.</summary>
    [Parameter]
    [TimeTransformation]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Not after this time.</summary>
    [Parameter]
    [TimeTransformation]
    public DateTimeOffset? Until { get; set; }

    /// <summary>Only the newest revision of each item; with -Until, the one that was in force then.</summary>
    [Parameter]
    public SwitchParameter Latest { get; set; }

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var items = await BuildItemQueryAsync(pipeline, engine, cancellationToken).ConfigureAwait(false);
        var query = new RevisionQuery
        {
            Ids = RevisionId ?? [],
            Item = items with { Ids = ItemId ?? [] },
            Since = Since,
            Until = Until,
            LatestOnly = Latest,
        };
        var names = new List<string>();
        await foreach (var revision in engine.GetRevisionsAsync(query, cancellationToken).ConfigureAwait(false))
        {
            names.AddRange(items.Name.Literals.Any() ? [revision.Name, revision.NativeId] : []);
            await pipeline.WriteAsync(revision).ConfigureAwait(false);
        }

        if (Since is null && Until is null)
        {
            await ReportMissingNamesAsync(pipeline, names).ConfigureAwait(false);
        }
    }
}
