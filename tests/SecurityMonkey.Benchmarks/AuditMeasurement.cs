using System.Diagnostics;
using System.Globalization;
using System.Text;
using DevLab.JmesPath;
using SecurityMonkey.Engine;
using SecurityMonkey.Engine.Auditing;
using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Engine.Watching;
using SecurityMonkey.Providers.Aws;
using SecurityMonkey.Providers.Export;

namespace SecurityMonkey.Benchmarks;

/// <summary>Audits of all items by all rules for them, of what changed, and of nothing, beside reading the configurations and one JMESPath expression.</summary>
internal static class AuditMeasurement
{
    private const string Expression = "IpPermissions[?FromPort <= `22` && ToPort >= `22`].IpRanges[?CidrIp == '0.0.0.0/0'][]";
    private const int ChangedPerHundred = 1;
    private const int BatchSize = 500;

    /// <summary>Measures and prints a table.</summary>
    public static async Task RunAsync(int items)
    {
        var folder = Directory.CreateTempSubdirectory("securitymonkey-benchmark-").FullName;
        try
        {
            var documents = Path.Combine(folder, "documents", "eu-west-1");
            Directory.CreateDirectory(documents);
            var file = Path.Combine(documents, "security-groups.json");
            SampleDocuments.WriteFile(file, items);
            var options = new EngineOptions
            {
                StorePath = Path.Combine(folder, "store.db"),
                Plugins = [new AwsPlugin(), new ExportPlugin()],
                RulePaths = [RuleFolder],
            };
            var engine = await MonkeyEngine.OpenAsync(options, CancellationToken.None);
            await using (engine)
            {
                await MeasureAsync(engine, folder, file, items);
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

    private static async Task MeasureAsync(MonkeyEngine engine, string folder, string file, int items)
    {
        await engine.AddAccountAsync(
            new Account { Name = "benchmark", Type = "Export", Identifier = "", Fields = new Dictionary<string, string> { ["Path"] = Path.Combine(folder, "documents") } },
            CancellationToken.None);
        await CollectAsync(engine);
        var (rules, problems) = await engine.GetRulesAsync(account: null, CancellationToken.None);
        Write($"{items:N0} security groups, {rules.Count} rules in the catalogue ({problems.Count} problems), {Environment.ProcessorCount} processors");
        Write("");
        Write("| audit | seconds | items evaluated | rules | answers a second | open issues |");
        Write("|---|---|---|---|---|---|");
        await AuditAsync(engine, "first, everything", isFull: false);
        await AuditAsync(engine, "again, nothing changed", isFull: false);
        await AuditAsync(engine, "everything (-Full)", isFull: true);
        Change(file, items);
        await CollectAsync(engine);
        await AuditAsync(engine, $"{ChangedPerHundred} % of the items changed", isFull: false);
        Write("");
        MeasureExpression(items);
    }

    private static async Task AuditAsync(MonkeyEngine engine, string what, bool isFull)
    {
        var start = Stopwatch.GetTimestamp();
        var run = await engine.PrepareAuditAsync(new AuditOptions { IsFull = isFull }, CancellationToken.None);
        await using (run)
        {
            var reports = new List<AuditReport>();
            await foreach (var report in run.AuditAsync(await engine.GetUnitsAsync(CancellationToken.None), new Silence(), CancellationToken.None))
            {
                reports.Add(report);
            }

            await run.EndAsync(CancellationToken.None);
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            var evaluated = reports.Sum(report => report.Evaluated);
            var rules = reports.Sum(report => report.Rules);
            var answers = evaluated * rules / seconds;
            Write(string.Create(CultureInfo.InvariantCulture, $"| {what} | {seconds:0.00} | {evaluated} | {rules} | {answers:0} | {reports.Sum(report => report.Open)} |"));
        }
    }

    private static void Change(string file, int items)
    {
        using var stream = File.Create(file);
        stream.Write("{\"SecurityGroups\":["u8);
        for (var number = 0; number < items; number++)
        {
            stream.Write(number == 0 ? ""u8 : ","u8);
            var group = SampleDocuments.Group(number);
            stream.Write(number % (100 / ChangedPerHundred) == 0 ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(group).Replace("some network", "another network", StringComparison.Ordinal)) : group);
        }

        stream.Write("]}"u8);
    }

    private static void MeasureExpression(int items)
    {
        // Some at a time, as an audit does: all of them at once would measure the garbage collector.
        var expression = new JmesPath().Parse(Expression);
        var (parsing, evaluating) = (0.0, 0.0);
        foreach (var numbers in Enumerable.Range(0, items).Chunk(BatchSize))
        {
            var documents = numbers.Select(number => Encoding.UTF8.GetString(SampleDocuments.Group(number))).ToArray();
            var start = Stopwatch.GetTimestamp();
            var configs = documents.Select(JmesExpression.ParseConfig).ToArray();
            parsing += Stopwatch.GetElapsedTime(start).TotalSeconds;
            start = Stopwatch.GetTimestamp();
            foreach (var config in configs)
            {
                _ = expression.Transform(config);
            }

            evaluating += Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        Write("| alone, on one processor | seconds | a second |");
        Write("|---|---|---|");
        Write(string.Create(CultureInfo.InvariantCulture, $"| reading the configurations | {parsing:0.00} | {items / parsing:0} |"));
        Write(string.Create(CultureInfo.InvariantCulture, $"| one JMESPath expression on each | {evaluating:0.00} | {items / evaluating:0} |"));
    }

    private static async Task CollectAsync(MonkeyEngine engine)
    {
        var request = new WatchRequest { Accounts = await engine.GetAccountsAsync(CancellationToken.None) };
        await foreach (var changeSet in engine.WatchAsync(request, new Silence(), CancellationToken.None))
        {
            if (changeSet.Status != RunStatus.Complete)
            {
                throw new InvalidOperationException(string.Join("; ", changeSet.Failures));
            }
        }
    }

    private static void Write(string text) => Console.WriteLine(text);
}
