using System.Management.Automation;
using SecurityMonkey.Commands.Binding;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Networks;

/// <summary>Remove-SMNetwork: removes networks that are known.</summary>
[Cmdlet(VerbsCommon.Remove, "SMNetwork", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class RemoveSMNetworkCommand : StoreCmdlet
{
    /// <summary>Blocks or names of networks; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    [SupportsWildcards]
    public string[] Cidr { get; set; } = [];

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var networks = await engine.GetNetworksAsync(cancellationToken).ConfigureAwait(false);
        var filter = TextFilter.Of(Cidr);
        await ReportMissingAsync(
            pipeline, filter, networks.SelectMany(network => new[] { network.Name, network.Cidr }), "network", "Get-SMNetwork lists them.").ConfigureAwait(false);
        foreach (var network in networks.Where(network => filter.IsMatch(network.Name) || filter.IsMatch(network.Cidr)))
        {
            if (await pipeline.ShouldProcessAsync(network.ToString(), "Remove network").ConfigureAwait(false))
            {
                await engine.RemoveNetworkAsync(network.Cidr, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
