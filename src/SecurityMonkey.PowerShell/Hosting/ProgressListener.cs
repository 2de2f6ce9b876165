using System.Collections.Concurrent;
using System.Globalization;
using System.Management.Automation;
using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Hosting;

/// <summary>Shows how a run goes: one bar for the run and one for each unit under way, at most five times a second each.</summary>
internal sealed class ProgressListener(CmdletPipeline pipeline, string activity, TimeProvider time) : IRunListener
{
    private const int RunActivity = 1;
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<string, UnitProgress> _units = new(StringComparer.Ordinal);
    private int _started;
    private int _ended;
    private int _lastActivity = RunActivity;

    public void UnitStarted(string unit)
    {
        _units[unit] = new UnitProgress(Interlocked.Increment(ref _lastActivity), time.GetTimestamp());
        Interlocked.Increment(ref _started);
        ShowRun();
    }

    public void UnitAdvanced(string unit, long done, long? expected)
    {
        if (!_units.TryGetValue(unit, out var progress) || time.GetElapsedTime(progress.LastShown) < ShortestInterval)
        {
            return;
        }

        _units[unit] = progress with { LastShown = time.GetTimestamp() };
        pipeline.Progress(new ProgressRecord(progress.Activity, unit, Describe(done, expected))
        {
            ParentActivityId = RunActivity,
            PercentComplete = expected > 0 ? (int)Math.Min(100, done * 100 / expected.Value) : -1,
        });
    }

    public void UnitEnded(string unit)
    {
        Interlocked.Increment(ref _ended);
        if (_units.TryRemove(unit, out var progress))
        {
            pipeline.Progress(new ProgressRecord(progress.Activity, unit, "Done") { ParentActivityId = RunActivity, RecordType = ProgressRecordType.Completed });
        }

        ShowRun();
    }

    public void Warn(string message) => pipeline.Warn(message);

    public async ValueTask<string?> GetVaultSecretAsync(string name, CancellationToken cancellationToken)
    {
        var (secret, problem) = await pipeline.CallAsync(commands => SecretVault.Read(commands, name)).ConfigureAwait(false);
        return problem is null ? secret : throw problem;
    }

    /// <summary>Takes the bars away.</summary>
    public void End()
    {
        foreach (var unit in _units.Keys)
        {
            UnitEnded(unit);
        }

        pipeline.Progress(new ProgressRecord(RunActivity, activity, "Done") { RecordType = ProgressRecordType.Completed });
    }

    private static string Describe(long done, long? expected)
        => expected is null
            ? string.Create(CultureInfo.CurrentCulture, $"{done:N0} items")
            : string.Create(CultureInfo.CurrentCulture, $"{done:N0} of {expected:N0} items");

    private void ShowRun()
        => pipeline.Progress(new ProgressRecord(RunActivity, activity, string.Create(CultureInfo.CurrentCulture, $"{_ended} of {_started} started units done")));

    private sealed record UnitProgress(int Activity, long LastShown);
}
