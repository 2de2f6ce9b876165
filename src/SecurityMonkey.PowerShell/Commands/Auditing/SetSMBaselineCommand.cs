using System.Management.Automation;
using SecurityMonkey.Commands.Binding;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Auditing;

/// <summary>Set-SMBaseline: says which rules the store's audits evaluate where no baseline is named.</summary>
[Cmdlet(VerbsCommon.Set, "SMBaseline", SupportsShouldProcess = true, DefaultParameterSetName = ByName)]
[OutputType(typeof(RuleBaseline))]
public sealed class SetSMBaselineCommand : StoreCmdlet
{
    private const string ByName = "ByName";
    private const string TakeAway = "Clear";

    /// <summary>The name of a baseline; with @ and a month or day after it, without the rules that are newer: cis-aws-5.0@2026-11.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = ByName)]
    [ArgumentCompleter(typeof(BaselineCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Takes the store's baseline away: all rules are evaluated again.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TakeAway)]
    public SwitchParameter Clear { get; set; }

    /// <summary>Writes the baseline to the pipeline.</summary>
    [Parameter(ParameterSetName = ByName)]
    public SwitchParameter PassThru { get; set; }

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var name = Clear ? null : Name;
        var pins = name?.Contains('@', StringComparison.Ordinal) is true ? new[] { name } : [];

        // A name that is none is told before anybody is asked.
        var (known, _) = await engine.GetBaselinesAsync(pins, cancellationToken).ConfigureAwait(false);
        if (name is not null && !known.Any(IsNamed))
        {
            await ReportMissingAsync(pipeline, TextFilter.Of([name]), known.Select(baseline => baseline.Name), "baseline", "Get-SMBaseline lists them.").ConfigureAwait(false);
            return;
        }

        var action = name is null ? "Take the baseline away" : $"Set the baseline {name}";
        if (!await pipeline.ShouldProcessAsync(engine.StoreLocation, action).ConfigureAwait(false))
        {
            return;
        }

        await engine.SetBaselineAsync(name, cancellationToken).ConfigureAwait(false);
        if (PassThru)
        {
            var (baselines, _) = await engine.GetBaselinesAsync([], cancellationToken).ConfigureAwait(false);
            await pipeline.WriteAsync(baselines.First(baseline => baseline.IsDefault)).ConfigureAwait(false);
        }
    }

    private bool IsNamed(RuleBaseline baseline) => string.Equals(baseline.Name, Name, StringComparison.OrdinalIgnoreCase);
}
