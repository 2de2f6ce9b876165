using System.Management.Automation;
using SecurityMonkey.Commands.Binding;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Accounts;

/// <summary>What enabling, disabling and removing accounts have in common: which accounts, and whether to go on.</summary>
public abstract class AccountSwitchCmdlet : StoreCmdlet
{
    /// <summary>Names of accounts; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [SupportsWildcards]
    public string[] Name { get; set; } = [];

    /// <summary>What is done, in one word.</summary>
    private protected abstract string Action { get; }

    /// <summary>Does it.</summary>
    private protected abstract Task ApplyAsync(CmdletPipeline pipeline, MonkeyEngine engine, Account account, CancellationToken cancellationToken);

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        foreach (var account in await FindAccountsAsync(pipeline, engine, Name, cancellationToken).ConfigureAwait(false))
        {
            if (await pipeline.ShouldProcessAsync($"{account.Type} account '{account.Name}'", Action).ConfigureAwait(false))
            {
                await ApplyAsync(pipeline, engine, account, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
