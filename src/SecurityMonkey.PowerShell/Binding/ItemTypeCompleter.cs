using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Binding;

/// <summary>Completes ids of item types: those that were collected first, then the others.</summary>
public sealed class ItemTypeCompleter : StoreCompleter
{
    private protected override async Task<IEnumerable<(string Text, string ToolTip)>> GetValuesAsync(MonkeyEngine engine, CancellationToken cancellationToken)
    {
        var collected = await engine.GetCollectedItemTypesAsync(cancellationToken).ConfigureAwait(false);
        return collected
            .Concat(engine.Plugins.ItemTypes.Select(type => type.Id))
            .Distinct(StringComparer.Ordinal)
            .Select(id => (id, engine.Plugins.GetItemType(id).Title));
    }
}
