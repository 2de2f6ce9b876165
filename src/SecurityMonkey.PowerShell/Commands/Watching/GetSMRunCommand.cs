using System.Globalization;
using System.Management.Automation;
using SecurityMonkey.Commands.Binding;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine;
using SecurityMonkey.Engine.Storage;

namespace SecurityMonkey.Commands.Watching;

/// <summary>Get-SMRun: shows the ledger: what was collected and audited, when, how it ended, and when it last was complete.</summary>
[Cmdlet(VerbsCommon.Get, "SMRun")]
[OutputType(typeof(Run))]
public sealed class GetSMRunCommand : StoreCmdlet
{
    /// <summary>Names of accounts; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [SupportsWildcards]
    public string[]? Account { get; set; }

    /// <summary>Ids or aliases of item types; wildcards are allowed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Technology")]
    [ArgumentCompleter(typeof(ItemTypeCompleter))]
    [SupportsWildcards]
    public string[]? ItemType { get; set; }

    /// <summary>Numbers of runs.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public long[]? RunId { get; set; }

    /// <summary>Collections (Watch) or audits (Audit) only.</summary>
    [Parameter]
    public RunKind? Kind { get; set; }

    /// <summary>Units that ended so only.</summary>
    [Parameter]
    public RunStatus[]? Status { get; set; }

    /// <summary>Units that started since then only: a span back from now such as 1h or 7d, or a time.</summary>
    [Parameter]
    [TimeTransformation]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Only the newest unit of each kind, account and item type: what is known, and since when.</summary>
    [Parameter]
    public SwitchParameter Latest { get; set; }

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var query = new RunQuery
        {
            RunIds = RunId ?? [],
            Kind = Kind,
            Account = TextFilter.Of(Account),
            ItemType = TextFilter.Of(ItemType?.Select(engine.Plugins.ResolveItemType)),
            Statuses = Status ?? [],
            Since = Since,
            LatestOnly = Latest,
        };
        await FindAccountsAsync(pipeline, engine, Account, cancellationToken).ConfigureAwait(false);
        var found = new HashSet<long>();
        await foreach (var run in engine.GetRunsAsync(query, cancellationToken).ConfigureAwait(false))
        {
            found.Add(run.RunId);
            await pipeline.WriteAsync(run).ConfigureAwait(false);
        }

        // Where the ledger was narrowed by something else as well, that a run does not show says nothing of it.
        var isNarrowed = (Account, ItemType, Kind, Status, Since) is not (null, null, null, null, null) || Latest;
        foreach (var id in (RunId ?? []).Where(id => !isNarrowed && !found.Contains(id)))
        {
            await pipeline.WriteErrorAsync(ErrorRecords.NotFound("run", id.ToString(CultureInfo.InvariantCulture), "Get-SMRun lists them.")).ConfigureAwait(false);
        }
    }
}
