using System.Diagnostics;
using System.Globalization;
using DevLab.JmesPath;
using DevLab.JmesPath.Expressions;
using SecurityMonkey.Engine;
using SecurityMonkey.Engine.Auditing;
using SecurityMonkey.Engine.Plugins;
using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Engine.Storage;
using SecurityMonkey.Engine.Watching;
using SecurityMonkey.Providers.Aws;
using SecurityMonkey.Providers.Azure;
using SecurityMonkey.Providers.Export;
using SecurityMonkey.Providers.GitHub;

namespace SecurityMonkey.Benchmarks;

/// <summary>
/// Audits by the whole catalogue of items of all types: everything, nothing, and what changed; beside reading the configurations alone, and
/// beside the JMESPath expressions of the rules alone.
/// </summary>
internal static class AuditMeasurement
{
    private const int ItemsPerAccount = 10_000;

    /// <summary>Measures and prints tables.</summary>
    public static async Task RunAsync(int items)
    {
        var folder = Directory.CreateTempSubdirectory("securitymonkey-benchmark-").FullName;
        try
        {
            var cloud = new SampleCloud(Math.Min(items, ItemsPerAccount));
            var options = new EngineOptions
            {
                StorePath = Path.Combine(folder, "store.db"),
                Plugins = [new AwsPlugin(), new AzurePlugin(), new GitHubPlugin(), new ExportPlugin(), cloud],
                RulePaths = [RuleFolder],
            };
            var (rules, problems) = RuleCatalog.ReadPath(RuleFolder, new PluginCatalog(options.Plugins).Evaluators);
            cloud.Use(rules);
            Write($"{items:N0} items in {Math.Max(1, items / ItemsPerAccount)} accounts, {rules.Count} rules ({problems.Count} problems), {Environment.ProcessorCount} processors");
            var engine = await MonkeyEngine.OpenAsync(options, CancellationToken.None);
            await using (engine)
            {
                await MeasureAsync(engine, cloud, rules, Math.Max(1, items / ItemsPerAccount));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string RuleFolder
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder!.GetFiles("*.sln").Length == 0)
            {
                folder = folder.Parent;
            }

            return Path.Combine(folder.FullName, "module", "rules");
        }
    }

