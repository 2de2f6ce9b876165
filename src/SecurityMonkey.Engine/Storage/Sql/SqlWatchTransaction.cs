using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text;

namespace SecurityMonkey.Engine.Storage.Sql;

/// <summary>One unit of collection in SQL.</summary>
internal sealed class SqlWatchTransaction : IWatchTransaction
{
    private const string StoredColumns =
        "i.id, i.region, i.native_id, i.name, i.scope_id, i.is_active, i.is_in_scope, i.complete_hash, i.durable_hash, i.revision_number, i.unknown_parts";

    private readonly SqlDatabase _database;
    private readonly Account _account;
    private readonly string _itemType;
    private readonly long _unitId;
    private readonly DbConnection _reader;
    private readonly PreparedCommand _find;
    private readonly Dictionary<long, string> _scopes;
    private SqlItemWriter? _writer;

    private SqlWatchTransaction(SqlDatabase database, Account account, string itemType, long unitId, DbConnection reader, Dictionary<long, string> scopes)
    {
        _database = database;
        _account = account;
        _itemType = itemType;
        _unitId = unitId;
        _reader = reader;
        _scopes = scopes;
        _find = reader.Prepare(
            $"""
            SELECT {StoredColumns} FROM {database.TextListTable("@keys")} k
            CROSS JOIN item i WHERE i.account_id = @account AND i.item_type = @itemType AND i.native_id = k.value
            """,
            "@keys",
            "@account",
            "@itemType");
    }

    public static async Task<SqlWatchTransaction> OpenAsync(
        SqlDatabase database, Account account, string itemType, long unitId, CancellationToken cancellationToken)
    {
        var scopes = await database.ReadAsync<(long Id, string Name)>(
            "SELECT id, name FROM scope WHERE account_id = @id AND item_type = @itemType",
            new { id = account.Id, itemType },
            cancellationToken).ConfigureAwait(false);
        var reader = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        return new SqlWatchTransaction(database, account, itemType, unitId, reader, scopes.ToDictionary(scope => scope.Id, scope => scope.Name));
    }

    public async Task<long> CountActiveAsync(CancellationToken cancellationToken)
        => await _database.ReadValueAsync<long>(
            "SELECT count(*) FROM item WHERE account_id = @id AND item_type = @itemType AND is_active = 1 AND is_in_scope = 1",
            new { id = _account.Id, itemType = _itemType },
            cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<StoredItem>> FindAsync(IReadOnlyList<string> nativeIds, CancellationToken cancellationToken)
    {
        var found = new List<StoredItem>(nativeIds.Count);
        var rows = await _find.ReadAsync(cancellationToken, _database.TextListParameter(nativeIds), _account.Id, _itemType).ConfigureAwait(false);
        await using (rows.ConfigureAwait(false))
        {
            while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                found.Add(ToStoredItem(rows));
            }
        }

        return found;
    }

    public async IAsyncEnumerable<StoredItem> GetActiveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = _reader.Prepare(
            $"SELECT {StoredColumns} FROM item i WHERE i.account_id = @account AND i.item_type = @itemType AND i.is_active = 1 AND i.is_in_scope = 1",
            "@account",
            "@itemType");
        await using (query.ConfigureAwait(false))
        {
            var rows = await query.ReadAsync(cancellationToken, _account.Id, _itemType).ConfigureAwait(false);
            await using (rows.ConfigureAwait(false))
            {
                while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return ToStoredItem(rows);
                }
            }
        }
    }

    public Task<byte[]?> GetLatestConfigAsync(long itemId, CancellationToken cancellationToken) => ReadConfigAsync("c.json", itemId, cancellationToken);

    public Task<byte[]?> GetCurrentConfigAsync(long itemId, CancellationToken cancellationToken)
        => ReadConfigAsync("coalesce(i.current_json, c.json)", itemId, cancellationToken);

    public async Task<IReadOnlyList<(long ItemId, int Revision)>> WriteAsync(IReadOnlyList<ItemWrite> writes, CancellationToken cancellationToken)
    {
        _writer ??= await SqlItemWriter.BeginAsync(_database, _account, _itemType, _unitId, _scopes, cancellationToken).ConfigureAwait(false);
        var written = new List<(long, int)>(writes.Count);
        foreach (var write in writes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            written.Add(await _writer.WriteAsync(write, cancellationToken).ConfigureAwait(false));
        }

        return written;
    }

    public async Task CommitAsync(UnitOutcome outcome, IReadOnlyCollection<string> completedScopes, CancellationToken cancellationToken)
    {
        _writer ??= await SqlItemWriter.BeginAsync(_database, _account, _itemType, _unitId, _scopes, cancellationToken).ConfigureAwait(false);
        await _writer.CommitAsync(outcome, completedScopes, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _find.DisposeAsync().ConfigureAwait(false);
        await _reader.DisposeAsync().ConfigureAwait(false);
        if (_writer is not null)
        {
            await _writer.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<byte[]?> ReadConfigAsync(string column, long itemId, CancellationToken cancellationToken)
    {
        var json = await _database.ReadValueAsync<string?>(
            $"""
            SELECT {column} FROM item i JOIN revision r ON r.item_id = i.id AND r.number = i.revision_number JOIN config c ON c.hash = r.complete_hash
            WHERE i.id = @itemId
            """,
            new { itemId },
            cancellationToken).ConfigureAwait(false);
        return json is null ? null : Encoding.UTF8.GetBytes(json);
    }

    private StoredItem ToStoredItem(DbDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Region = row.GetString(1),
        NativeId = row.GetString(2),
        Name = row.GetString(3),
        Scope = _scopes.GetValueOrDefault(row.GetInt64(4), ""),
        IsActive = row.GetInt64(5) != 0,
        IsInScope = row.GetInt64(6) != 0,
        CompleteHash = row.GetFieldValue<byte[]>(7),
        DurableHash = row.GetFieldValue<byte[]>(8),
        RevisionNumber = row.GetInt32(9),
        UnknownParts = JsonColumns.ToUnknownParts(row.IsDBNull(10) ? null : row.GetString(10)),
    };
}
