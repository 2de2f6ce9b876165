using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SecurityMonkey.Engine;
using SecurityMonkey.Engine.Watching;
using SecurityMonkey.Providers.Aws;
using SecurityMonkey.Providers.Export;

namespace SecurityMonkey.Benchmarks;

/// <summary>Whole collections of an Export account, beside the least that any program would have to do.</summary>
internal static class CollectionMeasurement
{
    private const int Rounds = 3;

    /// <summary>Measures and prints a table of ratios.</summary>
    public static async Task RunAsync(int items)
    {
        var folder = Directory.CreateTempSubdirectory("securitymonkey-benchmark-").FullName;
        try
        {
            var documents = Path.Combine(folder, "documents", "eu-west-1");
            Directory.CreateDirectory(documents);
            var file = Path.Combine(documents, "security-groups.json");
            SampleDocuments.WriteFile(file, items);
            Write($"{items:N0} documents, {new FileInfo(file).Length / 1e6:N0} MB, {Environment.ProcessorCount} processors, medians of {Rounds}");

            var (first, second) = (new double[Rounds], new double[Rounds]);
            for (var round = 0; round < Rounds; round++)
            {
                (first[round], second[round]) = await MeasureAsync(folder, Path.Combine(folder, $"store{round}.db"));
            }

            var parse = Median([.. Enumerable.Range(0, Rounds).Select(_ => Seconds(() => ParseOneByOne(file, items)))]);
            var parseWhole = Median([.. Enumerable.Range(0, Rounds).Select(_ => Seconds(() => ParseWhole(file)))]);
            var shell = SqliteShell.IsAvailable ? Median([.. Enumerable.Range(0, Rounds).Select(_ => SqliteShell.MeasureWriting(Path.Combine(folder, "store0.db"), folder))]) : double.NaN;

            Write("");
            Write("| measurement | seconds | beside | seconds | ratio |");
            Write("|---|---|---|---|---|");
            Row("first collection", Median(first), "sqlite3 shell writing the same rows", shell);
            Row("second collection, unchanged", Median(second), "JsonDocument.Parse of each document", parse);
            Row("second collection, unchanged", Median(second), "JsonDocument.Parse of the file", parseWhole);
            Write("");
            await WriteMemoryAsync(folder, items);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Collects in this process, and prints its peak of memory in MB.</summary>
    public static async Task RunChildAsync(string folder, int times)
    {
        var engine = await OpenAsync(Path.Combine(folder, "child.db"), folder);
        await using (engine)
        {
            for (var time = 0; time < times; time++)
            {
                await CollectAsync(engine);
            }
        }

        using var process = Process.GetCurrentProcess();
        Write((process.PeakWorkingSet64 / 1e6).ToString("0", CultureInfo.InvariantCulture));
    }

    private static async Task<(double First, double Second)> MeasureAsync(string folder, string store)
    {
        var engine = await OpenAsync(store, folder);
        await using (engine)
        {
            var start = Stopwatch.GetTimestamp();
            await CollectAsync(engine);
            var first = Stopwatch.GetElapsedTime(start).TotalSeconds;
            start = Stopwatch.GetTimestamp();
            await CollectAsync(engine);
            return (first, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
    }

    private static async Task<MonkeyEngine> OpenAsync(string store, string folder)
    {
        var engine = await MonkeyEngine.OpenAsync(new EngineOptions { StorePath = store, Plugins = [new AwsPlugin(), new ExportPlugin()] }, CancellationToken.None);
        var account = new Account
        {
            Name = "benchmark",
            Type = "Export",
            Identifier = "",
            Fields = new Dictionary<string, string> { ["Path"] = Path.Combine(folder, "documents") },
        };
        await engine.AddAccountAsync(account, CancellationToken.None);
        return engine;
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

    private static void ParseOneByOne(string file, int items)
    {
        var bytes = File.ReadAllBytes(file);
        var start = "{\"SecurityGroups\":[".Length;
        for (var number = 0; number < items; number++)
        {
            var reader = new Utf8JsonReader(bytes.AsSpan(start));
            using var document = JsonDocument.ParseValue(ref reader);
            start += (int)reader.BytesConsumed + 1;
        }
    }

    private static void ParseWhole(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
    }

    private static async Task WriteMemoryAsync(string folder, int items)
    {
        Write("| items | peak memory of first and second collection, MB |");
        Write("|---|---|");
        foreach (var count in new[] { items / 10, items })
        {
            var part = Path.Combine(folder, $"memory{count}");
            Directory.CreateDirectory(Path.Combine(part, "documents"));
            SampleDocuments.WriteFile(Path.Combine(part, "documents", "security-groups.json"), count);
            var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, "child", part, "2"]) { RedirectStandardOutput = true };
            using var child = Process.Start(start)!;
            Write($"| {count:N0} | {(await child.StandardOutput.ReadToEndAsync()).Trim()} |");
            await child.WaitForExitAsync();
        }
    }

    private static double Seconds(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    private static void Row(string what, double seconds, string beside, double baseline)
        => Write(string.Create(CultureInfo.InvariantCulture, $"| {what} | {seconds:0.00} | {beside} | {baseline:0.00} | {seconds / baseline:0.0} |"));

    private static void Write(string text) => Console.WriteLine(text);
}
