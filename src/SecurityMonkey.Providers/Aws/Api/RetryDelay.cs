namespace SecurityMonkey.Providers.Aws.Api;

/// <summary>How long to wait before a call is tried again: a random part of a time that doubles, so that not all come back at once.</summary>
internal static class RetryDelay
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestAskedFor = TimeSpan.FromMinutes(2);

    /// <summary>The time to wait.</summary>
    /// <param name="attempt">How many attempts were made.</param>
    /// <param name="retryAfter">What the service asks for, or null; it is honoured up to two minutes.</param>
    public static TimeSpan Of(int attempt, TimeSpan? retryAfter)
    {
        var most = TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << Math.Min(attempt - 1, 10)));
        var delay = TimeSpan.FromTicks((long)(most.Ticks * Random.Shared.NextDouble()));
        return retryAfter is { } asked && asked > delay ? TimeSpan.FromTicks(Math.Min(asked.Ticks, LongestAskedFor.Ticks)) : delay;
    }
}
