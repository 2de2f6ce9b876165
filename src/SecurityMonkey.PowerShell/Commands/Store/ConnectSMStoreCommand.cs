using System.Management.Automation;
using SecurityMonkey.Commands.Hosting;

namespace SecurityMonkey.Commands.Store;

/// <summary>Connect-SMStore: chooses the store that this session works with.</summary>
[Cmdlet(VerbsCommunications.Connect, "SMStore")]
[OutputType(typeof(StoreInfo))]
public sealed class ConnectSMStoreCommand : StoreCmdlet
{
    private string? _path;

    /// <summary>The file of the store; it is made if it does not exist. Without it, the default store.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _path = Path is null ? null : GetUnresolvedProviderPathFromPSPath(Path);
    }

    private protected override async Task EndAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await Session.ConnectAsync(_path, cancellationToken).ConfigureAwait(false);
        foreach (var warning in engine.Warnings)
        {
            pipeline.Warn(warning);
        }

        await pipeline.WriteAsync(await engine.GetStoreInfoAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }
}
