using System.Management.Automation;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Networks;

/// <summary>Add-SMNetwork: adds networks that are known, or replaces those with the same block.</summary>
[Cmdlet(VerbsCommon.Add, "SMNetwork", SupportsShouldProcess = true)]
[OutputType(typeof(KnownNetwork))]
public sealed class AddSMNetworkCommand : StoreCmdlet
{
    /// <summary>The blocks: 203.0.113.0/24, 2001:db8::/32, or single addresses.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Cidr { get; set; } = [];

    /// <summary>A name for people.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>Free text.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Notes { get; set; }

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        foreach (var cidr in Cidr)
        {
            var network = MonkeyEngine.ValidateNetwork(new KnownNetwork { Cidr = cidr, Name = Name, Notes = Notes });
            if (await pipeline.ShouldProcessAsync(network.ToString(), "Add network").ConfigureAwait(false))
            {
                await NetworkWriting.WriteAsync(pipeline, engine, [network], cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
