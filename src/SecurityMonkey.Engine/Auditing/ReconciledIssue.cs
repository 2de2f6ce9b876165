using SecurityMonkey.Engine.Storage;

namespace SecurityMonkey.Engine.Auditing;

/// <summary>An issue after an audit.</summary>
/// <param name="Change">What the audit did to it.</param>
/// <param name="Write">What is to be written; null where nothing changed.</param>
/// <param name="Issue">The issue as it is now.</param>
internal sealed record ReconciledIssue(IssueChange Change, IssueWrite? Write, Issue Issue)
{
    /// <summary>The end of its justification, where that came since the last audit.</summary>
    public IssueWrite.Expire? Expiry { get; init; }

    /// <summary>Whether it is open now.</summary>
    public bool IsOpen => Change is IssueChange.New or IssueChange.Reopened or IssueChange.Confirmed;
}

/// <summary>What an audit did to an issue.</summary>
internal enum IssueChange
{
    New,
    Reopened,
    Confirmed,
    Fixed,
    OutOfScope,
}
