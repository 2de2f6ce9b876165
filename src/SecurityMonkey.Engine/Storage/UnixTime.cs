namespace SecurityMonkey.Engine.Storage;

/// <summary>Times as the store holds them: Unix milliseconds, UTC.</summary>
internal static class UnixTime
{
    /// <summary>A time as the store holds it.</summary>
    public static long From(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    /// <summary>A time as the store holds it, or null.</summary>
    public static long? From(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();

    /// <summary>A stored time.</summary>
    public static DateTimeOffset To(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    /// <summary>A stored time, or null.</summary>
    public static DateTimeOffset? To(long? milliseconds)
        => milliseconds is null ? null : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds.Value);
}
