using System.Security.Cryptography;
using SecurityMonkey.Engine.Diffing;
using SecurityMonkey.Engine.Watching;

namespace SecurityMonkey.Engine.Storage.Sql;

/// <summary>The writing half of a unit of collection: holds the write lock from its beginning.</summary>
internal sealed class SqlItemWriter : IAsyncDisposable
{
    private readonly SqlWriteSession _session;
    private readonly Account _account;
    private readonly string _itemType;
    private readonly long _unitId;
    private readonly Dictionary<string, long> _scopeIds;
    private readonly IncrementalHash _seal;
    private readonly PreparedCommand _insertItem;
    private readonly PreparedCommand _insertConfig;
    private readonly PreparedCommand _insertRevision;
    private readonly PreparedCommand _revise;
    private readonly PreparedCommand _refresh;
    private readonly PreparedCommand _delete;
    private bool _hasRevisions;

    private SqlItemWriter(SqlWriteSession session, Account account, string itemType, long unitId, Dictionary<long, string> scopes, byte[] previousSeal)
    {
        _session = session;
        _account = account;
        _itemType = itemType;
        _unitId = unitId;
        _scopeIds = scopes.ToDictionary(scope => scope.Value, scope => scope.Key, StringComparer.Ordinal);
        _seal = ChainHash.StartSeal(previousSeal, unitId);
        _insertItem = session.Prepare(
            """
            INSERT INTO item (account_id, item_type, region, native_id, name, scope_id, is_active, is_in_scope, revision_number,
                complete_hash, durable_hash, first_seen_at, last_seen_at, changed_at, unknown_parts)
            VALUES (@account, @itemType, @region, @nativeId, @name, @scope, 1, 1, 1, @complete, @durable, @time, @time, @time, @unknown)
            RETURNING id
            """,
            "@account",
            "@itemType",
            "@region",
            "@nativeId",
            "@name",
            "@scope",
            "@complete",
            "@durable",
            "@time",
            "@unknown");
        _insertConfig = session.Prepare("INSERT INTO config (hash, json) VALUES (@hash, @json) ON CONFLICT (hash) DO NOTHING", "@hash", "@json");
        _insertRevision = session.Prepare(
            """
            INSERT INTO revision (item_id, number, is_active, complete_hash, durable_hash, unit_id, created_at, chain_hash)
            VALUES (@item, @number, @active, @complete, @durable, @unit, @time, @chain)
            """,
            "@item",
            "@number",
            "@active",
            "@complete",
            "@durable",
            "@unit",
            "@time",
            "@chain");
        _revise = session.Prepare(
            """
            UPDATE item SET name = @name, scope_id = @scope, is_active = 1, is_in_scope = 1, revision_number = @number,
                complete_hash = @complete, durable_hash = @durable, current_json = NULL, last_seen_at = @time, changed_at = @time, unknown_parts = @unknown
            WHERE id = @id
            """,
            "@name",
            "@scope",
            "@number",
            "@complete",
            "@durable",
            "@time",
            "@unknown",
            "@id");
        _refresh = session.Prepare(
            """
            UPDATE item SET name = @name, scope_id = @scope, is_in_scope = 1, complete_hash = @complete, durable_hash = @durable, last_seen_at = @time,
                unknown_parts = @unknown, ephemeral_at = CASE WHEN complete_hash = @complete THEN ephemeral_at ELSE @time END,
                current_json = CASE
                    WHEN (SELECT r.complete_hash FROM revision r WHERE r.item_id = @id AND r.number = @number) = @complete THEN NULL
                    ELSE @json END
            WHERE id = @id
            """,
            "@name",
            "@scope",
            "@complete",
            "@durable",
            "@time",
            "@id",
            "@number",
            "@json",
            "@unknown");
        _delete = session.Prepare(
            """
            UPDATE item SET is_active = 0, revision_number = @number, changed_at = @time,
                last_seen_at = max(last_seen_at, coalesce((SELECT s.completed_at FROM scope s WHERE s.id = item.scope_id), 0))
            WHERE id = @id
            """,
            "@number",
            "@time",
            "@id");
    }

