using System.Diagnostics;
using System.Globalization;
using Amazon.Runtime;
using SecurityMonkey.Engine;
using SecurityMonkey.Engine.Watching;
using SecurityMonkey.Providers.Aws;
using SecurityMonkey.Providers.Aws.Session;

namespace SecurityMonkey.Benchmarks;

/// <summary>A live collection of an account with many regions and slow answers, beside the time that the answers alone would take.</summary>
internal static class LiveMeasurement
{
    private const int Regions = 17;
    private const int ItemTypes = 25;
    private const int Throttle = 16;
    private const int Rounds = 4;

    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(100);

    /// <summary>Measures and prints the ratios.</summary>
    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("securitymonkey-benchmark-").FullName;
        var cloud = new SlowCloud(Regions, Delay);
        await using (cloud)
        {
            var options = new AwsSessionOptions { Environment = _ => null, SourceCredentials = new BasicAWSCredentials("AKIDEXAMPLE", "EXAMPLE-SECRET") };
            var engine = await MonkeyEngine.OpenAsync(
                new EngineOptions { StorePath = Path.Combine(folder, "store.db"), Plugins = [new AwsPlugin(options)], RulePaths = [] }, CancellationToken.None);
            await using (engine)
            {
                var account = await engine.AddAccountAsync(
                    new Account
                    {
                        Name = "prod",
                        Type = "AWS",
                        Identifier = "123456789012",
                        Fields = new Dictionary<string, string> { [AwsFields.EndpointUrl] = cloud.Url },
                    },
                    CancellationToken.None);
                var itemTypes = engine.Plugins.WatchersOf("AWS").Select(watcher => watcher.ItemType.Id)
                    .Where(id => id.StartsWith("aws.ec2.", StringComparison.Ordinal) && id is not ("aws.ec2.regionsettings" or "aws.ec2.launchtemplateversion"))
                    .Take(ItemTypes)
                    .ToArray();
                var request = new WatchRequest { Accounts = [account], ItemType = TextFilter.Of(itemTypes), ThrottleLimit = Throttle };

                // The rounds of calls that only wait, at best, and one each for who the caller is and which regions there are.
                var ideal = Delay.TotalSeconds * (Math.Ceiling((double)Regions * itemTypes.Length / Throttle) + 2);
                for (var round = 0; round < Rounds; round++)
                {
                    var answered = cloud.Answered;
                    var start = Stopwatch.GetTimestamp();
                    var sets = await engine.WatchAsync(request, new Silence(), CancellationToken.None).ToListAsync();
                    var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                    var isComplete = sets.All(set => set.Status == RunStatus.Complete);
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"round {round}: {sets.Count} item types x {Regions} regions, {cloud.Answered - answered} calls of {Delay.TotalMilliseconds} ms, throttle {Throttle}: {seconds:0.00} s, ideal {ideal:0.00} s, ratio {seconds / ideal:0.00}, complete {isComplete}"));
                }
            }
        }

        Directory.Delete(folder, recursive: true);
    }
}
