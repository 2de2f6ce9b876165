namespace SecurityMonkey.Engine.Auditing;

/// <summary>What to audit.</summary>
public sealed record AuditRequest
{
    /// <summary>The units: accounts with item types.</summary>
    public required IReadOnlyList<(Account Account, string ItemType)> Units { get; init; }

    /// <summary>The rules, among those that apply. Issues of other rules stay as they are.</summary>
    public TextFilter Rule { get; init; } = TextFilter.All;

    /// <summary>Whether to evaluate only and to record nothing.</summary>
    public bool IsWhatIf { get; init; }
}
