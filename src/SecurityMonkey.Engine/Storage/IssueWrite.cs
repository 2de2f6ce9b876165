namespace SecurityMonkey.Engine.Storage;

/// <summary>Something to be written about an issue.</summary>
internal abstract record IssueWrite
{
    private IssueWrite()
    {
    }

    /// <summary>When the audit saw it (UTC).</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>A finding that was not there before.</summary>
    public sealed record Open(long ItemId, string RuleId, string Discriminator, IssueContent Content) : IssueWrite;

    /// <summary>A finding that was fixed, or out of scope, and is there again.</summary>
    public sealed record Reopen(StoredIssue Issue, IssueContent Content) : IssueWrite;

    /// <summary>Another score or text of an open issue.</summary>
    public sealed record Update(StoredIssue Issue, IssueContent Content) : IssueWrite;

    /// <summary>An open issue that is not found any more, or that nobody looks for any more.</summary>
    public sealed record Close(StoredIssue Issue, IssueStatus Status, string Reason) : IssueWrite;

    /// <summary>A justification that has ended.</summary>
    public sealed record Expire(StoredIssue Issue) : IssueWrite;
}

/// <summary>What a finding says, beside its identity.</summary>
/// <param name="Score">The score in force.</param>
/// <param name="Title">The rule's title.</param>
/// <param name="Message">The finding's message.</param>
/// <param name="Evidence">The evidence as one text.</param>
internal sealed record IssueContent(int Score, string Title, string Message, string Evidence);
