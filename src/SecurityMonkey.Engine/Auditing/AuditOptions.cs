namespace SecurityMonkey.Engine.Auditing;

/// <summary>How to audit.</summary>
public sealed record AuditOptions
{
    /// <summary>The rules, among those that apply. Issues of other rules stay as they are.</summary>
    public TextFilter Rule { get; init; } = TextFilter.All;

    /// <summary>The name of the baseline whose rules are evaluated, perhaps with a pin (<c>cis-aws-5.0@2026-11</c>); null means the store's, or all rules.</summary>
    public string? Baseline { get; init; }

    /// <summary>Whether to evaluate everything; otherwise only what changed, or whose rules, settings, networks or looked-up items changed.</summary>
    public bool IsFull { get; init; }

    /// <summary>Whether to evaluate only and to record nothing.</summary>
    public bool IsWhatIf { get; init; }
}
