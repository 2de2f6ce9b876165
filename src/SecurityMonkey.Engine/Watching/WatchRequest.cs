namespace SecurityMonkey.Engine.Watching;

/// <summary>What to collect.</summary>
public sealed record WatchRequest
{
    /// <summary>The accounts.</summary>
    public required IReadOnlyList<Account> Accounts { get; init; }

    /// <summary>The item types, among those that are in the accounts' scope.</summary>
    public TextFilter ItemType { get; init; } = TextFilter.All;

    /// <summary>The regions, among those that are in the accounts' scope.</summary>
    public TextFilter Region { get; init; } = TextFilter.All;

    /// <summary>How many units are collected at the same time, and how many calls to providers are under way at the same time.</summary>
    public int ThrottleLimit { get; init; } = 5;

    /// <summary>Whether to compare only and to record nothing.</summary>
    public bool IsWhatIf { get; init; }
}
