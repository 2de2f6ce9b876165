namespace SecurityMonkey.Engine.Storage;

/// <summary>As much of an open issue as is needed to count it, and to see whether an audit has to look at it.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="RuleId">The rule.</param>
/// <param name="Score">The score.</param>
/// <param name="IsJustified">Whether somebody accepted it at some time.</param>
/// <param name="JustifiedUntil">When that ends; null means never.</param>
/// <param name="IsExpired">Whether an audit has noticed that it ended.</param>
internal readonly record struct OpenIssue(long ItemId, string RuleId, int Score, bool IsJustified, DateTimeOffset? JustifiedUntil, bool IsExpired)
{
    /// <summary>Whether a justification has ended that no audit has noticed.</summary>
    public bool HasJustExpired(DateTimeOffset time) => IsJustified && !IsExpired && JustifiedUntil <= time;

    /// <summary>What it adds to the score of its unit.</summary>
    public int ScoreAt(DateTimeOffset time) => IsJustified && (JustifiedUntil is null || JustifiedUntil > time) ? 0 : Score;
}
