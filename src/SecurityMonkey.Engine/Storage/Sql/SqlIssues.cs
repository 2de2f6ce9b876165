using System.Runtime.CompilerServices;

namespace SecurityMonkey.Engine.Storage.Sql;

/// <summary>Issues in SQL.</summary>
internal sealed class SqlIssues(SqlDatabase database, TimeProvider time) : IIssueStore
{
    public async Task<IAuditTransaction> OpenUnitAsync(
        Account account, string itemType, long runId, long unitId, CancellationToken cancellationToken)
    {
        var reader = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        return new SqlAuditTransaction(database, reader, new SqlAuditState(database, account, itemType), runId, unitId);
    }

    public async IAsyncEnumerable<Issue> QueryAsync(IssueQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = new SqlFilter(database)
            .AndOneOf("x.id", query.Ids)
            .AndOneOf("x.item_id", query.ItemIds)
            .AndMatches(query.Account, "a.name")
            .AndMatches(query.ItemType, "i.item_type")
            .AndMatches(query.Region, "i.region")
            .AndMatches(query.Name, "i.name", "i.native_id")
            .AndMatches(query.Rule, "x.rule_id")
            .And("x.score >= @value", query.MinScore)
            .And("max(x.first_seen_at, coalesce(x.fixed_at, 0), coalesce(x.reopened_at, 0)) >= @value", UnixTime.From(query.Since));
        var now = time.GetUtcNow();
        var rows = database.StreamAsync<Row>(
            $"""
            SELECT x.id AS Id, x.item_id AS ItemId, x.rule_id AS RuleId, x.discriminator AS Discriminator, x.status AS Status, x.closed_reason AS ClosedReason,
                x.score AS Score, x.title AS Title, x.message AS Message, x.evidence AS Evidence, x.first_seen_at AS FirstSeenAt, x.last_seen_at AS LastSeenAt,
                x.fixed_at AS FixedAt, x.reopened_at AS ReopenedAt, x.reopen_count AS ReopenCount, x.justification AS Justification,
                x.justified_by AS JustifiedBy, x.justified_at AS JustifiedAt, x.justified_until AS JustifiedUntil, x.ticket AS Ticket,
                a.name AS Account, a.type AS AccountType, i.item_type AS ItemType, i.region AS Region, i.name AS Name, i.native_id AS NativeId,
                i.is_in_scope AS IsInScope, l.audited_at AS AuditedAt
            FROM issue x JOIN item i ON i.id = x.item_id JOIN account a ON a.id = i.account_id
            LEFT JOIN (SELECT account_id, item_type, max(finished_at) AS audited_at FROM run_unit WHERE kind = 1 AND status IN (2, 3)
                GROUP BY account_id, item_type) l ON l.account_id = i.account_id AND l.item_type = i.item_type
            WHERE {filter.Clause} ORDER BY x.score DESC, a.name, i.item_type, i.name, x.rule_id, x.id
            """,
            filter.Parameters,
            cancellationToken);
        await foreach (var row in rows.ConfigureAwait(false))
        {
            var issue = row.ToIssue(now);
            if (Matches(query, issue))
            {
                yield return issue;
            }
        }
    }

