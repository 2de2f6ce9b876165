using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace SecurityMonkey.Benchmarks;

/// <summary>
/// <c>micro [filter]</c> runs the BenchmarkDotNet benchmarks; <c>collection [items]</c> measures whole collections beside the sqlite3
/// shell and JsonDocument; <c>audit [items]</c> measures audits of everything, of what changed and of nothing; <c>live</c> measures a live collection of a slow
/// server; <c>child ...</c> is how the latter measures memory in a process of its own.
/// </summary>
internal static class Program
{
    private const int Items = 100_000;

    public static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["micro", .. var filters]:
                var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
                BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(filters.Length == 0 ? ["--filter", "*"] : ["--filter", .. filters], config);
                return 0;

            case ["collection", .. var rest]:
                await CollectionMeasurement.RunAsync(rest.Length == 0 ? Items : int.Parse(rest[0], CultureInfo.InvariantCulture));
                return 0;

            case ["audit", .. var rest]:
                await AuditMeasurement.RunAsync(rest.Length == 0 ? Items : int.Parse(rest[0], CultureInfo.InvariantCulture));
                return 0;

            case ["live"]:
                await LiveMeasurement.RunAsync();
                return 0;

            case ["child", var folder, var times]:
                await CollectionMeasurement.RunChildAsync(folder, int.Parse(times, CultureInfo.InvariantCulture));
                return 0;

            default:
                await Console.Error.WriteLineAsync("Usage: micro [filter] | collection [items] | audit [items] | live");
                return 2;
        }
    }
}
