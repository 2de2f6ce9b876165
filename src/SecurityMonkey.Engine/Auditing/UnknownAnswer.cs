namespace SecurityMonkey.Engine.Auditing;

/// <summary>A rule that could not tell about an item, because something could not be read.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="Reason">What could not be read, and why.</param>
internal sealed record UnknownAnswer(string RuleId, string Reason);
