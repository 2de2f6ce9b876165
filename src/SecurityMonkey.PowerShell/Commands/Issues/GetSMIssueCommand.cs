using System.Globalization;
using System.Management.Automation;
using SecurityMonkey.Commands.Binding;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Commands.Items;
using SecurityMonkey.Engine;
using SecurityMonkey.Engine.Storage;

namespace SecurityMonkey.Commands.Issues;

/// <summary>Get-SMIssue: shows issues, the highest score first.</summary>
[Cmdlet(VerbsCommon.Get, "SMIssue")]
[OutputType(typeof(Issue))]
public sealed class GetSMIssueCommand : ItemFilterCmdlet
{
    /// <summary>Numbers of issues.</summary>
    [Parameter]
    [Alias("IssueId")]
    public long[]? Id { get; set; }

    /// <summary>Items, as Get-SMItem writes them: their issues are shown.</summary>
    [Parameter(ValueFromPipeline = true)]
    public Item? Item { get; set; }

    /// <summary>Ids of rules; wildcards are allowed.</summary>
    [Parameter]
    [Alias("RuleId")]
    [ArgumentCompleter(typeof(RuleCompleter))]
    [SupportsWildcards]
    public string[]? Rule { get; set; }

    /// <summary>The least score, from 0 to 10.</summary>
    [Parameter]
    [ValidateRange(SeverityScale.MinScore, SeverityScale.MaxScore)]
    public int MinScore { get; set; }

    /// <summary>Severities.</summary>
    [Parameter]
    public Severity[]? Severity { get; set; }

    /// <summary>Statuses; without it, open issues only (any status where -Id is given).</summary>
    [Parameter]
    public IssueStatus[]? Status { get; set; }

    /// <summary>First found, fixed or reopened since then: a span back from now such as 1h or 7d, or a time.</summary>
    [Parameter]
    [TimeTransformation]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Justified issues only, or with -Justified:$false only those that nobody has justified.</summary>
    [Parameter]
    public SwitchParameter Justified { get; set; }

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var items = await BuildItemQueryAsync(pipeline, engine, cancellationToken).ConfigureAwait(false);
        var rules = TextFilter.Of(Rule);
        await ReportUnknownRulesAsync(pipeline, engine, rules, cancellationToken).ConfigureAwait(false);
        var query = new IssueQuery
        {
            Ids = Id ?? [],
            ItemIds = Item is null ? [] : [Item.Id],
            Account = items.Account,
            ItemType = items.ItemType,
            Region = items.Region,
            Name = items.Name,
            Rule = rules,
            MinScore = MinScore,
            Severities = Severity ?? [],
            Statuses = Status ?? (Id is null ? [IssueStatus.Open] : []),
            Since = Since,
            IsJustified = MyInvocation.BoundParameters.ContainsKey(nameof(Justified)) ? Justified.IsPresent : null,
        };
        var found = new HashSet<long>();
        await foreach (var issue in engine.GetIssuesAsync(query, cancellationToken).ConfigureAwait(false))
        {
            found.Add(Id is null ? 0 : issue.Id);
            await pipeline.WriteAsync(issue).ConfigureAwait(false);
        }

        await ReportUnknownNamesAsync(pipeline, engine, cancellationToken).ConfigureAwait(false);
        foreach (var id in (Id ?? []).Where(id => !found.Contains(id)))
        {
            await pipeline.WriteErrorAsync(ErrorRecords.NotFound("issue", id.ToString(CultureInfo.InvariantCulture), "Get-SMIssue lists them.")).ConfigureAwait(false);
        }
    }

    private static async Task ReportUnknownRulesAsync(CmdletPipeline pipeline, MonkeyEngine engine, TextFilter rules, CancellationToken cancellationToken)
    {
        if (rules.Literals.Any())
        {
            var (known, _) = await engine.GetRulesAsync(account: null, cancellationToken).ConfigureAwait(false);
            await ReportMissingAsync(pipeline, rules, known.Select(rule => rule.Id), "rule", "Get-SMRule lists them.").ConfigureAwait(false);
        }
    }
}
