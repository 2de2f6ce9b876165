using System.Management.Automation;
using SecurityMonkey.Commands.Binding;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Accounts;

/// <summary>Get-SMAccountType: shows the kinds of account there are, and what each of them asks for.</summary>
[Cmdlet(VerbsCommon.Get, "SMAccountType")]
[OutputType(typeof(AccountType))]
public sealed class GetSMAccountTypeCommand : StoreCmdlet
{
    /// <summary>Names of account types; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AccountTypeCompleter))]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var filter = TextFilter.Of(Name);
        var definitions = engine.Plugins.AccountTypes.Select(type => type.Definition).ToArray();
        foreach (var definition in definitions.Where(definition => filter.IsMatch(definition.Name)))
        {
            await pipeline.WriteAsync(definition).ConfigureAwait(false);
        }

        await ReportMissingAsync(
            pipeline, filter, definitions.Select(definition => definition.Name), "account type", "Get-SMAccountType lists them.").ConfigureAwait(false);
    }
}
