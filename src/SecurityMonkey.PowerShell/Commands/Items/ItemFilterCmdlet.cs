using System.Management.Automation;
using SecurityMonkey.Commands.Binding;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine;
using SecurityMonkey.Engine.Storage;

namespace SecurityMonkey.Commands.Items;

/// <summary>What everything that speaks of items has in common: which items.</summary>
public abstract class ItemFilterCmdlet : StoreCmdlet
{
    /// <summary>Names or native ids of items; wildcards are allowed.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>Names of accounts; wildcards are allowed.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [SupportsWildcards]
    public string[]? Account { get; set; }

    /// <summary>Ids or aliases of item types; wildcards are allowed.</summary>
    [Parameter]
    [Alias("Technology")]
    [ArgumentCompleter(typeof(ItemTypeCompleter))]
    [SupportsWildcards]
    public string[]? ItemType { get; set; }

    /// <summary>Regions; wildcards are allowed.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [SupportsWildcards]
    public string[]? Region { get; set; }

    /// <summary>The items that the parameters name. A literal account or item type that nobody knows is an error.</summary>
    private protected async Task<ItemQuery> BuildItemQueryAsync(CmdletPipeline pipeline, MonkeyEngine engine, CancellationToken cancellationToken)
    {
        await FindAccountsAsync(pipeline, engine, Account, cancellationToken).ConfigureAwait(false);
        return new ItemQuery
        {
            Name = TextFilter.Of(Name),
            Account = TextFilter.Of(Account),
            ItemType = await FindItemTypesAsync(pipeline, engine, ItemType, cancellationToken).ConfigureAwait(false),
            Region = TextFilter.Of(Region),
        };
    }

    /// <summary>Writes an error for each literal name that no item has.</summary>
    /// <param name="pipeline">Takes the errors.</param>
    /// <param name="seen">Names and native ids that were found.</param>
    private protected Task ReportMissingNamesAsync(CmdletPipeline pipeline, IEnumerable<string> seen)
        => ReportMissingAsync(pipeline, TextFilter.Of(Name), seen, "item", "Get-SMItem lists them; -State finds those that were deleted.");

    /// <summary>Writes an error for each literal name that no item has, where nothing to show does not mean that.</summary>
    private protected async Task ReportUnknownNamesAsync(CmdletPipeline pipeline, MonkeyEngine engine, CancellationToken cancellationToken)
    {
        var names = TextFilter.Of(Name);
        if (!names.Literals.Any())
        {
            return;
        }

        var seen = new List<string>();
        await foreach (var item in engine.GetItemsAsync(new ItemQuery { Name = names }, cancellationToken).ConfigureAwait(false))
        {
            seen.AddRange([item.Name, item.NativeId]);
        }

        await ReportMissingNamesAsync(pipeline, seen).ConfigureAwait(false);
    }
}
