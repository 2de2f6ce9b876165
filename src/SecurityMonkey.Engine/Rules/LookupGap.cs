namespace SecurityMonkey.Engine.Rules;

/// <summary>A part of a unit's list that the last collection did not read.</summary>
/// <param name="Scope">The scope, whose first segment may be a region; empty means all of it.</param>
/// <param name="Reason">Why it was not read.</param>
internal sealed record LookupGap(string Scope, string Reason)
{
    /// <summary>Whether items of a region can be missing because of it.</summary>
    /// <param name="region">The region; null means any.</param>
    /// <param name="regions">The regions that are known: a scope that begins with another of them says nothing of this one.</param>
    public bool Concerns(string? region, IReadOnlySet<string> regions)
    {
        var end = Scope.IndexOf('/', StringComparison.Ordinal);
        var first = end < 0 ? Scope : Scope[..end];
        return region is null || first.Length == 0 || string.Equals(first, region, StringComparison.Ordinal) || !regions.Contains(first);
    }
}
