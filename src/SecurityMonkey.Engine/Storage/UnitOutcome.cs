namespace SecurityMonkey.Engine.Storage;

/// <summary>How a unit ended, as the ledger has it.</summary>
internal sealed record UnitOutcome
{
    public required RunStatus Status { get; init; }

    public required DateTimeOffset FinishedAt { get; init; }

    public int Seen { get; init; }

    public int Created { get; init; }

    public int Changed { get; init; }

    public int Deleted { get; init; }

    public IReadOnlyList<ScopeFailure> Failures { get; init; } = [];

    /// <summary>The regions that were collected.</summary>
    public TextFilter Region { get; init; } = TextFilter.All;

    /// <summary>How many failures there were, where they are not scopes.</summary>
    public int? FailureCount { get; init; }
}
