namespace SecurityMonkey.Engine.Storage;

/// <summary>An item that was evaluated.</summary>
/// <param name="Subject">The item in the state in which it was evaluated.</param>
/// <param name="HoldsUntil">When an answer changes because time goes by; null means never.</param>
internal sealed record EvaluatedItem(AuditSubject Subject, DateTimeOffset? HoldsUntil);
