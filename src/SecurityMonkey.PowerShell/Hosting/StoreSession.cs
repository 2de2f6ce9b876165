using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using SecurityMonkey.Engine;
using SecurityMonkey.Engine.Plugins;
using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Engine.Storage;

namespace SecurityMonkey.Commands.Hosting;

/// <summary>The store a runspace works with. Runspaces share the assembly, so that what may change is kept for each of them.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Reliability", "CA1001", Justification = "Lives as long as its runspace; the gate has no handle until somebody waits on it.")]
internal sealed class StoreSession
{
    private static readonly ConditionalWeakTable<Runspace, StoreSession> Sessions = [];

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly RuleDocumentCache _ruleDocuments = new();
    private MonkeyEngine? _engine;
    private string? _chosenPath;

    /// <summary>The session of the calling thread's runspace.</summary>
    public static StoreSession Current => Sessions.GetValue(Runspace.DefaultRunspace, _ => new StoreSession());

    /// <summary>What the plug-ins of the calling thread's runspace bring, without a store.</summary>
    public static PluginCatalog Plugins => new(Current.Added.Plugins);

    /// <summary>The plug-ins of the runspace.</summary>
    public PluginSession Added { get; } = new();

    /// <summary>An account type, or null where there is none of that name.</summary>
    public static AccountType? FindAccountType(string? name) => Current.FindType(name);

    /// <summary>The type of a stored account, for parameters that depend on it; null where there is no such account, or no store.</summary>
    public AccountType? FindTypeOfAccount(string? accountName)
    {
        try
        {
            var accounts = Task.Run(async () =>
            {
                var engine = await GetEngineAsync(_ => { }, CancellationToken.None).ConfigureAwait(false);
                return await engine.GetAccountsAsync(CancellationToken.None).ConfigureAwait(false);
            }).GetAwaiter().GetResult();
            return FindType(accounts.FirstOrDefault(account => string.Equals(account.Name, accountName, StringComparison.OrdinalIgnoreCase))?.Type);
        }
        catch (SecurityMonkeyException)
        {
            // The command itself will say what is wrong with the store.
            return null;
        }
    }

    /// <summary>Chooses a store for the runspace and opens it.</summary>
    /// <param name="path">The file; null goes back to the default.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The engine, and what a person should know about the store.</returns>
    public async Task<MonkeyEngine> ConnectAsync(string? path, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var engine = await OpenAsync(path ?? StoreLocation.Default, cancellationToken).ConfigureAwait(false);
            await CloseAsync().ConfigureAwait(false);
            _engine = engine;
            _chosenPath = path;
            return engine;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The engine on the chosen store, or on the default one; opened when it is first asked for.</summary>
    /// <param name="warn">Takes what a person should know about the store, once.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<MonkeyEngine> GetEngineAsync(Action<string> warn, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var path = _chosenPath ?? StoreLocation.Default;
            if (_engine is null || !string.Equals(_engine.StoreLocation, Path.GetFullPath(path), StringComparison.Ordinal))
            {
                var engine = await OpenAsync(path, cancellationToken).ConfigureAwait(false);
                await CloseAsync().ConfigureAwait(false);
                _engine = engine;
                foreach (var warning in engine.Warnings)
                {
                    warn(warning);
                }
            }

            return _engine;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Closes the store and goes back to the default one.</summary>
    public async Task DisconnectAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await CloseAsync().ConfigureAwait(false);
            _chosenPath = null;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Closes the engine, so that the next one has the plug-ins as they are now; the chosen store stays chosen.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await CloseAsync().ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    private AccountType? FindType(string? name)
        => new PluginCatalog(Added.Plugins).AccountTypes
            .Select(type => type.Definition)
            .FirstOrDefault(type => string.Equals(type.Name, name, StringComparison.OrdinalIgnoreCase));

    private Task<MonkeyEngine> OpenAsync(string path, CancellationToken cancellationToken)
        => MonkeyEngine.OpenAsync(
            new EngineOptions
            {
                StorePath = path,
                Plugins = Added.Plugins,
                RulePaths = Added.RulePaths,
                RuleDocuments = _ruleDocuments,
                WatcherPaths = Added.WatcherPaths,
                BaselinePaths = Added.BaselinePaths,
                ServiceAccountPaths = Added.ServiceAccountPaths,
            },
            cancellationToken);

    private async Task CloseAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync().ConfigureAwait(false);
            _engine = null;
        }
    }
}
