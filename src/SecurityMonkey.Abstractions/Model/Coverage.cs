namespace SecurityMonkey;

/// <summary>What is known, and what is not, of an item type in a region of an account: whether it was collected and evaluated, when, and what is missing and why.</summary>
public sealed record Coverage
{
    /// <summary>The name of the account.</summary>
    public required string Account { get; init; }

    /// <summary>The type of the account.</summary>
    public required string AccountType { get; init; }

    /// <summary>The id of the item type; <c>*</c> where the account as a whole could not be collected.</summary>
    public required string ItemType { get; init; }

    /// <summary>The region; <c>*</c> where it is about no region in particular.</summary>
    public required string Region { get; init; }

    /// <summary>The rule; <c>*</c> for all rules together.</summary>
    public required string RuleId { get; init; }

    /// <summary>How the last collection of the item type ended.</summary>
    public required RunStatus Collection { get; init; }

    /// <summary>When the item type was last read to its end there (UTC); null means never.</summary>
    public DateTimeOffset? CollectedAt { get; init; }

    /// <summary>When an audit last found the answers to hold (UTC); null means that it was never evaluated.</summary>
    public DateTimeOffset? EvaluatedAt { get; init; }

    /// <summary>How many items there are.</summary>
    public int Items { get; init; }

    /// <summary>How many rules were evaluated.</summary>
    public int Rules { get; init; }

    /// <summary>How many answers are unknown (rules times items), because something could not be read.</summary>
    public int Unknown { get; init; }

    /// <summary>How many times a rule failed on an item.</summary>
    public int Errors { get; init; }

    /// <summary>Whether nothing is missing.</summary>
    public bool IsComplete => Missing.Count == 0;

    /// <summary>What is missing, and why.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Returns account, item type, region and what is missing.</summary>
    public override string ToString()
        => $"{Account} {ItemType} {Region}: {(IsComplete ? "complete" : string.Join("; ", Missing))}";
}
