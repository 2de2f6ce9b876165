namespace SecurityMonkey.Engine.Auditing;

/// <summary>What the rules said of one item.</summary>
/// <param name="Item">The item.</param>
/// <param name="Findings">The findings of each rule that was evaluated and could tell.</param>
/// <param name="Unknown">The rules that could not tell, because something could not be read.</param>
/// <param name="Errors">The rules that failed, and why.</param>
internal sealed record ItemOutcome(
    Item Item,
    IReadOnlyList<(Rule Rule, IReadOnlyList<Finding> Findings)> Findings,
    IReadOnlyList<UnknownAnswer> Unknown,
    IReadOnlyList<AuditError> Errors)
{
    private HashSet<string>? _answered;

    /// <summary>When one of the answers changes because time goes by; null means never.</summary>
    public DateTimeOffset? HoldsUntil { get; init; }

    /// <summary>Whether a rule was evaluated and answered.</summary>
    public bool IsAnswered(string ruleId)
        => (_answered ??= Findings.Select(entry => entry.Rule.Id).ToHashSet(StringComparer.Ordinal)).Contains(ruleId);
}
