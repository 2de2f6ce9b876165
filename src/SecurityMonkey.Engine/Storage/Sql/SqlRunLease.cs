namespace SecurityMonkey.Engine.Storage.Sql;

/// <summary>A run under way, in SQL.</summary>
internal sealed class SqlRunLease(SqlDatabase database, TimeProvider time, long runId, RunKind kind, IDisposable hold) : IRunLease
{
    private bool _isEnded;

    public long RunId => runId;

    public async Task<IReadOnlyList<long>> PlanUnitsAsync(Account account, IReadOnlyList<string> itemTypes, CancellationToken cancellationToken)
    {
        var unitIds = new List<long>();
        await database.WriteAsync(
            async session =>
            {
                var insert = session.Prepare(
                    "INSERT INTO run_unit (run_id, kind, account_id, item_type, status) VALUES (@run, @kind, @account, @itemType, @status) RETURNING id",
                    "@run",
                    "@kind",
                    "@account",
                    "@itemType",
                    "@status");
                await using (insert.ConfigureAwait(false))
                {
                    foreach (var itemType in itemTypes)
                    {
                        unitIds.Add(await insert.ExecuteNumberAsync(
                            cancellationToken, runId, (long)kind, account.Id, itemType, (long)RunStatus.Pending).ConfigureAwait(false));
                    }
                }
            },
            cancellationToken).ConfigureAwait(false);
        return unitIds;
    }

    public async Task<bool> TryStartUnitAsync(long unitId, CancellationToken cancellationToken)
    {
        var isStarted = false;
        await database.WriteAsync(
            async session =>
            {
                var others = await session.ReadAsync<long>(
                    """
                    SELECT o.run_id FROM run_unit u
                    JOIN run_unit o ON o.kind = u.kind AND o.account_id = u.account_id AND o.item_type = u.item_type AND o.status = @running
                    WHERE u.id = @unitId
                    """,
                    new { unitId, running = (int)RunStatus.Running },
                    cancellationToken).ConfigureAwait(false);
                var gone = others.Where(other => other != runId && !database.IsRunHeld(other)).ToArray();
                await SqlRuns.MarkAsync(session, gone, cancellationToken).ConfigureAwait(false);
                isStarted = gone.Length == others.Count;
                await session.ExecuteAsync(
                    "UPDATE run_unit SET status = @status, started_at = @now WHERE id = @unitId",
                    new { unitId, status = (int)(isStarted ? RunStatus.Running : RunStatus.Skipped), now = UnixTime.From(time.GetUtcNow()) },
                    cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return isStarted;
    }

    public Task FailAccountAsync(Account account, long unitId, UnitOutcome outcome, CancellationToken cancellationToken)
        => database.WriteAsync(
            async session =>
            {
                await EndUnitAsync(session, unitId, outcome, cancellationToken).ConfigureAwait(false);
                await SqlScopeFailures.SaveAsync(session, account.Id, ItemType.Every, unitId, outcome, [], cancellationToken).ConfigureAwait(false);
            },
            cancellationToken);

    public async Task EndAsync(RunStatus status, CancellationToken cancellationToken)
    {
        _isEnded = true;
        await database.WriteAsync(
            async session =>
            {
                var values = new
                {
                    runId,
                    status = (int)status,
                    now = UnixTime.From(time.GetUtcNow()),
                    pending = (int)RunStatus.Pending,
                    running = (int)RunStatus.Running,
                };
                await session.ExecuteAsync("UPDATE run SET status = @status, finished_at = @now WHERE id = @runId", values, cancellationToken).ConfigureAwait(false);
                await session.ExecuteAsync(
                    "UPDATE run_unit SET status = @status, finished_at = @now WHERE run_id = @runId AND status IN (@pending, @running)",
                    values,
                    cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_isEnded)
            {
                await EndAsync(RunStatus.Cancelled, CancellationToken.None).ConfigureAwait(false);
            }
        }
        finally
        {
            hold.Dispose();
        }
    }

    internal static async Task EndUnitAsync(SqlWriteSession session, long unitId, UnitOutcome outcome, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(
            """
            UPDATE run_unit SET status = @status, finished_at = @finishedAt, seen = @Seen, created = @Created, changed = @Changed,
                deleted = @Deleted, failures = @failures, is_narrowed = @isNarrowed
            WHERE id = @unitId
            """,
            new
            {
                unitId,
                status = (int)outcome.Status,
                finishedAt = UnixTime.From(outcome.FinishedAt),
                outcome.Seen,
                outcome.Created,
                outcome.Changed,
                outcome.Deleted,
                failures = outcome.FailureCount ?? outcome.Failures.Count,
                isNarrowed = outcome.Region.IsAll ? 0 : 1,
            },
            cancellationToken).ConfigureAwait(false);
        foreach (var failure in outcome.Failures)
        {
            await session.ExecuteAsync(
                "INSERT INTO run_failure (unit_id, scope, error_id, kind, message) VALUES (@unitId, @Scope, @ErrorId, @kind, @Message)",
                new { unitId, failure.Scope, failure.ErrorId, kind = (int)failure.Kind, failure.Message },
                cancellationToken).ConfigureAwait(false);
        }
    }
}
