using System.Management.Automation;
using SecurityMonkey.Commands.Hosting;

namespace SecurityMonkey.Commands.Plugins;

/// <summary>What cmdlets that add to the session have in common.</summary>
public abstract class PluginCmdlet : StoreCmdlet
{
    /// <summary>Writes what was added.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Adds a plug-in to the runspace; the engine is made anew when it is next needed.</summary>
    private protected async Task AddAsync(CmdletPipeline pipeline, SessionPlugin plugin, CancellationToken cancellationToken)
    {
        Session.Added.Add(plugin);
        await Session.ReloadAsync(cancellationToken).ConfigureAwait(false);
        if (PassThru)
        {
            await pipeline.WriteAsync(plugin.Info).ConfigureAwait(false);
        }
    }
}
