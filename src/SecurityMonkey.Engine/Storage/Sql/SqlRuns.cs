using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace SecurityMonkey.Engine.Storage.Sql;

/// <summary>The ledger in SQL.</summary>
internal sealed class SqlRuns(SqlDatabase database, TimeProvider time) : IRunStore
{
    public async Task<IRunLease> BeginAsync(RunKind kind, CancellationToken cancellationToken)
    {
        var session = await database.BeginWriteAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var runId = await session.ExecuteValueAsync<long>(
                """
                INSERT INTO run (kind, status, started_at, host, process_id, module_version)
                VALUES (@kind, @status, @now, @host, @process, @version) RETURNING id
                """,
                new
                {
                    kind = (int)kind,
                    status = (int)RunStatus.Running,
                    now = UnixTime.From(time.GetUtcNow()),
                    host = Environment.MachineName,
                    process = Environment.ProcessId,
                    version = ModuleVersion,
                },
                cancellationToken).ConfigureAwait(false);

            // Held before it can be seen, so that nobody takes it for a run whose process is gone.
            var hold = database.HoldRun(runId);
            try
            {
                await session.CommitAsync(cancellationToken).ConfigureAwait(false);
                return new SqlRunLease(database, time, runId, kind, hold);
            }
            catch
            {
                hold.Dispose();
                throw;
            }
        }
    }

    public async Task<int> MarkInterruptedAsync(CancellationToken cancellationToken)
    {
        var running = await database.ReadAsync<long>(
            "SELECT id FROM run WHERE status = @running", new { running = (int)RunStatus.Running }, cancellationToken).ConfigureAwait(false);
        var gone = running.Where(runId => !database.IsRunHeld(runId)).ToArray();
        if (gone.Length > 0)
        {
            await database.WriteAsync(session => MarkAsync(session, gone, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        return gone.Length;
    }

    public async IAsyncEnumerable<Run> QueryAsync(RunQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = database.StreamAsync<Row>(
            """
            SELECT u.id AS UnitId, u.run_id AS RunId, u.kind AS Kind, a.name AS Account, u.item_type AS ItemType, u.status AS Status,
                u.started_at AS StartedAt, u.finished_at AS FinishedAt, u.seen AS Seen, u.created AS Created, u.changed AS Changed,
                u.deleted AS Deleted, u.failures AS Failures,
                (SELECT max(c.finished_at) FROM run_unit c
                 WHERE c.account_id = u.account_id AND c.item_type = u.item_type AND c.kind = u.kind AND c.status = @complete) AS LastComplete
            FROM run_unit u JOIN account a ON a.id = u.account_id
            WHERE (@kind IS NULL OR u.kind = @kind) AND (@since IS NULL OR u.started_at >= @since)
            ORDER BY u.run_id DESC, a.name, u.item_type
            """,
            new { complete = (int)RunStatus.Complete, kind = (int?)query.Kind, since = UnixTime.From(query.Since) },
            cancellationToken);
        var held = new Dictionary<long, bool>();
        var seen = new HashSet<(RunKind, string, string)>();
        await foreach (var row in rows.ConfigureAwait(false))
        {
            if ((query.RunIds.Count > 0 && !query.RunIds.Contains(row.RunId)) || !query.Account.IsMatch(row.Account) || !query.ItemType.IsMatch(row.ItemType))
            {
                continue;
            }

            var status = StatusOf(row, held);
            if ((query.LatestOnly && !seen.Add(((RunKind)row.Kind, row.Account, row.ItemType)))
                || (query.Statuses.Count > 0 && !query.Statuses.Contains(status)))
            {
                continue;
            }

            yield return row.ToRun(status, await GetFailuresAsync(row, cancellationToken).ConfigureAwait(false));
        }
    }

    public async Task<IReadOnlyList<StoredCollection>> GetCollectionsAsync(Account account, IReadOnlyList<string> itemTypes, CancellationToken cancellationToken)
    {
        var values = new
        {
            id = account.Id,
            types = itemTypes.Append(ItemType.Every).ToArray(),
            watch = (int)RunKind.Watch,
            ended = new[] { (int)RunStatus.Complete, (int)RunStatus.Partial, (int)RunStatus.Failed },
        };
        const string Ended = "u.account_id = @id AND u.item_type IN @types AND u.kind = @watch AND u.status IN @ended AND u.finished_at IS NOT NULL";
        var failures = (await database.ReadAsync<(long UnitId, string Scope, string ErrorId, long Kind, string Message)>(
            $"SELECT f.unit_id, f.scope, f.error_id, f.kind, f.message FROM run_failure f JOIN run_unit u ON u.id = f.unit_id WHERE {Ended} ORDER BY f.id",
            values,
            cancellationToken).ConfigureAwait(false)).ToLookup(row => row.UnitId, row => new ScopeFailure(row.Scope, row.ErrorId, row.Message, (ErrorKind)row.Kind));
        var units = await database.ReadAsync<(long Id, long RunId, string ItemType, long FinishedAt, long IsNarrowed)>(
            $"SELECT u.id, u.run_id, u.item_type, u.finished_at, u.is_narrowed FROM run_unit u WHERE {Ended} ORDER BY u.run_id, u.id", values, cancellationToken).ConfigureAwait(false);
        return [.. units.Select(unit => new StoredCollection(unit.RunId, unit.ItemType, UnixTime.To(unit.FinishedAt), unit.IsNarrowed != 0, [.. failures[unit.Id]]))];
    }

    public async Task<CollectionState> GetCollectionAsync(Account account, string itemType, CancellationToken cancellationToken)
    {
        var values = new
        {
            id = account.Id,
            itemType,
            every = ItemType.Every,
            watch = (int)RunKind.Watch,
            complete = (int)RunStatus.Complete,
            partial = (int)RunStatus.Partial,
            failed = (int)RunStatus.Failed,
        };

        // An account that could not be opened is entered with every item type, until a later run opened it.
        var (collected, whole, count, updated) = (await database.ReadAsync<(long? Collected, long? Whole, long Count, long Updated)>(
            """
            SELECT max(u.id), max(CASE WHEN u.is_narrowed = 0 THEN u.id END), count(*), (SELECT a.updated_at FROM account a WHERE a.id = @id) FROM run_unit u
            WHERE u.account_id = @id AND u.item_type = @itemType AND u.kind = @watch AND u.status IN (@complete, @partial, @failed)
            """,
            values,
            cancellationToken).ConfigureAwait(false))[0];
        var failures = await database.ReadAsync<(string ItemType, long UnitId, string Scope, string ErrorId, long Kind, string Message)>(
            "SELECT item_type, unit_id, scope, error_id, kind, message FROM scope_failure WHERE account_id = @id AND item_type IN (@itemType, @every) ORDER BY id",
            values,
            cancellationToken).ConfigureAwait(false);
        return new CollectionState(
            collected is not null,
            whole is not null,
            [
                .. failures.Where(row => !string.Equals(row.ItemType, ItemType.Every, StringComparison.Ordinal) || row.UnitId > (whole ?? 0))
                    .Select(row => new ScopeFailure(row.Scope, row.ErrorId, row.Message, (ErrorKind)row.Kind)),
            ])
        {
            Version = string.Create(CultureInfo.InvariantCulture, $"{collected} {count} {updated}"),
        };
    }

    internal static async Task MarkAsync(SqlWriteSession session, IReadOnlyList<long> runIds, CancellationToken cancellationToken)
    {
        var values = new { runIds, interrupted = (int)RunStatus.Interrupted, pending = (int)RunStatus.Pending, running = (int)RunStatus.Running };
        await session.ExecuteAsync("UPDATE run SET status = @interrupted WHERE id IN @runIds", values, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(
            "UPDATE run_unit SET status = @interrupted WHERE run_id IN @runIds AND status IN (@pending, @running)", values, cancellationToken).ConfigureAwait(false);
    }

    private static string ModuleVersion
        => typeof(SqlRuns).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? FileVersionInfo.GetVersionInfo(typeof(SqlRuns).Assembly.Location).FileVersion
            ?? "";

    private RunStatus StatusOf(Row row, Dictionary<long, bool> held)
    {
        var status = (RunStatus)row.Status;
        if (status is not (RunStatus.Pending or RunStatus.Running))
        {
            return status;
        }

        if (!held.TryGetValue(row.RunId, out var isHeld))
        {
            held.Add(row.RunId, isHeld = database.IsRunHeld(row.RunId));
        }

        return isHeld ? status : RunStatus.Interrupted;
    }

    private async Task<IReadOnlyList<ScopeFailure>> GetFailuresAsync(Row row, CancellationToken cancellationToken)
    {
        if (row.Failures == 0)
        {
            return [];
        }

        var failures = await database.ReadAsync<FailureRow>(
            "SELECT scope AS Scope, error_id AS ErrorId, kind AS Kind, message AS Message FROM run_failure WHERE unit_id = @id ORDER BY id",
            new { id = row.UnitId },
            cancellationToken).ConfigureAwait(false);
        return [.. failures.Select(failure => new ScopeFailure(failure.Scope, failure.ErrorId, failure.Message, (ErrorKind)failure.Kind))];
    }

    private sealed record FailureRow
    {
        public string Scope { get; init; } = "";

        public string ErrorId { get; init; } = "";

        public long Kind { get; init; }

        public string Message { get; init; } = "";
    }

    private sealed record Row
    {
        public long UnitId { get; init; }

        public long RunId { get; init; }

        public long Kind { get; init; }

        public string Account { get; init; } = "";

        public string ItemType { get; init; } = "";

        public long Status { get; init; }

        public long? StartedAt { get; init; }

        public long? FinishedAt { get; init; }

        public long? LastComplete { get; init; }

        public int Seen { get; init; }

        public int Created { get; init; }

        public int Changed { get; init; }

        public int Deleted { get; init; }

        public int Failures { get; init; }

        public Run ToRun(RunStatus status, IReadOnlyList<ScopeFailure> failures) => new()
        {
            RunId = RunId,
            Kind = (RunKind)Kind,
            Account = Account,
            ItemType = ItemType,
            Status = status,
            StartedAt = UnixTime.To(StartedAt),
            FinishedAt = UnixTime.To(FinishedAt),
            LastComplete = UnixTime.To(LastComplete),
            Seen = Seen,
            Created = Created,
            Changed = Changed,
            Deleted = Deleted,
            Failures = Failures,
            FailedScopes = failures,
        };
    }
}
