using System.Management.Automation;
using SecurityMonkey.Commands.Binding;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Networks;

/// <summary>Get-SMNetwork: shows the networks that are known.</summary>
[Cmdlet(VerbsCommon.Get, "SMNetwork")]
[OutputType(typeof(KnownNetwork))]
public sealed class GetSMNetworkCommand : StoreCmdlet
{
    /// <summary>Names or blocks of networks; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var networks = await engine.GetNetworksAsync(cancellationToken).ConfigureAwait(false);
        var names = TextFilter.Of(Name);
        await ReportMissingAsync(
            pipeline, names, networks.SelectMany(network => new[] { network.Name, network.Cidr }), "network", "Get-SMNetwork lists them.").ConfigureAwait(false);
        foreach (var network in networks.Where(network => names.IsMatch(network.Name) || names.IsMatch(network.Cidr)))
        {
            await pipeline.WriteAsync(network).ConfigureAwait(false);
        }
    }
}
