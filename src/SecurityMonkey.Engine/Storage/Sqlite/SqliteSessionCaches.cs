using Microsoft.Data.Sqlite;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Storage.Sqlite;

/// <summary>
/// Caches in a file beside the store, <c>(store).cache</c>, for its owner only: bounded, encrypted, and made anew whenever it cannot be read.
/// </summary>
internal sealed class SqliteSessionCaches : ISessionCaches
{
    private const int MostValueBytes = 16 * 1024 * 1024;
    private const long MostFileBytes = 512L * 1024 * 1024;
    private const int WritesBetweenTrims = 1000;
    private const int DaysKept = 60;

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly SessionCacheCipher _cipher;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private SqliteConnection? _connection;
    private bool _isBroken;
    private int _writes;

    /// <summary>Names the file; it is made when something is first kept.</summary>
    /// <param name="storePath">The path of the store.</param>
    /// <param name="maskingKey">The store's masking key.</param>
    /// <param name="time">The clock.</param>
    public SqliteSessionCaches(string storePath, byte[] maskingKey, TimeProvider time)
    {
        _path = storePath + ".cache";
        _time = time;
        _cipher = new SessionCacheCipher(maskingKey);
    }

    private long Today => _time.GetUtcNow().ToUnixTimeSeconds() / (24 * 60 * 60);

    public ISessionCache Of(Account account, bool isReadOnly, Action<string> warn) => new AccountCache(this, account, isReadOnly, warn);

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync().ConfigureAwait(false);
            SqliteConnection.ClearPool(_connection);
        }

        _gate.Dispose();
        _cipher.Dispose();
    }

    private async ValueTask<ReadOnlyMemory<byte>?> GetAsync(long accountId, string key, Action<string> warn, CancellationToken cancellationToken)
    {
        var name = _cipher.HashName(accountId, key);
        var value = await UseAsync(connection => Find(connection, name), mayCreate: false, warn, cancellationToken).ConfigureAwait(false);
        return value is not null && _cipher.Decrypt(name, value) is { } plain ? plain : (ReadOnlyMemory<byte>?)null;
    }

    private async ValueTask SetAsync(long accountId, string key, ReadOnlyMemory<byte> value, Action<string> warn, CancellationToken cancellationToken)
    {
        if (value.Length > MostValueBytes)
        {
            return;
        }

        var name = _cipher.HashName(accountId, key);
        var encrypted = _cipher.Encrypt(name, value.Span);
        await UseAsync(
            connection =>
            {
                Execute(
                    connection,
                    "INSERT INTO answer (name, value, used_on) VALUES (@name, @value, @day) ON CONFLICT (name) DO UPDATE SET value = excluded.value, used_on = excluded.used_on",
                    ("@name", name),
                    ("@value", encrypted),
                    ("@day", Today));
                if (++_writes % WritesBetweenTrims == 0)
                {
                    Trim(connection);
                }

                return null;
            },
            mayCreate: true,
            warn,
            cancellationToken).ConfigureAwait(false);
    }

    // A cache that fails is a cache that is empty: collecting goes on without it.
    private async ValueTask<byte[]?> UseAsync(Func<SqliteConnection, byte[]?> use, bool mayCreate, Action<string> warn, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return !_isBroken && (_connection ??= Open(mayCreate)) is { } connection ? use(connection) : null;
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            _isBroken = true;
            warn($"The answers that were kept from earlier runs cannot be used ({_path}: {exception.Message}), so that more calls are needed. Deleting the file does no harm.");
            return null;
        }
        finally
        {
            _gate.Release();
        }
    }

    private SqliteConnection? Open(bool mayCreate)
    {
        if (!File.Exists(_path) && !mayCreate)
        {
            return null;
        }

        try
        {
            return Connect();
        }
        catch (SqliteException)
        {
            // Damaged, or another program's: nothing in it is missed.
            Array.ForEach([_path, _path + "-wal", _path + "-shm"], File.Delete);
            return Connect();
        }
    }

    private SqliteConnection Connect()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(_path, options).Dispose();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _path, Mode = SqliteOpenMode.ReadWrite, DefaultTimeout = 10 }.ToString());
        try
        {
            connection.Open();

            // What is kept may be lost, so that nothing waits for the disk.
            Execute(connection, "PRAGMA journal_mode = WAL");
            Execute(connection, "PRAGMA synchronous = OFF");
            Execute(connection, "CREATE TABLE IF NOT EXISTS answer (name BLOB PRIMARY KEY, value BLOB NOT NULL, used_on INTEGER NOT NULL)");
            Trim(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            SqliteConnection.ClearPool(connection);
            throw;
        }
    }

    private byte[]? Find(SqliteConnection connection, byte[] name)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT value, used_on FROM answer WHERE name = @name";
        command.Parameters.AddWithValue("@name", name);
        using var reader = command.ExecuteReader();
        if (!reader.Read())
        {
            return null;
        }

        var value = reader.GetFieldValue<byte[]>(0);
        var isFromToday = reader.GetInt64(1) == Today;
        reader.Close();
        if (!isFromToday)
        {
            Execute(connection, "UPDATE answer SET used_on = @day WHERE name = @name", ("@day", Today), ("@name", name));
        }

        return value;
    }

    private void Trim(SqliteConnection connection)
    {
        Execute(connection, "DELETE FROM answer WHERE used_on < @day", ("@day", Today - DaysKept));
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size";
        if ((long)command.ExecuteScalar()! > MostFileBytes)
        {
            Execute(connection, "DELETE FROM answer WHERE rowid IN (SELECT rowid FROM answer ORDER BY used_on LIMIT (SELECT count(*) / 4 FROM answer))");
        }
    }

    private static void Execute(SqliteConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }

    private sealed class AccountCache(SqliteSessionCaches caches, Account account, bool isReadOnly, Action<string> warn) : ISessionCache
    {
        public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken)
            => caches.GetAsync(account.Id, key, warn, cancellationToken);

        public ValueTask SetAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
            => isReadOnly ? ValueTask.CompletedTask : caches.SetAsync(account.Id, key, value, warn, cancellationToken);
    }
}
