namespace SecurityMonkey;

/// <summary>What one collection of one item type of one account brought: the unit of transaction and of pipeline flow.</summary>
public sealed record ChangeSet
{
    /// <summary>The run it belongs to; 0 where nothing was stored (-WhatIf).</summary>
    public required long RunId { get; init; }

    /// <summary>The name of the account.</summary>
    public required string Account { get; init; }

    /// <summary>The type of the account.</summary>
    public required string AccountType { get; init; }

    /// <summary>The id of the item type.</summary>
    public required string ItemType { get; init; }

    /// <summary>Complete when every scope was collected; partial or failed otherwise.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>How many items were collected.</summary>
    public int Seen { get; init; }

    /// <summary>How many of them are new or came back.</summary>
    public int Created { get; init; }

    /// <summary>How many of them changed durably.</summary>
    public int Changed { get; init; }

    /// <summary>How many were missing from a complete list of their scope.</summary>
    public int Deleted { get; init; }

    /// <summary>How many changed in ephemeral paths only.</summary>
    public int EphemeralOnly { get; init; }

    /// <summary>How many are as they were.</summary>
    public int Unchanged { get; init; }

    /// <summary>The changes, with path-by-path differences and without whole configurations (see Get-SMChange for those).</summary>
    public IReadOnlyList<Change> Changes { get; init; } = [];

    /// <summary>What could not be collected, and why. Nothing below a failed scope is treated as deleted.</summary>
    public IReadOnlyList<ScopeFailure> Failures { get; init; } = [];

    /// <summary>When the unit started (UTC).</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Whether this only shows what would have been recorded.</summary>
    public bool IsWhatIf { get; init; }

    /// <summary>Returns account, item type and the counts.</summary>
    public override string ToString() => $"{Account} {ItemType}: {Created} created, {Changed} changed, {Deleted} deleted ({Status})";
}
