using SecurityMonkey.Engine.Storage;

namespace SecurityMonkey.Engine.Auditing;

/// <summary>Counts what an audit of a unit brought, and keeps what waits to be written.</summary>
internal sealed class AuditTally
{
    private readonly List<Issue> _new = [];
    private readonly List<Issue> _reopened = [];
    private readonly List<Issue> _fixed = [];
    private readonly List<Issue> _expired = [];
    private List<(IssueWrite Write, ReconciledIssue Issue)> _waiting = [];
    private int _open;
    private int _score;

    /// <summary>How many items there are.</summary>
    public int Items { get; set; }

    /// <summary>How many answers are unknown.</summary>
    public int Unknown { get; set; }

    /// <summary>How many items were evaluated.</summary>
    public int Evaluated { get; set; }

    /// <summary>The rules that failed on an item.</summary>
    public ErrorList Errors { get; } = new();

    /// <summary>How many writes wait.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Takes an issue.</summary>
    public void Add(ReconciledIssue issue)
    {
        if (issue.IsOpen)
        {
            _open++;
            _score += issue.Issue.IsJustified ? 0 : issue.Issue.Score;
        }

        if (issue.Write is not null)
        {
            _waiting.Add((issue.Write, issue));
        }

        if (issue.Expiry is not null)
        {
            _waiting.Add((issue.Expiry, issue));
            _expired.Add(issue.Issue);
        }
    }

    /// <summary>Takes the open issues of items that were not looked at, because nothing changed.</summary>
    public void AddUntouched(IEnumerable<OpenIssue> issues, DateTimeOffset time)
    {
        foreach (var issue in issues)
        {
            _open++;
            _score += issue.ScoreAt(time);
        }
    }

    /// <summary>Gives away what waits.</summary>
    public IReadOnlyList<(IssueWrite Write, ReconciledIssue Issue)> TakeWaiting()
    {
        var waiting = _waiting;
        _waiting = [];
        return waiting;
    }

    /// <summary>Notes an issue that was written, for the report.</summary>
    public void Report(ReconciledIssue issue, long id)
    {
        var list = issue.Change switch
        {
            IssueChange.New => _new,
            IssueChange.Reopened => _reopened,
            IssueChange.Fixed => _fixed,
            _ => null,
        };
        list?.Add(issue.Issue with { Id = id });
    }

    /// <summary>The unit's entry in the ledger.</summary>
    public UnitOutcome ToOutcome(RunStatus status, DateTimeOffset finishedAt) => new()
    {
        Status = status,
        FinishedAt = finishedAt,
        Seen = Items,
        Created = _new.Count,
        Changed = _reopened.Count,
        Deleted = _fixed.Count,
        FailureCount = Errors.Count,
    };

    /// <summary>The report.</summary>
    public AuditReport ToReport(
        long runId, Account account, string itemType, RunStatus status, int rules, DateTimeOffset startedAt, DateTimeOffset finishedAt, bool isWhatIf) => new()
        {
            RunId = runId,
            Account = account.Name,
            AccountType = account.Type,
            ItemType = itemType,
            Status = status,
            Items = Items,
            Rules = rules,
            Open = _open,
            Score = _score,
            New = _new,
            Reopened = _reopened,
            Fixed = _fixed,
            Expired = _expired,
            Unknown = Unknown,
            Evaluated = Evaluated,
            Errors = Errors.ToList(),
            ErrorCount = Errors.Count,
            StartedAt = startedAt,
            Duration = finishedAt - startedAt,
            IsWhatIf = isWhatIf,
        };
}
