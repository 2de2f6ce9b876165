using System.Globalization;
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
    private const int MostNamed = 5;

    private AuditRun? _run;

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

    /// <summary>The name of a baseline: only its rules are evaluated. With @ and a month or day after it, only those that are not newer. Without it, that of Set-SMBaseline, or all rules.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(BaselineCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Baseline { get; set; }

    /// <summary>Evaluates everything, and not only what changed since the last audit.</summary>
    [Parameter]
    public SwitchParameter Full { get; set; }

    /// <summary>Change sets, as Invoke-SMWatcher writes them: what they saw is audited while other units are still collected.</summary>
    [Parameter(ValueFromPipeline = true)]
    public ChangeSet? ChangeSet { get; set; }

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
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
        if (units.Length == 0 && !MyInvocation.ExpectingInput)
        {
            pipeline.Warn("There is nothing to audit. Collect something with Invoke-SMWatcher first.");
        }

        var (wanted, isWhatIf) = await SelectUnitsAsync(pipeline, units).ConfigureAwait(false);
        if (wanted.Count > 0)
        {
            _run ??= await PrepareAsync(pipeline, engine, isWhatIf, cancellationToken).ConfigureAwait(false);
            var run = _run;
            await AuditAsync(pipeline, engine, (listener, token) => run.AuditAsync(wanted, listener, token), cancellationToken).ConfigureAwait(false);
        }
    }

    private protected override async Task EndAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        if (_run is not null)
        {
            // What rules look at may have come after the items they look from.
            var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
            await AuditAsync(pipeline, engine, _run.AuditDependentsAsync, cancellationToken).ConfigureAwait(false);
            await _run.EndAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing)
    {
        if (isDisposing && _run is not null)
        {
            _run.DisposeAsync().AsTask().GetAwaiter().GetResult();
            _run = null;
        }

        base.Dispose(isDisposing);
    }

    private async Task<AuditRun> PrepareAsync(CmdletPipeline pipeline, MonkeyEngine engine, bool isWhatIf, CancellationToken cancellationToken)
    {
        var rules = TextFilter.Of(Rule);
        var run = await engine.PrepareAuditAsync(new AuditOptions { Rule = rules, Baseline = Baseline, IsFull = Full, IsWhatIf = isWhatIf }, cancellationToken).ConfigureAwait(false);
        await ReportMissingAsync(pipeline, rules, run.RuleIds, "rule", "Get-SMRule lists them.").ConfigureAwait(false);
        foreach (var problem in run.Problems)
        {
            await pipeline.WriteErrorAsync(RuleProblems.ToErrorRecord(problem)).ConfigureAwait(false);
        }

        foreach (var problem in run.OtherProblems)
        {
            await pipeline.WriteErrorAsync(RuleProblems.ToOtherErrorRecord(problem)).ConfigureAwait(false);
        }

        if (run.NewerRuleIds is { Count: > 0 } newer)
        {
            pipeline.Warn(string.Create(
                CultureInfo.CurrentCulture,
                $"The baseline {run.BaselineName} leaves out {newer.Count} newer {(newer.Count == 1 ? "rule" : "rules")}: {string.Join(", ", newer.Take(MostNamed))}{(newer.Count > MostNamed ? ", ..." : "")}. (Get-SMBaseline {run.BaselineName}).NewerRuleIds | Get-SMRule shows them."));
        }

        return run;
    }

    private static async Task AuditAsync(
        CmdletPipeline pipeline, MonkeyEngine engine, Func<IRunListener, CancellationToken, IAsyncEnumerable<AuditReport>> audit, CancellationToken cancellationToken)
    {
        var listener = new ProgressListener(pipeline, "Auditing", engine.Time);
        try
        {
            await foreach (var report in audit(listener, cancellationToken).ConfigureAwait(false))
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
            isBusy ? error.Message
                : error.More > 0 ? $"Rule {error.RuleId} could not tell about {error.More} more items of {report.ItemType} of account '{report.Account}', whose issues stay as they are. Get-SMCoverage -Rule {error.RuleId} tells why."
                : $"Rule {error.RuleId} could not tell about {report.ItemType} '{error.NativeId}' of account '{report.Account}', whose issues stay as they are: {error.Message}")
        {
            Target = isBusy || error.More > 0 ? report.Account : error.NativeId,
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
