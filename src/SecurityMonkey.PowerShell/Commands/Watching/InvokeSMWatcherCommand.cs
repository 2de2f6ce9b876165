using System.Management.Automation;
using SecurityMonkey.Commands.Binding;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine;
using SecurityMonkey.Engine.Watching;

namespace SecurityMonkey.Commands.Watching;

/// <summary>Invoke-SMWatcher: collects accounts, compares with what is stored, and records the changes.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "SMWatcher", SupportsShouldProcess = true)]
[OutputType(typeof(ChangeSet))]
public sealed class InvokeSMWatcherCommand : StoreCmdlet
{
    private const int MostUnits = 64;

    private readonly List<string> _accounts = [];

    /// <summary>Names of accounts; wildcards are allowed. Without it, all that are enabled.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [SupportsWildcards]
    public string[]? Account { get; set; }

    /// <summary>Ids or aliases of item types; wildcards are allowed. Without it, all that are in the accounts' scope.</summary>
    [Parameter]
    [Alias("Technology")]
    [ArgumentCompleter(typeof(ItemTypeCompleter))]
    [SupportsWildcards]
    public string[]? ItemType { get; set; }

    /// <summary>Regions; wildcards are allowed. A run that is narrowed to regions counts as partial in the ledger.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [SupportsWildcards]
    public string[]? Region { get; set; }

    /// <summary>How many units (account and item type) are collected, and how many calls are made, at the same time.</summary>
    [Parameter]
    [ValidateRange(1, MostUnits)]
    public int ThrottleLimit { get; set; } = 5;

    private protected override Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        _accounts.AddRange(Account ?? []);
        return Task.CompletedTask;
    }

    private protected override async Task EndAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        foreach (var problem in engine.Plugins.Problems)
        {
            await pipeline.WriteErrorAsync(ErrorRecords.From(
                new SecurityMonkeyException("WatcherDocumentInvalid", ErrorKind.ParseError, problem.ToString()) { Target = problem.File }, target: null)).ConfigureAwait(false);
        }

        var itemTypes = await FindItemTypesAsync(pipeline, engine, ItemType, cancellationToken).ConfigureAwait(false);
        var (accounts, isWhatIf) = await SelectAccountsAsync(pipeline, engine, cancellationToken).ConfigureAwait(false);
        if (accounts.Count == 0)
        {
            return;
        }

        var request = new WatchRequest
        {
            Accounts = accounts,
            ItemType = itemTypes,
            Region = TextFilter.Of(Region),
            ThrottleLimit = ThrottleLimit,
            IsWhatIf = isWhatIf,
        };
        var listener = new ProgressListener(pipeline, "Collecting", engine.Time);
        try
        {
            await foreach (var changeSet in engine.WatchAsync(request, listener, cancellationToken).ConfigureAwait(false))
            {
                foreach (var failure in changeSet.Failures)
                {
                    await pipeline.WriteErrorAsync(ErrorRecords.From(failure, changeSet.Account, changeSet.ItemType)).ConfigureAwait(false);
                }

                await pipeline.WriteAsync(changeSet).ConfigureAwait(false);
            }
        }
        finally
        {
            listener.End();
        }
    }

    private async Task<(IReadOnlyList<Account> Accounts, bool IsWhatIf)> SelectAccountsAsync(
        CmdletPipeline pipeline, MonkeyEngine engine, CancellationToken cancellationToken)
    {
        var named = _accounts.Count == 0 ? null : _accounts.ToArray();
        var found = await FindAccountsAsync(pipeline, engine, named, cancellationToken).ConfigureAwait(false);
        if (found.Count == 0 && named is null)
        {
            pipeline.Warn("There is no account to collect. Add one with Add-SMAccount.");
        }

        var accounts = new List<Account>();
        var isWhatIf = false;
        foreach (var account in found)
        {
            if (account.IsThirdParty || !account.IsActive)
            {
                pipeline.Verbose($"Account '{account.Name}' is {(account.IsThirdParty ? "a third party's" : "disabled")} and is not collected.");
                continue;
            }

            var reason = ShouldProcessReason.None;
            var isWanted = await pipeline.CallAsync(
                () => ShouldProcess($"Record the changes of account '{account.Name}'", $"Record the changes of account '{account.Name}'?", "Invoke-SMWatcher", out reason))
                .ConfigureAwait(false);
            isWhatIf |= reason == ShouldProcessReason.WhatIf;
            if (isWanted || reason == ShouldProcessReason.WhatIf)
            {
                accounts.Add(account);
            }
        }

        if (named is null && found.Count > 0 && found.All(account => account.IsThirdParty || !account.IsActive))
        {
            pipeline.Warn("No account is enabled, so nothing was collected. Enable-SMAccount enables one.");
        }

        return (accounts, isWhatIf);
    }
}
