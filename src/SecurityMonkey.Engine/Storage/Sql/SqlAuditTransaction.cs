using System.Data.Common;

namespace SecurityMonkey.Engine.Storage.Sql;

/// <summary>One unit of audit in SQL.</summary>
internal sealed class SqlAuditTransaction(
    SqlDatabase database, DbConnection reader, SqlAuditState state, long runId, long unitId) : IAuditTransaction
{
    private SqlWriteSession? _session;
    private PreparedCommand? _find;
    private PreparedCommand? _insert;
    private PreparedCommand? _event;

    public Task<IReadOnlyList<EvaluatedRule>> GetRulesAsync(CancellationToken cancellationToken) => state.GetRulesAsync(cancellationToken);

    public Task<IReadOnlyList<long>> GetChangedItemsAsync(DateTimeOffset? time, CancellationToken cancellationToken) => state.GetChangedItemsAsync(time, cancellationToken);

    public Task<IReadOnlyList<OpenIssue>> GetOpenIssuesAsync(CancellationToken cancellationToken) => state.GetOpenIssuesAsync(cancellationToken);

    public Task<IReadOnlyList<AuditGap>> GetGapsAsync(CancellationToken cancellationToken) => state.GetGapsAsync(cancellationToken);

    public Task<int> CountItemsAsync(CancellationToken cancellationToken) => state.CountItemsAsync(cancellationToken);

    public async Task<IReadOnlyList<StoredIssue>> FindAsync(IReadOnlyList<long> itemIds, CancellationToken cancellationToken)
    {
        // Item numbers of one batch lie close together, so that a range is the quickest way to them.
        var wanted = itemIds.ToHashSet();
        _find ??= reader.Prepare(
            """
            SELECT id, item_id, rule_id, discriminator, status, score, title, message, evidence, first_seen_at, reopen_count,
                justification, justified_by, justified_at, justified_until, expired_at, ticket
            FROM issue WHERE item_id BETWEEN @first AND @last
            """,
            "@first",
            "@last");
        var found = new List<StoredIssue>();
        var rows = await _find.ReadAsync(cancellationToken, itemIds.Min(), itemIds.Max()).ConfigureAwait(false);
        await using (rows.ConfigureAwait(false))
        {
            while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (wanted.Contains(rows.GetInt64(1)))
                {
                    found.Add(ToStoredIssue(rows));
                }
            }
        }

        return found;
    }

    public async Task<IReadOnlyList<long>> WriteAsync(IReadOnlyList<IssueWrite> writes, CancellationToken cancellationToken)
    {
        var ids = new List<long>(writes.Count);
        foreach (var write in writes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ids.Add(await WriteAsync(write, cancellationToken).ConfigureAwait(false));
        }

        return ids;
    }

    public async Task SaveItemsAsync(IReadOnlyList<EvaluatedItem> items, bool isWhole, CancellationToken cancellationToken)
        => await SqlAuditState.SaveItemsAsync(await BeginAsync(cancellationToken).ConfigureAwait(false), items, isWhole, cancellationToken).ConfigureAwait(false);

    public async Task ShortenAsync(IReadOnlyList<EvaluatedItem> items, CancellationToken cancellationToken)
        => await SqlAuditState.ShortenAsync(await BeginAsync(cancellationToken).ConfigureAwait(false), items, cancellationToken).ConfigureAwait(false);

    public async Task SaveGapsAsync(IReadOnlyList<AuditGap> added, IReadOnlyList<AuditGap> removed, CancellationToken cancellationToken)
        => await SqlAuditState.SaveGapsAsync(await BeginAsync(cancellationToken).ConfigureAwait(false), added, removed, cancellationToken).ConfigureAwait(false);

    public async Task CommitAsync(UnitOutcome outcome, IReadOnlyList<EvaluatedRule> rules, bool isWhole, CancellationToken cancellationToken)
    {
        var session = await BeginAsync(cancellationToken).ConfigureAwait(false);
        await state.SaveRulesAsync(session, rules, isWhole, outcome.FinishedAt, cancellationToken).ConfigureAwait(false);
        await SqlRunLease.EndUnitAsync(session, unitId, outcome, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_find is not null)
        {
            await _find.DisposeAsync().ConfigureAwait(false);
        }

        await reader.DisposeAsync().ConfigureAwait(false);
        if (_session is not null)
        {
            await _insert!.DisposeAsync().ConfigureAwait(false);
            await _event!.DisposeAsync().ConfigureAwait(false);
            await _session.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static StoredIssue ToStoredIssue(DbDataReader row) => new()
    {
        Id = row.GetInt64(0),
        ItemId = row.GetInt64(1),
        RuleId = row.GetString(2),
        Discriminator = row.GetString(3),
        Status = (IssueStatus)row.GetInt32(4),
        Score = row.GetInt32(5),
        Title = row.GetString(6),
        Message = row.GetString(7),
        Evidence = row.GetString(8),
        FirstSeen = UnixTime.To(row.GetInt64(9)),
        ReopenCount = row.GetInt32(10),
        Justification = TextOrNull(row, 11),
        JustifiedBy = TextOrNull(row, 12),
        JustifiedAt = TimeOrNull(row, 13),
        JustifiedUntil = TimeOrNull(row, 14),
        ExpiredAt = TimeOrNull(row, 15),
        Ticket = TextOrNull(row, 16),
    };

    private static string? TextOrNull(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset? TimeOrNull(DbDataReader row, int column) => row.IsDBNull(column) ? null : UnixTime.To(row.GetInt64(column));

    private async Task<SqlWriteSession> BeginAsync(CancellationToken cancellationToken)
    {
        if (_session is null)
        {
            _session = await database.BeginWriteAsync(cancellationToken).ConfigureAwait(false);
            _insert = _session.Prepare(
                """
                INSERT INTO issue (item_id, rule_id, discriminator, status, closed_reason, score, title, message, evidence, first_seen_at, last_seen_at)
                VALUES (@item, @rule, @discriminator, 0, '', @score, @title, @message, @evidence, @time, @time) RETURNING id
                """,
                "@item",
                "@rule",
                "@discriminator",
                "@score",
                "@title",
                "@message",
                "@evidence",
                "@time");
            _event = _session.Prepare(
                "INSERT INTO issue_event (issue_id, run_id, created_at, kind, detail) VALUES (@issue, @run, @time, @kind, @detail)",
                "@issue",
                "@run",
                "@time",
                "@kind",
                "@detail");
        }

        return _session;
    }

    private async Task<long> WriteAsync(IssueWrite write, CancellationToken cancellationToken)
    {
        var session = await BeginAsync(cancellationToken).ConfigureAwait(false);
        var time = UnixTime.From(write.Time);
        switch (write)
        {
            case IssueWrite.Open open:
                var content = open.Content;
                var id = await _insert!.ExecuteNumberAsync(
                    cancellationToken,
                    open.ItemId,
                    open.RuleId,
                    open.Discriminator,
                    (long)content.Score,
                    content.Title,
                    content.Message,
                    content.Evidence,
                    time).ConfigureAwait(false);
                await AddEventAsync(id, time, IssueEventKinds.Opened, content.Message, cancellationToken).ConfigureAwait(false);
                return id;

            case IssueWrite.Reopen reopen:
                var wasFixed = reopen.Issue.Status == IssueStatus.Fixed;
                await UpdateContentAsync(session, reopen.Issue.Id, reopen.Content, time, cancellationToken).ConfigureAwait(false);
                await session.ExecuteAsync(
                    """
                    UPDATE issue SET status = 0, closed_reason = '', fixed_at = NULL,
                        reopened_at = CASE WHEN @wasFixed THEN @time ELSE reopened_at END, reopen_count = reopen_count + @wasFixed
                    WHERE id = @Id
                    """,
                    new { reopen.Issue.Id, time, wasFixed = wasFixed ? 1 : 0 },
                    cancellationToken).ConfigureAwait(false);
                await AddEventAsync(
                    reopen.Issue.Id, time, wasFixed ? IssueEventKinds.Reopened : IssueEventKinds.BackInScope, reopen.Content.Message, cancellationToken).ConfigureAwait(false);
                return reopen.Issue.Id;

            case IssueWrite.Update update:
                await UpdateContentAsync(session, update.Issue.Id, update.Content, time, cancellationToken).ConfigureAwait(false);
                var isRescored = update.Issue.Score != update.Content.Score;
                await AddEventAsync(
                    update.Issue.Id,
                    time,
                    isRescored ? IssueEventKinds.Rescored : IssueEventKinds.Reworded,
                    isRescored ? $"{update.Issue.Score} -> {update.Content.Score}" : update.Content.Message,
                    cancellationToken).ConfigureAwait(false);
                return update.Issue.Id;

            case IssueWrite.Close close:
                await session.ExecuteAsync(
                    """
                    UPDATE issue SET status = @status, closed_reason = @Reason, fixed_at = CASE WHEN @isFixed THEN @time ELSE NULL END, last_seen_at =
                        max(last_seen_at, coalesce((SELECT max(u.finished_at) FROM run_unit u JOIN item i ON i.account_id = u.account_id AND i.item_type = u.item_type
                            WHERE i.id = issue.item_id AND u.kind = 1 AND u.status IN (2, 3)), 0))
                    WHERE id = @Id
                    """,
                    new { close.Issue.Id, time, status = (int)close.Status, isFixed = close.Status == IssueStatus.Fixed ? 1 : 0, close.Reason },
                    cancellationToken).ConfigureAwait(false);
                await AddEventAsync(
                    close.Issue.Id,
                    time,
                    close.Status == IssueStatus.Fixed ? IssueEventKinds.Fixed : IssueEventKinds.OutOfScope,
                    close.Reason,
                    cancellationToken).ConfigureAwait(false);
                return close.Issue.Id;

            case IssueWrite.Expire expire:
                await session.ExecuteAsync("UPDATE issue SET expired_at = @time WHERE id = @Id", new { expire.Issue.Id, time }, cancellationToken).ConfigureAwait(false);
                await AddEventAsync(
                    expire.Issue.Id, time, IssueEventKinds.JustificationExpired, expire.Issue.Justification ?? "", cancellationToken).ConfigureAwait(false);
                return expire.Issue.Id;

            default:
                throw new ArgumentOutOfRangeException(nameof(write), write, "This kind of write is not known.");
        }
    }

    private static Task<int> UpdateContentAsync(
        SqlWriteSession session, long id, IssueContent content, long time, CancellationToken cancellationToken)
        => session.ExecuteAsync(
            "UPDATE issue SET score = @Score, title = @Title, message = @Message, evidence = @Evidence, last_seen_at = @time WHERE id = @id",
            new { id, time, content.Score, content.Title, content.Message, content.Evidence },
            cancellationToken);

    private Task<int> AddEventAsync(long issueId, long time, string kind, string detail, CancellationToken cancellationToken)
        => _event!.ExecuteAsync(cancellationToken, issueId, runId, time, kind, detail);
}
