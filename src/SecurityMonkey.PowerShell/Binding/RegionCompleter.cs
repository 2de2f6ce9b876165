using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Binding;

/// <summary>Completes regions that items were found in.</summary>
public sealed class RegionCompleter : StoreCompleter
{
    private protected override async Task<IEnumerable<(string Text, string ToolTip)>> GetValuesAsync(MonkeyEngine engine, CancellationToken cancellationToken)
        => (await engine.GetCollectedRegionsAsync(cancellationToken).ConfigureAwait(false)).Select(region => (region, region));
}
