using System.Management.Automation;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Commands.Scripting;

namespace SecurityMonkey.Commands.Plugins;

/// <summary>What cmdlets that take a script block have in common.</summary>
public abstract class ScriptCmdlet : PluginCmdlet
{
    /// <summary>Run first in each runspace of the script, such as to import modules or define functions.</summary>
    [Parameter]
    public ScriptBlock? InitializationScript { get; set; }

    /// <summary>Further arguments for the script, after those that it is always given.</summary>
    [Parameter]
    public object[]? ArgumentList { get; set; }

    /// <summary>Makes a runner of a script, which keeps to the language mode of the session.</summary>
    private protected async Task<ScriptRunner> CreateRunnerAsync(CmdletPipeline pipeline, ScriptBlock script)
        => new(script, InitializationScript, ArgumentList, await pipeline.CallAsync(() => SessionState.LanguageMode).ConfigureAwait(false));
}
