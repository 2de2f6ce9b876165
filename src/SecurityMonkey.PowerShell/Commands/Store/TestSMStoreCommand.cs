using System.Management.Automation;
using SecurityMonkey.Commands.Hosting;

namespace SecurityMonkey.Commands.Store;

/// <summary>Test-SMStore: checks that nobody changed the history in the store.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SMStore")]
[OutputType(typeof(StoreCheck))]
public sealed class TestSMStoreCommand : StoreCmdlet
{
    private protected override async Task EndAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        await pipeline.WriteAsync(await engine.CheckStoreAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }
}
