namespace SecurityMonkey;

/// <summary>
/// A rule that failed on an item: the answer is unknown, and earlier issues stay as they were. Of a rule that fails on many items of a unit, the
/// last entry stands for all that are not named.
/// </summary>
/// <param name="RuleId">The rule.</param>
/// <param name="ItemId">The store's number for the item; 0 in an entry that stands for many.</param>
/// <param name="NativeId">The item's native id; empty in an entry that stands for many.</param>
/// <param name="Message">What went wrong.</param>
public sealed record AuditError(string RuleId, long ItemId, string NativeId, string Message)
{
    /// <summary>For how many further items the entry stands; 0 in one that names its item.</summary>
    public int More { get; init; }

    /// <summary>Returns rule, item and message.</summary>
    public override string ToString() => More > 0 ? $"{RuleId}: {Message}" : $"{RuleId} on {NativeId}: {Message}";
}
