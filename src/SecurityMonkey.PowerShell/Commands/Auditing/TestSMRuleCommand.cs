using System.Management.Automation;
using SecurityMonkey.Commands.Binding;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine;
using SecurityMonkey.Engine.Plugins;
using SecurityMonkey.Engine.Documents;

namespace SecurityMonkey.Commands.Auditing;

/// <summary>Test-SMRule: runs the inline examples of rule documents.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SMRule", DefaultParameterSetName = ById)]
[OutputType(typeof(RuleTestResult), typeof(RuleTrial))]
public sealed class TestSMRuleCommand : StoreCmdlet
{
    private const string ById = "ById";
    private const string ByPath = "ByPath";

    private IReadOnlyList<string> _paths = [];

    /// <summary>Ids of rules; wildcards are allowed. Without it, all rules that are data.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [Alias("Name", "RuleId")]
    [ArgumentCompleter(typeof(RuleCompleter))]
    [SupportsWildcards]
    public string[]? Id { get; set; }

    /// <summary>Files or folders of rule documents, which need not be where rules are looked for.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByPath)]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Names of accounts, with wildcards: evaluates the rules on their stored items instead of the examples, without recording anything.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [SupportsWildcards]
    public string[]? Account { get; set; }

    /// <summary>Evaluates the rules on every revision since this time, and tells which issues would have been opened and fixed, and when. A time, or a span such as 90d.</summary>
    [Parameter]
    [TimeTransformation]
    public DateTimeOffset? Since { get; set; }

    private bool IsTrial => Account is not null || Since is not null;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _paths = [.. Path.Select(GetUnresolvedProviderPathFromPSPath)];
    }

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        if (_paths.Count > 0)
        {
            foreach (var path in _paths)
            {
                await TestPathAsync(pipeline, path, cancellationToken).ConfigureAwait(false);
            }

            return;
        }

        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var filter = TextFilter.Of(Id);
        var (known, _) = await engine.GetRulesAsync(account: null, cancellationToken).ConfigureAwait(false);
        await ReportMissingAsync(pipeline, filter, known.Select(rule => rule.Id), "rule", "Get-SMRule lists them.").ConfigureAwait(false);
        if (IsTrial)
        {
            await FindAccountsAsync(pipeline, engine, Account, cancellationToken).ConfigureAwait(false);
            await WriteAllAsync(pipeline, engine.TryRulesAsync(filter, TextFilter.Of(Account), Since, cancellationToken)).ConfigureAwait(false);
            return;
        }

        await WriteAsync(pipeline, engine.TestRules(filter)).ConfigureAwait(false);
    }

    private async Task TestPathAsync(CmdletPipeline pipeline, string path, CancellationToken cancellationToken)
    {
        if (IsTrial && (File.Exists(path) || Directory.Exists(path)))
        {
            var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
            await FindAccountsAsync(pipeline, engine, Account, cancellationToken).ConfigureAwait(false);
            foreach (var problem in MonkeyEngine.TestRules(path, engine.Plugins, engine.Time).Problems)
            {
                await pipeline.WriteErrorAsync(RuleProblems.ToErrorRecord(problem)).ConfigureAwait(false);
            }

            await WriteAllAsync(pipeline, engine.TryRulesAsync(path, TextFilter.Of(Account), Since, cancellationToken)).ConfigureAwait(false);
        }
        else if (File.Exists(path) || Directory.Exists(path))
        {
            await WriteAsync(pipeline, MonkeyEngine.TestRules(path, new PluginCatalog(Session.Added.Plugins), TimeProvider.System)).ConfigureAwait(false);
        }
        else
        {
            await pipeline.WriteErrorAsync(ErrorRecords.NotFound("rule file", path, "Name a file or folder of rule documents (*.yaml).")).ConfigureAwait(false);
        }
    }

    private static async Task WriteAsync(
        CmdletPipeline pipeline, (IReadOnlyList<RuleTestResult> Results, IReadOnlyList<DocumentProblem> Problems) outcome)
    {
        foreach (var problem in outcome.Problems)
        {
            await pipeline.WriteErrorAsync(RuleProblems.ToErrorRecord(problem)).ConfigureAwait(false);
        }

        foreach (var result in outcome.Results)
        {
            await pipeline.WriteAsync(result).ConfigureAwait(false);
        }
    }
}
