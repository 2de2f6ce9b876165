using System.Management.Automation;
using SecurityMonkey.Commands.Binding;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Commands.Scripting;
using SecurityMonkey.Engine.Plugins;

namespace SecurityMonkey.Commands.Plugins;

/// <summary>Register-SMWatcher: collects an item type by a script block.</summary>
[Cmdlet(VerbsLifecycle.Register, "SMWatcher")]
[OutputType(typeof(PluginInfo))]
public sealed class RegisterSMWatcherCommand : ScriptCmdlet
{
    /// <summary>The id of the item type: provider.service.thing in lower case.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidatePattern(@"\A[a-z][a-z0-9]*(\.[a-z0-9_-]+)+\z")]
    public string ItemType { get; set; } = "";

    /// <summary>Collects. It is given the account, and writes an item for each thing: a table or an object with Id and Config, and if need be Name and Region.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    /// <summary>The account type whose accounts are collected. Without it, Script.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AccountTypeCompleter))]
    public string AccountType { get; set; } = ScriptAccountType.TypeName;

    /// <summary>The item type's name for people. Without it, the id.</summary>
    [Parameter]
    public string? Title { get; set; }

    /// <summary>Short names that mean the same.</summary>
    [Parameter]
    public string[]? Alias { get; set; }

    /// <summary>Paths that change without meaning.</summary>
    [Parameter]
    public string[]? EphemeralPath { get; set; }

    /// <summary>Paths of lists whose order has no meaning.</summary>
    [Parameter]
    public string[]? UnorderedPath { get; set; }

    /// <summary>Paths of secrets, which are masked.</summary>
    [Parameter]
    public string[]? SecretPath { get; set; }

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var accountType = engine.Plugins.GetAccountType(AccountType).Definition.Name;
        var itemType = new ItemType(ItemType, string.IsNullOrWhiteSpace(Title) ? ItemType : Title)
        {
            Aliases = Alias ?? [],
            EphemeralPaths = EphemeralPath ?? [],
            UnorderedPaths = UnorderedPath ?? [],
            SecretPaths = SecretPath ?? [],
        };
        PluginCatalog.CheckPaths(itemType);
        var runner = await CreateRunnerAsync(pipeline, ScriptBlock).ConfigureAwait(false);
        var watcher = new ScriptWatcher(itemType, runner);
        var plugin = new ScriptPlugin($"Watcher {ItemType}", runner, registry => registry.AddWatcher(accountType, watcher));
        await AddAsync(
            pipeline, new SessionPlugin($"watcher {accountType} {ItemType}", PluginInspector.Inspect(plugin, PluginKind.Script), plugin, null), cancellationToken).ConfigureAwait(false);
    }
}
