namespace SecurityMonkey.Engine.Auditing;

/// <summary>How to audit.</summary>
public sealed record AuditOptions
{
    /// <summary>The rules, among those that apply. Issues of other rules stay as they are.</summary>
    public TextFilter Rule { get; init; } = TextFilter.All;

    /// <summary>Whether to evaluate only and to record nothing.</summary>
    public bool IsWhatIf { get; init; }
}
