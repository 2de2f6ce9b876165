using System.Management.Automation;
using SecurityMonkey.Commands.Hosting;

namespace SecurityMonkey.Commands.Store;

/// <summary>Get-SMStore: shows which store this session works with, and what is in it.</summary>
[Cmdlet(VerbsCommon.Get, "SMStore")]
[OutputType(typeof(StoreInfo))]
public sealed class GetSMStoreCommand : StoreCmdlet
{
    private protected override async Task EndAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        await pipeline.WriteAsync(await engine.GetStoreInfoAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }
}
