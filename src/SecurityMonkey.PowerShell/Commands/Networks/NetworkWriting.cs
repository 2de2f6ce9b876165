using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Networks;

/// <summary>What adding and importing networks have in common.</summary>
internal static class NetworkWriting
{
    /// <summary>Stores networks, and writes them to the pipeline as they are stored.</summary>
    public static async Task WriteAsync(
        CmdletPipeline pipeline, MonkeyEngine engine, IReadOnlyList<KnownNetwork> networks, CancellationToken cancellationToken)
    {
        await engine.SetNetworksAsync(networks, cancellationToken).ConfigureAwait(false);
        var written = networks.Select(network => network.Cidr).ToHashSet(StringComparer.Ordinal);
        foreach (var network in (await engine.GetNetworksAsync(cancellationToken).ConfigureAwait(false)).Where(network => written.Contains(network.Cidr)))
        {
            await pipeline.WriteAsync(network).ConfigureAwait(false);
        }
    }
}
