using System.Collections.Concurrent;
using SecurityMonkey.Engine;

namespace SecurityMonkey.Tests.Support;

/// <summary>Keeps what a run says.</summary>
public sealed class RecordingListener : IRunListener
{
    public ConcurrentQueue<string> Warnings { get; } = new();

    public ConcurrentQueue<string> Started { get; } = new();

    public ConcurrentQueue<string> Ended { get; } = new();

    public void UnitStarted(string unit) => Started.Enqueue(unit);

    public void UnitAdvanced(string unit, long done, long? expected)
    {
    }

    public void UnitEnded(string unit) => Ended.Enqueue(unit);

    public void Warn(string message) => Warnings.Enqueue(message);
}
