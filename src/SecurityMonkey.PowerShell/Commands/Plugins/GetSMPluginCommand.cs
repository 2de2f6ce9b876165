using System.Management.Automation;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine;
using SecurityMonkey.Engine.Plugins;

namespace SecurityMonkey.Commands.Plugins;

/// <summary>Get-SMPlugin: shows the plug-ins of the session, and what each of them brought.</summary>
[Cmdlet(VerbsCommon.Get, "SMPlugin")]
[OutputType(typeof(PluginInfo))]
public sealed class GetSMPluginCommand : StoreCmdlet
{
    /// <summary>Names of plug-ins; wildcards are allowed.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var filter = TextFilter.Of(Name);
        var plugins = PluginSession.BuiltIn.Select(plugin => PluginInspector.Inspect(plugin, PluginKind.BuiltIn)).Concat(Session.Added.Added.Select(added => added.Info)).ToArray();
        foreach (var plugin in plugins.Where(plugin => filter.IsMatch(plugin.Name)))
        {
            await pipeline.WriteAsync(plugin).ConfigureAwait(false);
        }

        await ReportMissingAsync(pipeline, filter, plugins.Select(plugin => plugin.Name), "plugin", "Get-SMPlugin lists them.").ConfigureAwait(false);
    }
}
