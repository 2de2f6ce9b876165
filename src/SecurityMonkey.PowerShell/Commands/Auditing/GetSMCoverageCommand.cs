using System.Management.Automation;
using SecurityMonkey.Commands.Binding;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Auditing;

/// <summary>Get-SMCoverage: shows what was collected and evaluated, when, and what is missing and why.</summary>
[Cmdlet(VerbsCommon.Get, "SMCoverage")]
[OutputType(typeof(Coverage))]
public sealed class GetSMCoverageCommand : StoreCmdlet
{
    /// <summary>Names of accounts; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [SupportsWildcards]
    public string[]? Account { get; set; }

    /// <summary>Ids or aliases of item types; wildcards are allowed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Technology")]
    [ArgumentCompleter(typeof(ItemTypeCompleter))]
    [SupportsWildcards]
    public string[]? ItemType { get; set; }

    /// <summary>Regions; wildcards are allowed.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [SupportsWildcards]
    public string[]? Region { get; set; }

    /// <summary>Ids of rules; wildcards are allowed. Each rule then has a row of its own.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RuleCompleter))]
    [SupportsWildcards]
    public string[]? Rule { get; set; }

    /// <summary>Only where something is missing.</summary>
    [Parameter]
    public SwitchParameter Incomplete { get; set; }

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        await FindAccountsAsync(pipeline, engine, Account, cancellationToken).ConfigureAwait(false);
        var itemTypes = await FindItemTypesAsync(pipeline, engine, ItemType, cancellationToken).ConfigureAwait(false);
        var (accounts, regions, rules) = (TextFilter.Of(Account), TextFilter.Of(Region), TextFilter.Of(Rule));
        var looked = await FindLookedAtAsync(pipeline, engine, rules, cancellationToken).ConfigureAwait(false);
        foreach (var row in await engine.GetCoverageAsync(byRule: Rule is { Length: > 0 }, cancellationToken).ConfigureAwait(false))
        {
            // What concerns every type, region or rule concerns the one that was asked for.
            if (accounts.IsMatch(row.Account)
                && (itemTypes.IsMatch(row.ItemType) || row.ItemType == "*")
                && (regions.IsMatch(row.Region) || row.Region == "*")
                && (rules.IsAll || (row.RuleId != "*" && rules.IsMatch(row.RuleId)) || (row.RuleId == "*" && !row.IsComplete && looked.IsMatch(row.ItemType)))
                && !(Incomplete && row.IsComplete))
            {
                await pipeline.WriteAsync(row).ConfigureAwait(false);
            }
        }
    }

    // What the rules that were asked for are evaluated on and look up.
    private static async Task<TextFilter> FindLookedAtAsync(CmdletPipeline pipeline, MonkeyEngine engine, TextFilter rules, CancellationToken cancellationToken)
    {
        if (rules.IsAll)
        {
            return TextFilter.All;
        }

        var (known, _) = await engine.GetRulesAsync(account: null, cancellationToken).ConfigureAwait(false);
        await ReportMissingAsync(pipeline, rules, known.Select(rule => rule.Id), "rule", "Get-SMRule lists them.").ConfigureAwait(false);
        return TextFilter.Of([.. known.Where(rule => rules.IsMatch(rule.Id)).SelectMany(rule => rule.ItemTypes.Concat(rule.Lookups)).DefaultIfEmpty("").Distinct(StringComparer.Ordinal)]);
    }
}
