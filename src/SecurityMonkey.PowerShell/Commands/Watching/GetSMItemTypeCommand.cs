using System.Management.Automation;
using SecurityMonkey.Commands.Binding;
using SecurityMonkey.Commands.Hosting;

namespace SecurityMonkey.Commands.Watching;

/// <summary>Get-SMItemType: shows the kinds of resource there are, and how their configurations are read.</summary>
[Cmdlet(VerbsCommon.Get, "SMItemType")]
[OutputType(typeof(ItemType))]
public sealed class GetSMItemTypeCommand : StoreCmdlet
{
    /// <summary>Ids or aliases of item types; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "Technology")]
    [ArgumentCompleter(typeof(ItemTypeCompleter))]
    [SupportsWildcards]
    public string[]? ItemType { get; set; }

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var filter = await FindItemTypesAsync(pipeline, engine, ItemType, cancellationToken).ConfigureAwait(false);
        var collected = await engine.GetCollectedItemTypesAsync(cancellationToken).ConfigureAwait(false);
        foreach (var id in engine.Plugins.ItemTypes.Select(type => type.Id).Union(collected).Where(filter.IsMatch).Order(StringComparer.Ordinal))
        {
            await pipeline.WriteAsync(engine.Plugins.GetItemType(id)).ConfigureAwait(false);
        }
    }
}
