namespace SecurityMonkey.Engine.Storage;

/// <summary>A unit of collection that ended, as the ledger has it.</summary>
/// <param name="RunId">The run.</param>
/// <param name="ItemType">The item type; <see cref="ItemType.Every"/> where the account could not be opened.</param>
/// <param name="FinishedAt">When it ended (UTC).</param>
/// <param name="IsNarrowed">Whether it was narrowed to some regions.</param>
/// <param name="Failures">What could not be read.</param>
internal sealed record StoredCollection(long RunId, string ItemType, DateTimeOffset FinishedAt, bool IsNarrowed, IReadOnlyList<ScopeFailure> Failures);
