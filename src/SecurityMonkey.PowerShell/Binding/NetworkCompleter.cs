using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Binding;

/// <summary>Completes blocks of known networks.</summary>
public sealed class NetworkCompleter : StoreCompleter
{
    private protected override async Task<IEnumerable<(string Text, string ToolTip)>> GetValuesAsync(MonkeyEngine engine, CancellationToken cancellationToken)
        => (await engine.GetNetworksAsync(cancellationToken).ConfigureAwait(false)).Select(network => (network.Cidr, network.Name));
}
