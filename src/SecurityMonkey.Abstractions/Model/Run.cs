namespace SecurityMonkey;

/// <summary>One unit (account and item type) of one run, from the ledger.</summary>
public sealed record Run
{
    /// <summary>The number of the run; one Invoke-SMWatcher or Invoke-SMAudit is one run of one or more units.</summary>
    public required long RunId { get; init; }

    /// <summary>Whether the run collected or audited.</summary>
    public required RunKind Kind { get; init; }

    /// <summary>The name of the account.</summary>
    public required string Account { get; init; }

    /// <summary>The id of the item type.</summary>
    public required string ItemType { get; init; }

    /// <summary>How the unit ended.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>When the unit started (UTC); null when it never did.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the unit ended (UTC); null while it is under way or when its process was killed.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>When this account and item type was last collected (or audited) completely (UTC); null means never.</summary>
    public DateTimeOffset? LastComplete { get; init; }

    /// <summary>Items collected, or items audited.</summary>
    public int Seen { get; init; }

    /// <summary>Items created, or issues opened.</summary>
    public int Created { get; init; }

    /// <summary>Items changed, or issues reopened.</summary>
    public int Changed { get; init; }

    /// <summary>Items deleted, or issues fixed.</summary>
    public int Deleted { get; init; }

    /// <summary>Failed scopes, or rules that failed on an item.</summary>
    public int Failures { get; init; }

    /// <summary>The failed scopes of a collection.</summary>
    public IReadOnlyList<ScopeFailure> FailedScopes { get; init; } = [];

    /// <summary>How long the unit took, or null.</summary>
    public TimeSpan? Duration => FinishedAt - StartedAt;
}
