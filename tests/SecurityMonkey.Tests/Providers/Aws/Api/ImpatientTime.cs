using System.Collections.Concurrent;

namespace SecurityMonkey.Tests.Providers.Aws.Api;

/// <summary>A clock that stands still until it is moved, and for which every delay is over at once.</summary>
internal sealed class ImpatientTime : TimeProvider
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    public DateTimeOffset Now { get; set; } = new(2026, 11, 24, 16, 0, 0, TimeSpan.Zero);

    /// <summary>The delays that were asked for.</summary>
    public ConcurrentQueue<TimeSpan> Delays { get; } = new();

    public override DateTimeOffset GetUtcNow() => Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime <= TimeSpan.Zero || dueTime > Longest || period != Timeout.InfiniteTimeSpan)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        Delays.Enqueue(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
