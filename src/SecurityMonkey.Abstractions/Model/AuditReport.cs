namespace SecurityMonkey;

/// <summary>What auditing one item type of one account brought.</summary>
public sealed record AuditReport
{
    /// <summary>The run of the audit; 0 where nothing was stored (-WhatIf).</summary>
    public required long RunId { get; init; }

    /// <summary>The name of the account.</summary>
    public required string Account { get; init; }

    /// <summary>The type of the account.</summary>
    public required string AccountType { get; init; }

    /// <summary>The id of the item type.</summary>
    public required string ItemType { get; init; }

    /// <summary>Complete, or partial when a rule failed on an item or could not tell about one.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>How many items were audited.</summary>
    public int Items { get; init; }

    /// <summary>How many rules apply to the item type.</summary>
    public int Rules { get; init; }

    /// <summary>How many issues are open now.</summary>
    public int Open { get; init; }

    /// <summary>The sum of the scores of open issues that nobody justified.</summary>
    public int Score { get; init; }

    /// <summary>Issues that were not there before.</summary>
    public IReadOnlyList<Issue> New { get; init; } = [];

    /// <summary>Issues that had been fixed and came back.</summary>
    public IReadOnlyList<Issue> Reopened { get; init; } = [];

    /// <summary>Issues that are gone.</summary>
    public IReadOnlyList<Issue> Fixed { get; init; } = [];

    /// <summary>Issues whose justification ended since the last audit.</summary>
    public IReadOnlyList<Issue> Expired { get; init; } = [];

    /// <summary>How many answers are unknown (rules times items), because something could not be read. The issues stay as they were; Get-SMCoverage says why.</summary>
    public int Unknown { get; init; }

    /// <summary>How many items were evaluated by at least one rule; the others, their rules and what those look at are as they were at the last audit.</summary>
    public int Evaluated { get; init; }

    /// <summary>Rules that failed on an item, each with the first five items and one entry for all others. Their issues stay as they were.</summary>
    public IReadOnlyList<AuditError> Errors { get; init; } = [];

    /// <summary>How many times a rule failed on an item; Get-SMCoverage counts them by rule and reason.</summary>
    public int ErrorCount { get; init; }

    /// <summary>When the audit of the unit started (UTC).</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Whether this only shows what would have been recorded.</summary>
    public bool IsWhatIf { get; init; }

    /// <summary>Returns account, item type and the counts.</summary>
    public override string ToString()
        => $"{Account} {ItemType}: {Open} open, {New.Count} new, {Reopened.Count} reopened, {Fixed.Count} fixed ({Status})";
}
