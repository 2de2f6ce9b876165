using System.Management.Automation;
using SecurityMonkey.Commands.Binding;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Accounts;

/// <summary>Get-SMAccount: shows accounts.</summary>
[Cmdlet(VerbsCommon.Get, "SMAccount")]
[OutputType(typeof(Account))]
public sealed class GetSMAccountCommand : StoreCmdlet
{
    /// <summary>Names of accounts; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>Names of account types; wildcards are allowed.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AccountTypeCompleter))]
    [SupportsWildcards]
    public string[]? Type { get; set; }

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var types = TextFilter.Of(Type);
        foreach (var account in await FindAccountsAsync(pipeline, engine, Name, cancellationToken).ConfigureAwait(false))
        {
            if (types.IsMatch(account.Type))
            {
                await pipeline.WriteAsync(account).ConfigureAwait(false);
            }
        }
    }
}
