using System.Management.Automation;
using SecurityMonkey.Commands.Binding;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Accounts;

/// <summary>Test-SMAccount: tries whether accounts can be read: who the module is there, and which item types would be refused.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SMAccount")]
[OutputType(typeof(AccountTest))]
public sealed class TestSMAccountCommand : StoreCmdlet
{
    private const int MostCalls = 64;

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

    /// <summary>The region to try; wildcards are allowed, and the first region that matches is taken.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [SupportsWildcards]
    public string[]? Region { get; set; }

    /// <summary>How many item types are tried, and how many calls are made, at the same time.</summary>
    [Parameter]
    [ValidateRange(1, MostCalls)]
    public int ThrottleLimit { get; set; } = 8;

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var itemTypes = await FindItemTypesAsync(pipeline, engine, ItemType, cancellationToken).ConfigureAwait(false);
        foreach (var account in await FindAccountsAsync(pipeline, engine, Account, cancellationToken).ConfigureAwait(false))
        {
            if (account.IsThirdParty || (!account.IsActive && Account is null))
            {
                pipeline.Verbose($"Account '{account.Name}' is {(account.IsThirdParty ? "a third party's" : "disabled")} and is not tried.");
                continue;
            }

            var listener = new ProgressListener(pipeline, $"Testing {account.Name}", engine.Time);
            try
            {
                // A disabled account is tried as if it were enabled: that is what its owner wants to know.
                await WriteAllAsync(
                    pipeline,
                    engine.TestAccountAsync(account with { IsActive = true }, itemTypes, TextFilter.Of(Region), ThrottleLimit, listener, cancellationToken)).ConfigureAwait(false);
            }
            finally
            {
                listener.End();
            }
        }
    }
}
