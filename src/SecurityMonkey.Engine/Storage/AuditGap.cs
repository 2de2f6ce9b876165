namespace SecurityMonkey.Engine.Storage;

/// <summary>A rule that gave no answer about an item.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="RuleId">The rule.</param>
/// <param name="Kind">Why there is no answer.</param>
/// <param name="Reason">The reason in words.</param>
/// <param name="Since">Since when (UTC).</param>
internal sealed record AuditGap(long ItemId, string RuleId, AuditGapKind Kind, string Reason, DateTimeOffset Since);

/// <summary>Why a rule gave no answer.</summary>
internal enum AuditGapKind
{
    /// <summary>Something could not be read.</summary>
    Unknown = 0,

    /// <summary>The rule failed.</summary>
    Error = 1,
}
