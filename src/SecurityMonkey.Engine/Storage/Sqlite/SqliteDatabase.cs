using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SecurityMonkey.Engine.Storage.Sql;

namespace SecurityMonkey.Engine.Storage.Sqlite;

/// <summary>An SQLite file, readable by its owner only, in write-ahead mode. Wraps Microsoft.Data.Sqlite.</summary>
internal sealed class SqliteDatabase : SqlDatabase
{
    private const int Busy = 5;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private readonly TimeProvider _time;
    private readonly string _connectionString;

    /// <summary>Names a file; nothing is opened yet.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="time">The clock.</param>
    public SqliteDatabase(string path, TimeProvider time)
    {
        _time = time;
        Location = path;
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            ForeignKeys = true,
            DefaultTimeout = 30,
        }.ToString();
    }

    /// <inheritdoc/>
    public override string Location { get; }

    /// <inheritdoc/>
    public override string Kind => "SQLite";

    /// <inheritdoc/>
    public override async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            using var pragmas = connection.CreateCommand();
            pragmas.CommandText = "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY;";
            await pragmas.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public override Task<long> GetSizeAsync(CancellationToken cancellationToken)
        => Task.FromResult(new[] { Location, Location + "-wal" }.Where(File.Exists).Sum(path => new FileInfo(path).Length));

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<string>> CheckFilesAsync(CancellationToken cancellationToken)
    {
        var findings = await this.ReadAsync<string>("PRAGMA integrity_check", parameters: null, cancellationToken).ConfigureAwait(false);
        return findings is ["ok"] ? [] : [.. findings.Select(finding => $"SQLite: {finding}")];
    }

    /// <inheritdoc/>
    public override string TextListTable(string parameter) => $"json_each({parameter})";

    /// <inheritdoc/>
    public override object TextListParameter(IEnumerable<string> values) => JsonSerializer.Serialize(values);

    /// <inheritdoc/>
    public override string Like(string column, string parameter) => $"{column} LIKE {parameter} ESCAPE '\\'";

    /// <inheritdoc/>
    public override IDisposable HoldRun(long runId)
        => new FileStream(RunFile(runId), new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose,
        });

    /// <inheritdoc/>
    public override bool IsRunHeld(long runId)
    {
        // The operating system lets go of the file when its process ends, however that ends.
        try
        {
            using var file = new FileStream(RunFile(runId), FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
        return base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override async ValueTask<DbTransaction> BeginImmediateAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var sqlite = (SqliteConnection)connection;
        var start = _time.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                // Short waits inside SQLite, so that Ctrl+C is heard.
                sqlite.DefaultTimeout = 1;
                var transaction = sqlite.BeginTransaction(IsolationLevel.Serializable, deferred: false);
                sqlite.DefaultTimeout = 30;
                return transaction;
            }
            catch (SqliteException exception) when (exception.SqliteErrorCode == Busy && _time.GetElapsedTime(start) < LongestWait)
            {
                await Task.Yield();
            }
            catch (SqliteException exception) when (exception.SqliteErrorCode == Busy)
            {
                throw new SecurityMonkeyException(
                    "StoreBusy",
                    ErrorKind.Busy,
                    $"Another process has been writing to the store '{Location}' for {LongestWait.TotalMinutes:0} minutes. Try again when it has finished.",
                    exception)
                {
                    Target = Location,
                };
            }
        }
    }

    private string RunFile(long runId) => Location + ".run-" + runId.ToString(CultureInfo.InvariantCulture);
}