    public async Task<IReadOnlyList<IssueEvent>> GetEventsAsync(long issueId, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync<EventRow>(
            "SELECT created_at AS CreatedAt, kind AS Kind, run_id AS RunId, detail AS Detail FROM issue_event WHERE issue_id = @issueId ORDER BY id",
            new { issueId },
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => new IssueEvent(issueId, UnixTime.To(row.CreatedAt), row.Kind, row.RunId, row.Detail))];
    }

    public Task JustifyAsync(long issueId, Justification justification, CancellationToken cancellationToken)
        => database.WriteAsync(
            async session =>
            {
                var now = UnixTime.From(time.GetUtcNow());
                await session.ExecuteAsync(
                    """
                    UPDATE issue SET justification = @Reason, justified_by = @By, justified_at = @now, justified_until = @until, expired_at = NULL, ticket = @Ticket
                    WHERE id = @issueId
                    """,
                    new { issueId, now, justification.Reason, justification.By, justification.Ticket, until = UnixTime.From(justification.Until) },
                    cancellationToken).ConfigureAwait(false);
                await AddEventAsync(session, issueId, now, IssueEventKinds.Justified, $"{justification.By}: {justification.Reason}", cancellationToken).ConfigureAwait(false);
            },
            cancellationToken);

    public Task RevokeJustificationAsync(long issueId, string by, CancellationToken cancellationToken)
        => database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    """
                    UPDATE issue SET justification = NULL, justified_by = NULL, justified_at = NULL, justified_until = NULL, expired_at = NULL, ticket = NULL
                    WHERE id = @issueId
                    """,
                    new { issueId },
                    cancellationToken).ConfigureAwait(false);
                await AddEventAsync(
                    session, issueId, UnixTime.From(time.GetUtcNow()), IssueEventKinds.JustificationRevoked, by, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken);

    private static Task<int> AddEventAsync(
        SqlWriteSession session, long issueId, long now, string kind, string detail, CancellationToken cancellationToken)
        => session.ExecuteAsync(
            "INSERT INTO issue_event (issue_id, run_id, created_at, kind, detail) VALUES (@issueId, NULL, @now, @kind, @detail)",
            new { issueId, now, kind, detail },
            cancellationToken);

    private static bool Matches(IssueQuery query, Issue issue)
        => query.Account.IsMatch(issue.Account)
            && query.ItemType.IsMatch(issue.ItemType)
            && query.Region.IsMatch(issue.Region)
            && (query.Name.IsMatch(issue.Name) || query.Name.IsMatch(issue.NativeId))
            && query.Rule.IsMatch(issue.RuleId)
            && (query.Statuses.Count == 0 || query.Statuses.Contains(issue.Status))
            && (query.Severities.Count == 0 || query.Severities.Contains(issue.Severity))
            && (query.IsJustified is null || query.IsJustified == issue.IsJustified);

    private sealed record EventRow
    {
        public long CreatedAt { get; init; }

        public string Kind { get; init; } = "";

        public long? RunId { get; init; }

        public string Detail { get; init; } = "";
    }

    private sealed record Row
    {
        public long Id { get; init; }

        public long ItemId { get; init; }

        public string RuleId { get; init; } = "";

        public string Discriminator { get; init; } = "";

        public long Status { get; init; }

        public string ClosedReason { get; init; } = "";

        public int Score { get; init; }

        public string Title { get; init; } = "";

        public string Message { get; init; } = "";

        public string Evidence { get; init; } = "";

        public long FirstSeenAt { get; init; }

        public long LastSeenAt { get; init; }

        public long? FixedAt { get; init; }

        public long? ReopenedAt { get; init; }

        public int ReopenCount { get; init; }

        public string? Justification { get; init; }

        public string? JustifiedBy { get; init; }

        public long? JustifiedAt { get; init; }

        public long? JustifiedUntil { get; init; }

        public string? Ticket { get; init; }

        public string Account { get; init; } = "";

        public string AccountType { get; init; } = "";

        public string ItemType { get; init; } = "";

        public string Region { get; init; } = "";

        public string Name { get; init; } = "";

        public string NativeId { get; init; } = "";

        public bool IsInScope { get; init; }

        public long? AuditedAt { get; init; }

        public Issue ToIssue(DateTimeOffset now)
        {
            var isOpen = Status == (long)IssueStatus.Open;
            var until = UnixTime.To(JustifiedUntil);
            return new Issue
            {
                Id = Id,
                ItemId = ItemId,
                RuleId = RuleId,
                Discriminator = Discriminator,
                Status = isOpen && !IsInScope ? IssueStatus.OutOfScope : (IssueStatus)Status,
                ClosedReason = isOpen && !IsInScope ? ClosedReasons.ItemOutOfScope : ClosedReason,
                Score = Score,
                Title = Title,
                Message = Message,
                Evidence = Evidence,
                FirstSeen = UnixTime.To(FirstSeenAt),
                LastSeen = UnixTime.To(isOpen && IsInScope ? Math.Max(LastSeenAt, AuditedAt ?? 0) : LastSeenAt),
                FixedAt = UnixTime.To(FixedAt),
                ReopenedAt = UnixTime.To(ReopenedAt),
                ReopenCount = ReopenCount,
                IsJustified = JustifiedAt is not null && (until is null || until > now),
                Justification = Justification ?? "",
                JustifiedBy = JustifiedBy ?? "",
                JustifiedAt = UnixTime.To(JustifiedAt),
                JustifiedUntil = until,
                Ticket = Ticket ?? "",
                Account = Account,
                AccountType = AccountType,
                ItemType = ItemType,
                Region = Region,
                Name = Name,
                NativeId = NativeId,
            };
        }
    }
}
