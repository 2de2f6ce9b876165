using SecurityMonkey.Plugins;

namespace SecurityMonkey.Commands.Scripting;

/// <summary>A script block that was registered, as a plug-in of its own.</summary>
/// <param name="name">The item type or the rule.</param>
/// <param name="runner">Runs the script; let go of with the plug-in.</param>
/// <param name="register">Registers the watcher or auditor.</param>
internal sealed class ScriptPlugin(string name, ScriptRunner runner, Action<IPluginRegistry> register) : IPlugin, IDisposable
{
    public string Name => name;

    public void Register(IPluginRegistry registry) => register(registry);

    public void Dispose() => runner.Dispose();
}
