namespace SecurityMonkey.Engine.Auditing;

/// <summary>What the rules said of one item.</summary>
/// <param name="Item">The item.</param>
/// <param name="Findings">The findings of each rule that could tell.</param>
/// <param name="Errors">The rules that could not tell, and why.</param>
internal sealed record ItemOutcome(Item Item, IReadOnlyList<(Rule Rule, IReadOnlyList<Finding> Findings)> Findings, IReadOnlyList<AuditError> Errors)
{
    /// <summary>The ids of the rules that could not tell.</summary>
    public IReadOnlySet<string> FailedRules { get; } = Errors.Select(error => error.RuleId).ToHashSet(StringComparer.Ordinal);
}
