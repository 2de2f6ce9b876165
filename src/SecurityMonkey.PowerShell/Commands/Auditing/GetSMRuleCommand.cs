using System.Management.Automation;
using SecurityMonkey.Commands.Binding;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Auditing;

/// <summary>Get-SMRule: shows rules as they are in force.</summary>
[Cmdlet(VerbsCommon.Get, "SMRule")]
[OutputType(typeof(Rule))]
public sealed class GetSMRuleCommand : StoreCmdlet
{
    /// <summary>Ids of rules; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "RuleId")]
    [ArgumentCompleter(typeof(RuleCompleter))]
    [SupportsWildcards]
    public string[]? Id { get; set; }

    /// <summary>Ids or aliases of item types that the rules look at; wildcards are allowed.</summary>
    [Parameter]
    [Alias("Technology")]
    [ArgumentCompleter(typeof(ItemTypeCompleter))]
    [SupportsWildcards]
    public string[]? ItemType { get; set; }

    /// <summary>Words that the rules are tagged with; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[]? Tag { get; set; }

    /// <summary>Shows scores, parameters and switches as they are in force for this account.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AccountCompleter))]
    public string? Account { get; set; }

    /// <summary>The name of a baseline, perhaps with a pin: only its rules are shown, tuned as it says. Without it, that of Set-SMBaseline, or all rules.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(BaselineCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Baseline { get; set; }

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var (rules, outside, problems) = await engine.GetRulesAsync(Account, Baseline, cancellationToken).ConfigureAwait(false);
        if (Account is not null)
        {
            await FindAccountsAsync(pipeline, engine, [Account], cancellationToken).ConfigureAwait(false);
        }

        foreach (var problem in problems)
        {
            await pipeline.WriteErrorAsync(RuleProblems.ToErrorRecord(problem)).ConfigureAwait(false);
        }

        var ids = TextFilter.Of(Id);
        var tags = TextFilter.Of(Tag);
        var itemTypes = await FindItemTypesAsync(pipeline, engine, ItemType, rules.SelectMany(rule => rule.ItemTypes), cancellationToken).ConfigureAwait(false);
        var named = new HashSet<string>(ids.Literals, StringComparer.OrdinalIgnoreCase);
        foreach (var rule in rules.Where(rule => ids.IsMatch(rule.Id) && (tags.IsAll || rule.Tags.Any(tags.IsMatch)) && LooksAt(rule, itemTypes)))
        {
            if (outside.Contains(rule.Id) && (Baseline is not null || !named.Contains(rule.Id)))
            {
                continue;
            }

            await pipeline.WriteAsync(rule).ConfigureAwait(false);
        }

        await ReportMissingAsync(pipeline, ids, rules.Select(rule => rule.Id), "rule", "Get-SMRule lists them.").ConfigureAwait(false);
    }

    // Both sides may have wildcards.
    private static bool LooksAt(Rule rule, TextFilter itemTypes)
        => itemTypes.IsAll || rule.ItemTypes.Any(itemTypes.IsMatch) || itemTypes.Patterns.Any(TextFilter.Of(rule.ItemTypes).IsMatch);
}
