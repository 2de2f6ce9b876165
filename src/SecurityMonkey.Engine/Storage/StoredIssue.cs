namespace SecurityMonkey.Engine.Storage;

/// <summary>What an audit needs to know of an issue that is stored.</summary>
internal sealed record StoredIssue
{
    public required long Id { get; init; }

    public required long ItemId { get; init; }

    public required string RuleId { get; init; }

    public required string Discriminator { get; init; }

    public required IssueStatus Status { get; init; }

    public required int Score { get; init; }

    public required string Title { get; init; }

    public required string Message { get; init; }

    public required string Evidence { get; init; }

    public required DateTimeOffset FirstSeen { get; init; }

    public required int ReopenCount { get; init; }

    public string? Justification { get; init; }

    public string? JustifiedBy { get; init; }

    public DateTimeOffset? JustifiedAt { get; init; }

    public DateTimeOffset? JustifiedUntil { get; init; }

    public DateTimeOffset? ExpiredAt { get; init; }

    public string? Ticket { get; init; }
}
