namespace SecurityMonkey.Engine.Auditing;

/// <summary>What the rules said of one item.</summary>
/// <param name="Item">The item.</param>
/// <param name="Findings">The findings of each rule that could tell.</param>
/// <param name="Unknown">The rules that could not tell, because something could not be read.</param>
/// <param name="Errors">The rules that failed, and why.</param>
internal sealed record ItemOutcome(
    Item Item,
    IReadOnlyList<(Rule Rule, IReadOnlyList<Finding> Findings)> Findings,
    IReadOnlyList<UnknownAnswer> Unknown,
    IReadOnlyList<AuditError> Errors)
{
    /// <summary>Whether a rule was evaluated and answered.</summary>
    public bool IsAnswered(string ruleId) => Findings.Any(entry => string.Equals(entry.Rule.Id, ruleId, StringComparison.Ordinal));
}
