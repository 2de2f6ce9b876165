namespace SecurityMonkey.Engine.Storage;

/// <summary>A run under way.</summary>
internal interface IRunLease : IAsyncDisposable
{
    /// <summary>Its number.</summary>
    long RunId { get; }

    /// <summary>Enters units that are to come.</summary>
    /// <returns>The units' numbers, in the order of the item types.</returns>
    Task<IReadOnlyList<long>> PlanUnitsAsync(Account account, IReadOnlyList<string> itemTypes, CancellationToken cancellationToken);

    /// <summary>Starts a unit.</summary>
    /// <returns>False when another run is at the same unit: this one is then entered as skipped.</returns>
    Task<bool> TryStartUnitAsync(long unitId, CancellationToken cancellationToken);

    /// <summary>Enters that an account could not be opened, with the unit of <see cref="ItemType.Every"/>.</summary>
    Task FailAccountAsync(Account account, long unitId, UnitOutcome outcome, CancellationToken cancellationToken);

    /// <summary>Ends the run. Units that did not end get the run's status. Disposing without ending cancels the run.</summary>
    Task EndAsync(RunStatus status, CancellationToken cancellationToken);
}
