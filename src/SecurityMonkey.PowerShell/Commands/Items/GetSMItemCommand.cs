using System.Management.Automation;
using SecurityMonkey.Commands.Hosting;

namespace SecurityMonkey.Commands.Items;

/// <summary>Get-SMItem: shows items with their latest configurations.</summary>
[Cmdlet(VerbsCommon.Get, "SMItem")]
[OutputType(typeof(Item))]
public sealed class GetSMItemCommand : ItemFilterCmdlet
{
    /// <summary>Numbers of items.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ItemId")]
    public long[]? Id { get; set; }

    /// <summary>States; without it, active items only (any state where -Id is given).</summary>
    [Parameter]
    public ItemState[]? State { get; set; }

    /// <summary>The least score: the sum of the scores of open issues that nobody justified.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MinScore { get; set; }

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var query = await BuildItemQueryAsync(pipeline, engine, cancellationToken).ConfigureAwait(false) with
        {
            Ids = Id ?? [],
            States = State ?? (Id is null ? [ItemState.Active] : []),
            MinScore = MinScore,
        };
        var names = new List<string>();
        var ids = new HashSet<long>();
        await foreach (var item in engine.GetItemsAsync(query, cancellationToken).ConfigureAwait(false))
        {
            names.AddRange(query.Name.Literals.Any() ? [item.Name, item.NativeId] : []);
            ids.Add(item.Id);
            await pipeline.WriteAsync(item).ConfigureAwait(false);
        }

        await ReportMissingNamesAsync(pipeline, names).ConfigureAwait(false);
        foreach (var id in (Id ?? []).Where(id => !ids.Contains(id)))
        {
            await pipeline.WriteErrorAsync(ErrorRecords.NotFound("item", id.ToString(System.Globalization.CultureInfo.InvariantCulture), "Get-SMItem lists them.")).ConfigureAwait(false);
        }
    }
}
