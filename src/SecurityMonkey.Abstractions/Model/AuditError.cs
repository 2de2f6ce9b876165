namespace SecurityMonkey;

/// <summary>A rule that failed on an item: the answer is unknown, and earlier issues stay as they were.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="ItemId">The store's number for the item.</param>
/// <param name="NativeId">The item's native id.</param>
/// <param name="Message">What went wrong.</param>
public sealed record AuditError(string RuleId, long ItemId, string NativeId, string Message)
{
    /// <summary>Returns rule, item and message.</summary>
    public override string ToString() => $"{RuleId} on {NativeId}: {Message}";
}
