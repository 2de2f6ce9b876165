using SecurityMonkey.Commands.Scripting;
using SecurityMonkey.Engine.Plugins;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Aws;
using SecurityMonkey.Providers.Azure;
using SecurityMonkey.Providers.Export;
using SecurityMonkey.Providers.GitHub;

namespace SecurityMonkey.Commands.Hosting;

/// <summary>The plug-ins of a runspace: the module's own, and those that were imported or registered. Remembered for the runspace only.</summary>
internal sealed class PluginSession
{
    private readonly object _gate = new();
    private readonly List<SessionPlugin> _added = [];

    /// <summary>The plug-ins that the module brings.</summary>
    public static IReadOnlyList<IPlugin> BuiltIn => [new AwsPlugin(), new AzurePlugin(), new GitHubPlugin(), new ExportPlugin(), new ScriptAccountType()];

    /// <summary>All plug-ins in code, in the order in which they are asked.</summary>
    public IReadOnlyList<IPlugin> Plugins => [.. BuiltIn, .. Added.Select(added => added.Plugin).OfType<IPlugin>()];

    /// <summary>The files and folders of rules.</summary>
    public IReadOnlyList<string> RulePaths => [.. ModulePaths.Rules, .. Added.SelectMany(added => added.Documents?.RuleFiles ?? [])];

    /// <summary>The files and folders of watchers.</summary>
    public IReadOnlyList<string> WatcherPaths => [.. ModulePaths.Watchers, .. Added.SelectMany(added => added.Documents?.WatcherFiles ?? [])];

    /// <summary>The files and folders of baselines.</summary>
    public IReadOnlyList<string> BaselinePaths => [.. ModulePaths.Baselines, .. Added.SelectMany(added => added.Documents?.BaselineFiles ?? [])];

    /// <summary>The files and folders of accounts that providers use for their own services.</summary>
    public IReadOnlyList<string> ServiceAccountPaths => [.. ModulePaths.ServiceAccounts, .. Added.SelectMany(added => added.Documents?.KnownAccountFiles ?? [])];

    /// <summary>What was added.</summary>
    public IReadOnlyList<SessionPlugin> Added
    {
        get
        {
            lock (_gate)
            {
                return [.. _added];
            }
        }
    }

    /// <summary>Adds a plug-in, in the place of the one with the same key.</summary>
    /// <exception cref="SecurityMonkeyException">It brings what another one has already; nothing was added.</exception>
    public void Add(SessionPlugin plugin)
    {
        lock (_gate)
        {
            var replaced = _added.Find(added => string.Equals(added.Key, plugin.Key, StringComparison.Ordinal));
            var others = _added.Where(added => added != replaced).Select(added => added.Plugin).OfType<IPlugin>();
            _ = new PluginCatalog([.. BuiltIn, .. others, .. plugin.Plugin is null ? [] : new[] { plugin.Plugin }]);
            if (replaced is not null)
            {
                _added.Remove(replaced);
            }

            _added.Add(plugin);
        }
    }
}
