using System.Management.Automation;
using SecurityMonkey.Commands.Binding;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Accounts;

/// <summary>New-SMAccessPolicy: writes the least-privilege policy for what is to be collected.</summary>
[Cmdlet(VerbsCommon.New, "SMAccessPolicy")]
[OutputType(typeof(AccessPolicy))]
public sealed class NewSMAccessPolicyCommand : StoreCmdlet
{
    private readonly List<string> _itemTypes = [];

    /// <summary>Ids or aliases of item types; wildcards are allowed. Without it, all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "Technology")]
    [ArgumentCompleter(typeof(ItemTypeCompleter))]
    [SupportsWildcards]
    public string[]? ItemType { get; set; }

    /// <summary>Names of account types; wildcards are allowed. Without it, all that have some of the item types.</summary>
    [Parameter]
    [Alias("Type")]
    [ArgumentCompleter(typeof(AccountTypeCompleter))]
    [SupportsWildcards]
    public string[]? AccountType { get; set; }

    private protected override Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        _itemTypes.AddRange(ItemType ?? []);
        return Task.CompletedTask;
    }

    private protected override async Task EndAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var itemTypes = await FindItemTypesAsync(pipeline, engine, _itemTypes.Count == 0 ? null : [.. _itemTypes], cancellationToken).ConfigureAwait(false);
        var accountTypes = TextFilter.Of(AccountType);
        await ReportMissingAsync(
            pipeline, accountTypes, engine.Plugins.AccountTypes.Select(type => type.Definition.Name), "account type", "Get-SMAccountType lists them.").ConfigureAwait(false);
        foreach (var policy in engine.CreateAccessPolicies(accountTypes, itemTypes))
        {
            await pipeline.WriteAsync(policy).ConfigureAwait(false);
        }
    }
}
