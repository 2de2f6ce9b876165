using System.Management.Automation;
using SecurityMonkey.Commands.Hosting;

namespace SecurityMonkey.Commands.Store;

/// <summary>Disconnect-SMStore: closes the store, and goes back to the default one.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "SMStore")]
[OutputType(typeof(void))]
public sealed class DisconnectSMStoreCommand : StoreCmdlet
{
    private protected override Task EndAsync(CmdletPipeline pipeline, CancellationToken cancellationToken) => Session.DisconnectAsync(cancellationToken);
}