    public static async Task<SqlItemWriter> BeginAsync(
        SqlDatabase database, Account account, string itemType, long unitId, Dictionary<long, string> scopes, CancellationToken cancellationToken)
    {
        var session = await database.BeginWriteAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var previousSeal = await session.ExecuteValueAsync<byte[]>(
                "SELECT hash FROM seal WHERE account_id = @id ORDER BY id DESC LIMIT 1", new { id = account.Id }, cancellationToken).ConfigureAwait(false);
            return new SqlItemWriter(session, account, itemType, unitId, scopes, previousSeal ?? ChainHash.Start);
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public Task<(long ItemId, int Revision)> WriteAsync(ItemWrite write, CancellationToken cancellationToken) => write switch
    {
        ItemWrite.Create create => CreateAsync(create, cancellationToken),
        ItemWrite.Revise revise => ReviseAsync(revise, cancellationToken),
        ItemWrite.Refresh refresh => RefreshAsync(refresh, cancellationToken),
        ItemWrite.Delete delete => DeleteAsync(delete, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(write), write, "This kind of write is not known."),
    };

    public async Task CommitAsync(UnitOutcome outcome, IReadOnlyCollection<string> completedScopes, CancellationToken cancellationToken)
    {
        // A run that was narrowed to some regions has not read any scope for sure, as far as its items are concerned.
        await CompleteScopesAsync(outcome, outcome.Region.IsAll ? completedScopes : [], cancellationToken).ConfigureAwait(false);
        await SqlScopeFailures.SaveAsync(_session, _account.Id, _itemType, _unitId, outcome, completedScopes, cancellationToken).ConfigureAwait(false);
        if (_hasRevisions)
        {
            await _session.ExecuteAsync(
                "INSERT INTO seal (account_id, unit_id, created_at, hash) VALUES (@account, @unit, @time, @hash)",
                new { account = _account.Id, unit = _unitId, time = UnixTime.From(outcome.FinishedAt), hash = _seal.GetHashAndReset() },
                cancellationToken).ConfigureAwait(false);
        }

        await SqlRunLease.EndUnitAsync(_session, _unitId, outcome, cancellationToken).ConfigureAwait(false);
        await _session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in new[] { _insertItem, _insertConfig, _insertRevision, _revise, _refresh, _delete })
        {
            await command.DisposeAsync().ConfigureAwait(false);
        }

        _seal.Dispose();
        await _session.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<(long ItemId, int Revision)> CreateAsync(ItemWrite.Create create, CancellationToken cancellationToken)
    {
        var time = UnixTime.From(create.Time);
        var scopeId = await GetScopeIdAsync(create.Scope, cancellationToken).ConfigureAwait(false);
        var itemId = await _insertItem.ExecuteNumberAsync(
            cancellationToken,
            _account.Id,
            _itemType,
            create.Region,
            create.NativeId,
            create.Name,
            scopeId,
            create.Config.CompleteHash,
            create.Config.DurableHash,
            time,
            JsonColumns.Of(create.UnknownParts)).ConfigureAwait(false);
        await AddRevisionAsync(itemId, number: 1, ChainHash.Start, create.Config, time, cancellationToken).ConfigureAwait(false);
        return (itemId, 1);
    }

    private async Task<(long ItemId, int Revision)> ReviseAsync(ItemWrite.Revise revise, CancellationToken cancellationToken)
    {
        var time = UnixTime.From(revise.Time);
        var number = revise.Item.RevisionNumber + 1;
        var previous = await GetChainHashAsync(revise.Item, cancellationToken).ConfigureAwait(false);
        await AddRevisionAsync(revise.Item.Id, number, previous, revise.Config, time, cancellationToken).ConfigureAwait(false);
        var scopeId = await GetScopeIdAsync(revise.Scope, cancellationToken).ConfigureAwait(false);
        await _revise.ExecuteAsync(
            cancellationToken,
            revise.Name,
            scopeId,
            (long)number,
            revise.Config.CompleteHash,
            revise.Config.DurableHash,
            time,
            JsonColumns.Of(revise.UnknownParts),
            revise.Item.Id).ConfigureAwait(false);
        return (revise.Item.Id, number);
    }

    private async Task<(long ItemId, int Revision)> RefreshAsync(ItemWrite.Refresh refresh, CancellationToken cancellationToken)
    {
        var scopeId = await GetScopeIdAsync(refresh.Scope, cancellationToken).ConfigureAwait(false);
        await _refresh.ExecuteAsync(
            cancellationToken,
            refresh.Name,
            scopeId,
            refresh.Config.CompleteHash,
            refresh.Config.DurableHash,
            UnixTime.From(refresh.Time),
            refresh.Item.Id,
            (long)refresh.Item.RevisionNumber,
            refresh.Config.Text,
            JsonColumns.Of(refresh.UnknownParts)).ConfigureAwait(false);
        return (refresh.Item.Id, refresh.Item.RevisionNumber);
    }

    private async Task<(long ItemId, int Revision)> DeleteAsync(ItemWrite.Delete delete, CancellationToken cancellationToken)
    {
        var time = UnixTime.From(delete.Time);
        var number = delete.Item.RevisionNumber + 1;
        var previous = await GetChainHashAsync(delete.Item, cancellationToken).ConfigureAwait(false);
        await AddRevisionAsync(delete.Item.Id, number, previous, config: null, time, cancellationToken).ConfigureAwait(false);
        await _delete.ExecuteAsync(cancellationToken, (long)number, time, delete.Item.Id).ConfigureAwait(false);
        await CloseIssuesAsync(delete.Item.Id, time, cancellationToken).ConfigureAwait(false);
        return (delete.Item.Id, number);
    }

    private async Task AddRevisionAsync(
        long itemId, int number, byte[] previous, NormalizedConfig? config, long time, CancellationToken cancellationToken)
    {
        if (config is not null)
        {
            await _insertConfig.ExecuteAsync(cancellationToken, config.CompleteHash, config.Text).ConfigureAwait(false);
        }

        var chainHash = ChainHash.Of(previous, itemId, number, time, config?.CompleteHash, config?.DurableHash);
        await _insertRevision.ExecuteAsync(
            cancellationToken,
            itemId,
            (long)number,
            config is null ? 0L : 1L,
            config?.CompleteHash,
            config?.DurableHash,
            _unitId,
            time,
            chainHash).ConfigureAwait(false);
        _seal.AppendData(chainHash);
        _hasRevisions = true;
    }

    private async Task<byte[]> GetChainHashAsync(StoredItem item, CancellationToken cancellationToken)
        => await _session.ExecuteValueAsync<byte[]>(
            "SELECT chain_hash FROM revision WHERE item_id = @Id AND number = @RevisionNumber",
            new { item.Id, item.RevisionNumber },
            cancellationToken).ConfigureAwait(false) ?? ChainHash.Start;

    private async Task CloseIssuesAsync(long itemId, long time, CancellationToken cancellationToken)
    {
        var values = new
        {
            itemId,
            time,
            unitId = _unitId,
            open = (int)IssueStatus.Open,
            isFixed = (int)IssueStatus.Fixed,
            reason = ClosedReasons.ItemDeleted,
            kind = IssueEventKinds.Fixed,
        };
        await _session.ExecuteAsync(
            """
            INSERT INTO issue_event (issue_id, run_id, created_at, kind, detail)
            SELECT i.id, u.run_id, @time, @kind, @reason FROM issue i JOIN run_unit u ON u.id = @unitId WHERE i.item_id = @itemId AND i.status = @open
            """,
            values,
            cancellationToken).ConfigureAwait(false);
        await _session.ExecuteAsync(
            "UPDATE issue SET status = @isFixed, closed_reason = @reason, fixed_at = @time WHERE item_id = @itemId AND status = @open",
            values,
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<long> GetScopeIdAsync(string scope, CancellationToken cancellationToken)
    {
        if (!_scopeIds.TryGetValue(scope, out var id))
        {
            id = await _session.ExecuteValueAsync<long>(
                "INSERT INTO scope (account_id, item_type, name) VALUES (@account, @itemType, @scope) RETURNING id",
                new { account = _account.Id, itemType = _itemType, scope },
                cancellationToken).ConfigureAwait(false);
            _scopeIds.Add(scope, id);
        }

        return id;
    }

    private async Task CompleteScopesAsync(UnitOutcome outcome, IReadOnlyCollection<string> completedScopes, CancellationToken cancellationToken)
    {
        var coverage = new ScopeCoverage(completedScopes, outcome.Failures.Select(failure => failure.Scope));
        var time = UnixTime.From(outcome.FinishedAt);
        if (_scopeIds.Keys.All(coverage.IsComplete))
        {
            await _session.ExecuteAsync(
                "UPDATE scope SET completed_at = @time WHERE account_id = @account AND item_type = @itemType",
                new { time, account = _account.Id, itemType = _itemType },
                cancellationToken).ConfigureAwait(false);
            return;
        }

        var complete = _session.Prepare("UPDATE scope SET completed_at = @time WHERE id = @id", "@time", "@id");
        await using (complete.ConfigureAwait(false))
        {
            foreach (var (_, id) in _scopeIds.Where(scope => coverage.IsComplete(scope.Key)))
            {
                await complete.ExecuteAsync(cancellationToken, time, id).ConfigureAwait(false);
            }
        }
    }
}
