namespace SecurityMonkey;

/// <summary>A step in the life of an issue.</summary>
/// <param name="IssueId">The issue.</param>
/// <param name="Time">When it happened (UTC).</param>
/// <param name="Kind">Opened, Fixed, Reopened, OutOfScope, Rescored, Reworded, Justified, JustificationRevoked or JustificationExpired.</param>
/// <param name="RunId">The run that saw it, or null where a person did it.</param>
/// <param name="Detail">Particulars, such as the old and the new score.</param>
public sealed record IssueEvent(long IssueId, DateTimeOffset Time, string Kind, long? RunId, string Detail);
