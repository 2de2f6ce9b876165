using System.Management.Automation;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine.Documents;
using SecurityMonkey.Engine.Plugins;

namespace SecurityMonkey.Commands.Plugins;

/// <summary>Import-SMPlugin: adds account types, watchers and rules to the session, from an assembly or from documents.</summary>
[Cmdlet(VerbsData.Import, "SMPlugin")]
[OutputType(typeof(PluginInfo))]
public sealed class ImportSMPluginCommand : PluginCmdlet
{
    /// <summary>An assembly (*.dll), a document (*.yaml, *.yml, *.json), or a folder of documents.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    public string[] Path { get; set; } = [];

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        foreach (var given in Path)
        {
            try
            {
                var path = await pipeline.CallAsync(() => System.IO.Path.GetFullPath(GetUnresolvedProviderPathFromPSPath(given))).ConfigureAwait(false);
                await ImportAsync(pipeline, path, cancellationToken).ConfigureAwait(false);
            }
            catch (SecurityMonkeyException exception)
            {
                // A plug-in that is broken fails alone.
                await pipeline.WriteErrorAsync(exception, given).ConfigureAwait(false);
            }
        }
    }

    private async Task ImportAsync(CmdletPipeline pipeline, string path, CancellationToken cancellationToken)
    {
        if (!System.IO.Path.Exists(path))
        {
            throw new SecurityMonkeyException("PluginNotFound", ErrorKind.NotFound, $"There is no file and no folder '{path}'.") { Target = path };
        }

        if (File.Exists(path) && string.Equals(System.IO.Path.GetExtension(path), ".dll", StringComparison.OrdinalIgnoreCase))
        {
            var plugin = PluginAssembly.Load(path);
            var info = PluginInspector.Inspect(plugin, PluginKind.Assembly, path);
            await AddAsync(pipeline, new SessionPlugin(path, info, plugin, null), cancellationToken).ConfigureAwait(false);
            return;
        }

        await ImportDocumentsAsync(pipeline, path, DocumentPackage.Read(path), cancellationToken).ConfigureAwait(false);
    }

    private async Task ImportDocumentsAsync(CmdletPipeline pipeline, string path, DocumentPackage documents, CancellationToken cancellationToken)
    {
        // Once to know what is in them, and once to say it.
        var key = new SessionPlugin(path, new PluginInfo { Name = System.IO.Path.GetFileName(path), Kind = PluginKind.Documents, Path = path }, null, documents);
        Session.Added.Add(key);
        await Session.ReloadAsync(cancellationToken).ConfigureAwait(false);
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var (rules, problems) = await engine.GetRulesAsync(account: null, cancellationToken).ConfigureAwait(false);
        var (baselines, baselineProblems) = await engine.GetBaselinesAsync([], cancellationToken).ConfigureAwait(false);
        var info = key.Info with
        {
            ItemTypes = engine.Plugins.ItemTypesOfDocuments(documents.WatcherFiles),
            Rules = [.. rules.Where(rule => documents.RuleFiles.Contains(rule.Source, StringComparer.Ordinal)).Select(rule => rule.Id)],
            Baselines = [.. baselines.Where(baseline => documents.BaselineFiles.Contains(baseline.Source, StringComparer.Ordinal)).Select(baseline => baseline.Name)],
            KnownAccounts = engine.CountKnownAccounts(documents.KnownAccountFiles),
        };
        Session.Added.Add(key with { Info = info });
        IEnumerable<DocumentProblem> all =
        [
            .. documents.Problems,
            .. ProblemsOf(documents.RuleFiles, problems),
            .. ProblemsOf(documents.WatcherFiles, engine.Plugins.Problems),
            .. ProblemsOf(documents.BaselineFiles, baselineProblems),
            .. ProblemsOf(documents.KnownAccountFiles, engine.KnownAccountProblems),
        ];
        foreach (var problem in all)
        {
            await pipeline.WriteErrorAsync(new SecurityMonkeyException("DocumentInvalid", ErrorKind.ParseError, problem.ToString()) { Target = problem.File }).ConfigureAwait(false);
        }

        if (PassThru)
        {
            await pipeline.WriteAsync(info).ConfigureAwait(false);
        }
    }

    private static IEnumerable<DocumentProblem> ProblemsOf(IReadOnlyList<string> files, IReadOnlyList<DocumentProblem> problems)
        => problems.Where(problem => files.Contains(problem.File, StringComparer.Ordinal));
}
