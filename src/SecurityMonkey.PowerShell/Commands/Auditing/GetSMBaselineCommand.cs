using System.Management.Automation;
using SecurityMonkey.Commands.Binding;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Auditing;

/// <summary>Get-SMBaseline: shows named and dated sets of rules.</summary>
[Cmdlet(VerbsCommon.Get, "SMBaseline")]
[OutputType(typeof(RuleBaseline))]
public sealed class GetSMBaselineCommand : StoreCmdlet
{
    /// <summary>Names of baselines; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(BaselineCompleter))]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var names = TextFilter.Of(Name);
        var (baselines, problems) = await engine.GetBaselinesAsync(names.Literals.Where(name => name.Contains('@', StringComparison.Ordinal)), cancellationToken).ConfigureAwait(false);
        foreach (var problem in problems)
        {
            await pipeline.WriteErrorAsync(RuleProblems.ToOtherErrorRecord(problem)).ConfigureAwait(false);
        }

        await ReportMissingAsync(pipeline, names, baselines.Select(baseline => baseline.Name), "baseline", "Get-SMBaseline lists them.").ConfigureAwait(false);
        foreach (var baseline in baselines.Where(baseline => names.IsMatch(baseline.Name)))
        {
            await pipeline.WriteAsync(baseline).ConfigureAwait(false);
        }
    }
}
