using SecurityMonkey.Engine.Rules;

namespace SecurityMonkey.Engine.Auditing;

/// <summary>The baseline of an audit.</summary>
/// <param name="Baseline">The baseline.</param>
/// <param name="IsScope">
/// Whether it is the store's own: then its rules are all there are, and issues of others leave the scope, as those of disabled rules do.
/// Otherwise it was named for this once, and issues of other rules stay as they are.
/// </param>
internal sealed record AuditBaseline(Baseline Baseline, bool IsScope);