    private static double ProcessorSeconds
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.TotalProcessorTime.TotalSeconds;
        }
    }

    private static double PeakOfMemory
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64 / 1e6;
        }
    }

    // Where the system can forget the peak, each step has one of its own.
    private static void ForgetPeakOfMemory()
    {
        if (OperatingSystem.IsLinux())
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
    }

    private static async Task MeasureAsync(MonkeyEngine engine, SampleCloud cloud, IReadOnlyList<RuleDocument> rules, int accounts)
    {
        for (var number = 1; number <= accounts; number++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"account-{number:00}");
            await engine.AddAccountAsync(
                new Account { Name = name, Type = SampleCloud.AccountType, Identifier = $"{number:000000000000}", Notes = number.ToString(CultureInfo.InvariantCulture) }, CancellationToken.None);
        }

        await CollectAsync(engine);
        Write(string.Create(CultureInfo.InvariantCulture, $"Peak of memory after collecting: {PeakOfMemory:0} MB"));
        Write("");
        Write("| audit | seconds | processor seconds | items evaluated | answers | answers a second | open issues | unknown | errors | peak of memory, MB |");
        Write("|---|---|---|---|---|---|---|---|---|---|");
        await AuditAsync(engine, "first, everything", isFull: false);
        await AuditAsync(engine, "again, nothing changed", isFull: false);
        var full = await AuditAsync(engine, "everything (-Full)", isFull: true);
        cloud.Round = 1;
        await CollectAsync(engine);
        await AuditAsync(engine, "1 % of the items changed", isFull: false);
        Write("");
        var configs = await ReadAsync(engine);
        Write($"{configs.Count:N0} configurations of {configs.Sum(config => config.Json.Length) / 1e6:0} MB, {configs.Select(config => config.ItemType).Distinct().Count()} item types");
        Write("");
        MeasureAlone(configs, rules, full);
    }

    private static async Task<(double Seconds, double Rate)> AuditAsync(MonkeyEngine engine, string what, bool isFull)
    {
        ForgetPeakOfMemory();
        var start = Stopwatch.GetTimestamp();
        var busy = ProcessorSeconds;
        var run = await engine.PrepareAuditAsync(new AuditOptions { IsFull = isFull }, CancellationToken.None);
        await using (run)
        {
            var (items, answers, open, unknown, errors) = (0L, 0L, 0L, 0L, 0L);
            await foreach (var report in run.AuditAsync(await engine.GetUnitsAsync(CancellationToken.None), new Silence(), CancellationToken.None))
            {
                items += report.Evaluated;
                answers += (long)report.Evaluated * report.Rules;
                open += report.Open;
                unknown += report.Unknown;
                errors += report.Errors.Count;
            }

            await run.EndAsync(CancellationToken.None);
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            Write(string.Create(CultureInfo.InvariantCulture, $"| {what} | {seconds:0.00} | {ProcessorSeconds - busy:0.00} | {items} | {answers} | {answers / seconds:0} | {open} | {unknown} | {errors} | {PeakOfMemory:0} |"));
            return (seconds, answers / seconds);
        }
    }

    private static void MeasureAlone(IReadOnlyList<(string ItemType, string Json)> configs, IReadOnlyList<RuleDocument> rules, (double Seconds, double Rate) full)
    {
        // Some at a time, as an audit does: all of them at once would measure the garbage collector.
        var expressions = new Dictionary<string, JmesPathExpression[]>(StringComparer.Ordinal);
        var (reading, evaluating, evaluated) = (0.0, 0.0, 0L);
        foreach (var batch in configs.Chunk(500))
        {
            var start = Stopwatch.GetTimestamp();
            var values = batch.Select(config => JmesExpression.ParseConfig(config.Json)).ToArray();
            reading += Stopwatch.GetElapsedTime(start).TotalSeconds;
            for (var index = 0; index < batch.Length; index++)
            {
                if (!expressions.TryGetValue(batch[index].ItemType, out var some))
                {
                    expressions.Add(batch[index].ItemType, some = [.. rules.Where(rule => new CatalogRule.FromDocument(rule).AppliesTo(batch[index].ItemType)).Select(Compile).OfType<JmesPathExpression>()]);
                }

                start = Stopwatch.GetTimestamp();
                foreach (var expression in some)
                {
                    evaluated += IsEvaluated(expression, values[index]) ? 1 : 0;
                }

                evaluating += Stopwatch.GetElapsedTime(start).TotalSeconds;
            }
        }

        Write("| alone, on one processor | seconds | a second | the whole audit of everything, beside it |");
        Write("|---|---|---|---|");
        Write(string.Create(CultureInfo.InvariantCulture, $"| reading the configurations | {reading:0.00} | {configs.Count / reading:0} items | {full.Seconds / reading:0.00} times the time |"));
        Write(string.Create(
            CultureInfo.InvariantCulture, $"| {evaluated} JMESPath conditions without look-ups | {evaluating:0.00} | {evaluated / evaluating:0} answers | {full.Rate / (evaluated / evaluating):0.00} times the rate |"));
    }

    // Those that need nothing of ours.
    private static JmesPathExpression? Compile(RuleDocument rule)
    {
        try
        {
            return rule.Condition.ForEach.Count == 0 && rule.Condition.When.Length > 0 ? new JmesPath().Parse(rule.Condition.When) : null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return null;
        }
    }

    private static bool IsEvaluated(JmesPathExpression expression, Newtonsoft.Json.Linq.JToken value)
    {
        try
        {
            _ = expression.Transform(value);
            return true;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return false;
        }
    }

    private static async Task<IReadOnlyList<(string ItemType, string Json)>> ReadAsync(MonkeyEngine engine)
    {
        var configs = new List<(string, string)>();
        await foreach (var item in engine.GetItemsAsync(new ItemQuery { WithConfig = true }, CancellationToken.None))
        {
            configs.Add((item.ItemType, item.ConfigJson));
        }

        return configs;
    }

    private static async Task CollectAsync(MonkeyEngine engine)
    {
        var start = Stopwatch.GetTimestamp();
        var request = new WatchRequest { Accounts = await engine.GetAccountsAsync(CancellationToken.None) };
        await foreach (var changeSet in engine.WatchAsync(request, new Silence(), CancellationToken.None))
        {
            if (changeSet.Status is not (RunStatus.Complete or RunStatus.Partial))
            {
                throw new InvalidOperationException(string.Join("; ", changeSet.Failures));
            }
        }

        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"collected in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s"));
    }

    private static void Write(string text) => Console.WriteLine(text);
}
