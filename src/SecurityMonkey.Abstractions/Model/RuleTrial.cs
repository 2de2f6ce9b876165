namespace SecurityMonkey;

/// <summary>What a rule says of a stored item, now or at a moment of its history, without anything being recorded.</summary>
public sealed record RuleTrial
{
    /// <summary>The rule.</summary>
    public required string RuleId { get; init; }

    /// <summary>
    /// <c>Open</c>: it fails, now or at the beginning of the time looked at. <c>Opened</c> and <c>Fixed</c>: at that time it began or
    /// ceased to fail. <c>Unknown</c> and <c>Error</c>: it cannot tell, or failed.
    /// </summary>
    public required string Event { get; init; }

    /// <summary>When (UTC): the time of the revision, of the run that brought what was looked up, at which an age was reached, or of the test.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The score.</summary>
    public required int Score { get; init; }

    /// <summary>The name of the account.</summary>
    public required string Account { get; init; }

    /// <summary>The id of the item type.</summary>
    public required string ItemType { get; init; }

    /// <summary>The region.</summary>
    public required string Region { get; init; }

    /// <summary>The item's name.</summary>
    public required string Name { get; init; }

    /// <summary>The item's native id.</summary>
    public required string NativeId { get; init; }

    /// <summary>What is wrong, or why the rule cannot tell.</summary>
    public required string Message { get; init; }

    /// <summary>Returns event, time, item and message.</summary>
    public override string ToString() => $"{Event} {Time:u} {ItemType} {Name}: {Message}";
}
