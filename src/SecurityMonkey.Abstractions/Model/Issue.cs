namespace SecurityMonkey;

/// <summary>A finding over time. Every property is a scalar, so that Export-Csv and Group-Object just work.</summary>
public sealed record Issue
{
    /// <summary>The store's number for the issue; 0 where nothing was stored (-WhatIf).</summary>
    public required long Id { get; init; }

    /// <summary>0 informational, 1 to 3 low, 4 to 6 medium, 7 and 8 high, 9 and 10 critical.</summary>
    public required int Score { get; init; }

    /// <summary>The score in words.</summary>
    public Severity Severity => SeverityScale.FromScore(Score);

    /// <summary>Open, fixed, or no longer looked at.</summary>
    public required IssueStatus Status { get; init; }

    /// <summary>The rule that found it.</summary>
    public required string RuleId { get; init; }

    /// <summary>The rule's title.</summary>
    public required string Title { get; init; }

    /// <summary>The name of the account.</summary>
    public required string Account { get; init; }

    /// <summary>The type of the account.</summary>
    public required string AccountType { get; init; }

    /// <summary>The id of the item type.</summary>
    public required string ItemType { get; init; }

    /// <summary>The region.</summary>
    public required string Region { get; init; }

    /// <summary>The item's name.</summary>
    public required string Name { get; init; }

    /// <summary>The item's native id.</summary>
    public required string NativeId { get; init; }

    /// <summary>What is wrong, with its particulars.</summary>
    public required string Message { get; init; }

    /// <summary>The paths and values that led to it, as <c>path=value; path=value</c>.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>What tells it apart from other findings of the same rule on the same item.</summary>
    public string Discriminator { get; init; } = "";

    /// <summary>When it was first found (UTC).</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>When it was last found (UTC).</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>When it was fixed (UTC), or null.</summary>
    public DateTimeOffset? FixedAt { get; init; }

    /// <summary>Why it counts as fixed or out of scope: NoLongerFound, ItemDeleted, RuleDisabled, RuleRemoved, NotInBaseline, ItemOutOfScope; empty when open.</summary>
    public string ClosedReason { get; init; } = "";

    /// <summary>When it last came back after having been fixed (UTC), or null.</summary>
    public DateTimeOffset? ReopenedAt { get; init; }

    /// <summary>How often it came back.</summary>
    public int ReopenCount { get; init; }

    /// <summary>Whether somebody accepted it and the acceptance has not expired.</summary>
    public bool IsJustified { get; init; }

    /// <summary>Why it was accepted.</summary>
    public string Justification { get; init; } = "";

    /// <summary>Who accepted it.</summary>
    public string JustifiedBy { get; init; } = "";

    /// <summary>When it was accepted (UTC), or null.</summary>
    public DateTimeOffset? JustifiedAt { get; init; }

    /// <summary>When the acceptance ends (UTC); null means never.</summary>
    public DateTimeOffset? JustifiedUntil { get; init; }

    /// <summary>The ticket that goes with the acceptance.</summary>
    public string Ticket { get; init; } = "";

    /// <summary>The store's number for the item.</summary>
    public required long ItemId { get; init; }

    /// <summary>Returns score, rule, item and message.</summary>
    public override string ToString() => $"{Score} {RuleId} {ItemType} {Name}: {Message}";
}
