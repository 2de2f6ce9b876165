using SecurityMonkey.Engine.Storage;

namespace SecurityMonkey.Engine.Auditing;

/// <summary>
/// Brings what rules found on one item together with the issues that are stored of it. Identity is rule, item and discriminator;
/// score and text may change without anything being lost.
/// </summary>
internal sealed class IssueReconciler(RuleSet rules, DateTimeOffset time)
{
    private const int LongestEvidence = 4000;

    /// <summary>What is to be written, each with the issue as it will be.</summary>
    /// <param name="outcome">What the rules said.</param>
    /// <param name="stored">The issues that are stored of the item.</param>
    public IEnumerable<ReconciledIssue> Reconcile(ItemOutcome outcome, IReadOnlyList<StoredIssue> stored)
    {
        var known = stored.ToDictionary(issue => (issue.RuleId, issue.Discriminator));
        foreach (var (rule, findings) in outcome.Findings)
        {
            foreach (var finding in findings.DistinctBy(finding => finding.Discriminator))
            {
                var content = ContentOf(rule, finding);
                yield return known.Remove((rule.Id, finding.Discriminator), out var issue)
                    ? Confirm(outcome.Item, issue, content)
                    : new ReconciledIssue(
                        IssueChange.New,
                        new IssueWrite.Open(outcome.Item.Id, rule.Id, finding.Discriminator, content) { Time = time },
                        ToIssue(outcome.Item, rule.Id, finding.Discriminator, content));
            }
        }

        foreach (var issue in known.Values.Where(issue => issue.Status != IssueStatus.Fixed))
        {
            if (Close(outcome, issue) is { } closed)
            {
                yield return closed;
            }
        }
    }

    private ReconciledIssue Confirm(Item item, StoredIssue issue, IssueContent content)
    {
        var result = ToIssue(item, issue.RuleId, issue.Discriminator, content, issue);
        var isExpired = issue.JustifiedAt is not null && issue.JustifiedUntil <= time && issue.ExpiredAt is null;
        if (issue.Status != IssueStatus.Open)
        {
            var isRegression = issue.Status == IssueStatus.Fixed;
            return new ReconciledIssue(
                isRegression ? IssueChange.Reopened : IssueChange.Confirmed,
                new IssueWrite.Reopen(issue, content) { Time = time },
                isRegression ? result with { ReopenedAt = time, ReopenCount = issue.ReopenCount + 1 } : result)
            {
                Expiry = isExpired ? new IssueWrite.Expire(issue) { Time = time } : null,
            };
        }

        var isSame = issue.Score == content.Score
            && string.Equals(issue.Title, content.Title, StringComparison.Ordinal)
            && string.Equals(issue.Message, content.Message, StringComparison.Ordinal)
            && string.Equals(issue.Evidence, content.Evidence, StringComparison.Ordinal);
        return new ReconciledIssue(IssueChange.Confirmed, isSame ? null : new IssueWrite.Update(issue, content) { Time = time }, result)
        {
            Expiry = isExpired ? new IssueWrite.Expire(issue) { Time = time } : null,
        };
    }

    // Not found any more, or not looked for any more; where the rule failed on the item, or was not to be run, nothing is known.
    private ReconciledIssue? Close(ItemOutcome outcome, StoredIssue issue)
    {
        var (status, reason) = rules.StateOf(issue.RuleId) switch
        {
            RuleState.Evaluated => outcome.IsAnswered(issue.RuleId) ? (IssueStatus.Fixed, ClosedReasons.NoLongerFound) : default,
            RuleState.Disabled => (IssueStatus.OutOfScope, ClosedReasons.RuleDisabled),
            RuleState.NotInBaseline => (IssueStatus.OutOfScope, ClosedReasons.NotInBaseline),
            RuleState.Removed => (IssueStatus.OutOfScope, ClosedReasons.RuleRemoved),
            _ => default((IssueStatus, string)),
        };
        if (reason is null || status == issue.Status)
        {
            return reason is null && issue.Status == IssueStatus.Open ? Keep(outcome.Item, issue) : null;
        }

        var content = new IssueContent(issue.Score, issue.Title, issue.Message, issue.Evidence);
        return new ReconciledIssue(
            status == IssueStatus.Fixed ? IssueChange.Fixed : IssueChange.OutOfScope,
            new IssueWrite.Close(issue, status, reason) { Time = time },
            ToIssue(outcome.Item, issue.RuleId, issue.Discriminator, content, issue) with
            {
                Status = status,
                ClosedReason = reason,
                FixedAt = status == IssueStatus.Fixed ? time : null,
            });
    }

    private ReconciledIssue Keep(Item item, StoredIssue issue)
    {
        var content = new IssueContent(issue.Score, issue.Title, issue.Message, issue.Evidence);
        return new ReconciledIssue(IssueChange.Confirmed, Write: null, ToIssue(item, issue.RuleId, issue.Discriminator, content, issue));
    }

    private static IssueContent ContentOf(Rule rule, Finding finding)
    {
        var evidence = string.Join("; ", finding.Evidence);
        return new IssueContent(
            Math.Clamp(finding.Score ?? rule.Score, SeverityScale.MinScore, SeverityScale.MaxScore),
            rule.Title,
            finding.Message,
            evidence.Length <= LongestEvidence ? evidence : evidence[..LongestEvidence] + "...");
    }

    private Issue ToIssue(Item item, string ruleId, string discriminator, IssueContent content, StoredIssue? stored = null) => new()
    {
        Id = stored?.Id ?? 0,
        ItemId = item.Id,
        RuleId = ruleId,
        Discriminator = discriminator,
        Status = IssueStatus.Open,
        Score = content.Score,
        Title = content.Title,
        Message = content.Message,
        Evidence = content.Evidence,
        FirstSeen = stored?.FirstSeen ?? time,
        LastSeen = time,
        ReopenCount = stored?.ReopenCount ?? 0,
        IsJustified = stored?.JustifiedAt is not null && (stored.JustifiedUntil is null || stored.JustifiedUntil > time),
        Justification = stored?.Justification ?? "",
        JustifiedBy = stored?.JustifiedBy ?? "",
        JustifiedAt = stored?.JustifiedAt,
        JustifiedUntil = stored?.JustifiedUntil,
        Ticket = stored?.Ticket ?? "",
        Account = item.Account,
        AccountType = item.AccountType,
        ItemType = item.ItemType,
        Region = item.Region,
        Name = item.Name,
        NativeId = item.NativeId,
    };
}
