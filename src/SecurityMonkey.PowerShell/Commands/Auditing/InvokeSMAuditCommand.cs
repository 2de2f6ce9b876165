using System.Management.Automation;
using SecurityMonkey.Commands.Binding;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine;
using SecurityMonkey.Engine.Auditing;

namespace SecurityMonkey.Commands.Auditing;

/// <summary>Invoke-SMAudit: evaluates rules on stored items, and brings the findings together with the issues that are known.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "SMAudit", SupportsShouldProcess = true)]
[OutputType(typeof(AuditReport))]
public sealed class InvokeSMAuditCommand : StoreCmdlet
{
    private bool _hasInput;

    /// <summary>Names of accounts; wildcards are allowed. The change sets of Invoke-SMWatcher bring theirs.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [SupportsWildcards]
    public string[]? Account { get; set; }

    /// <summary>Ids or aliases of item types; wildcards are allowed. The change sets of Invoke-SMWatcher bring theirs.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Technology")]
    [ArgumentCompleter(typeof(ItemTypeCompleter))]
    [SupportsWildcards]
    public string[]? ItemType { get; set; }

    /// <summary>Ids of rules; wildcards are allowed. Without it, all that apply. Issues of other rules stay as they are.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RuleCompleter))]
    [SupportsWildcards]
    public string[]? Rule { get; set; }

    /// <summary>Change sets, as Invoke-SMWatcher writes them: what they saw is audited while other units are still collected.</summary>
    [Parameter(ValueFromPipeline = true)]
    public ChangeSet? ChangeSet { get; set; }

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        _hasInput |= ChangeSet is not null || MyInvocation.ExpectingInput;
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        if (ChangeSet is { IsWhatIf: true } or { ItemType: SecurityMonkey.ItemType.Every } or { Status: RunStatus.Skipped })
        {
            pipeline.Verbose($"{ChangeSet.Account} {ChangeSet.ItemType}: nothing was stored, so there is nothing to audit.");
            return;
        }

        await FindAccountsAsync(pipeline, engine, Account, cancellationToken).ConfigureAwait(false);
        var accounts = TextFilter.Of(Account);
        var itemTypes = await FindItemTypesAsync(pipeline, engine, ItemType, cancellationToken).ConfigureAwait(false);
        var units = (await engine.GetUnitsAsync(cancellationToken).ConfigureAwait(false))
            .Where(unit => accounts.IsMatch(unit.Account.Name) && itemTypes.IsMatch(unit.ItemType) && unit.Account is { IsActive: true, IsThirdParty: false })
            .ToArray();
        if (units.Length == 0)
        {
            if (!_hasInput)
            {
                pipeline.Warn("There is nothing to audit. Collect something with Invoke-SMWatcher first.");
            }

            return;
        }

        var (wanted, isWhatIf) = await SelectUnitsAsync(pipeline, units).ConfigureAwait(false);
        if (wanted.Count > 0)
        {
            await AuditAsync(pipeline, engine, wanted, isWhatIf, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task AuditAsync(
        CmdletPipeline pipeline, MonkeyEngine engine, IReadOnlyList<(Account Account, string ItemType)> units, bool isWhatIf, CancellationToken cancellationToken)
    {
        var rules = TextFilter.Of(Rule);
        var (known, problems) = await engine.GetRulesAsync(account: null, cancellationToken).ConfigureAwait(false);
        await ReportMissingAsync(pipeline, rules, known.Select(rule => rule.Id), "rule", "Get-SMRule lists them.").ConfigureAwait(false);
        foreach (var problem in problems)
        {
            await pipeline.WriteErrorAsync(RuleProblems.ToErrorRecord(problem)).ConfigureAwait(false);
        }

        var listener = new ProgressListener(pipeline, "Auditing", engine.Time);
        try
        {
            var request = new AuditRequest { Units = units, Rule = rules, IsWhatIf = isWhatIf };
            await foreach (var report in engine.AuditAsync(request, listener, cancellationToken).ConfigureAwait(false))
            {
                foreach (var error in report.Errors)
                {
                    await pipeline.WriteErrorAsync(ToErrorRecord(report, error)).ConfigureAwait(false);
                }

                await pipeline.WriteAsync(report).ConfigureAwait(false);
            }
        }
        finally
        {
            listener.End();
        }
    }

    private static ErrorRecord ToErrorRecord(AuditReport report, AuditError error)
    {
        var isBusy = report.Status == RunStatus.Skipped;
        var exception = new SecurityMonkeyException(
            isBusy ? "UnitBusy" : "RuleFailed",
            isBusy ? ErrorKind.Busy : ErrorKind.InvalidData,
            isBusy
                ? error.Message
                : $"Rule {error.RuleId} could not tell about {report.ItemType} '{error.NativeId}' of account '{report.Account}', whose issues stay as they are: {error.Message}")
        {
            Target = isBusy ? report.Account : error.NativeId,
        };
        return ErrorRecords.From(exception, target: null);
    }

    private async Task<(IReadOnlyList<(Account Account, string ItemType)> Units, bool IsWhatIf)> SelectUnitsAsync(
        CmdletPipeline pipeline, IReadOnlyList<(Account Account, string ItemType)> units)
    {
        var wanted = new List<(Account, string)>();
        var isWhatIf = false;
        foreach (var group in units.GroupBy(unit => unit.Account.Name, StringComparer.Ordinal))
        {
            var reason = ShouldProcessReason.None;
            var question = $"Record the issues of account '{group.Key}'";
            var isWanted = await pipeline.CallAsync(() => ShouldProcess(question, question + "?", "Invoke-SMAudit", out reason)).ConfigureAwait(false);
            isWhatIf |= reason == ShouldProcessReason.WhatIf;
            if (isWanted || reason == ShouldProcessReason.WhatIf)
            {
                wanted.AddRange(group);
            }
        }

        return (wanted, isWhatIf);
    }
}
