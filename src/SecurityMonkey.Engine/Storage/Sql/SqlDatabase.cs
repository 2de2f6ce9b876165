using System.Data.Common;

namespace SecurityMonkey.Engine.Storage.Sql;

/// <summary>A database that is reached by SQL: connections, one writer at a time, and the words in which dialects differ.</summary>
internal abstract class SqlDatabase : IAsyncDisposable
{
    private readonly SemaphoreSlim _writeGate = new(1, 1);

    /// <summary>Where it is, without secrets.</summary>
    public abstract string Location { get; }

    /// <summary>The kind of database for people.</summary>
    public abstract string Kind { get; }

    /// <summary>Opens a connection for reading.</summary>
    public abstract ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>The size of the data in bytes.</summary>
    public abstract Task<long> GetSizeAsync(CancellationToken cancellationToken);

    /// <summary>Problems of the database itself, beneath what the tables mean.</summary>
    public abstract Task<IReadOnlyList<string>> CheckFilesAsync(CancellationToken cancellationToken);

    /// <summary>SQL for a table with one column <c>value</c> that holds the texts of a parameter made by <see cref="TextListParameter"/>.</summary>
    public abstract string TextListTable(string parameter);

    /// <summary>A parameter value for <see cref="TextListTable"/>.</summary>
    public abstract object TextListParameter(IEnumerable<string> values);

    /// <summary>SQL that is true where a column is LIKE a parameter, compared without case.</summary>
    public abstract string Like(string column, string parameter);

    /// <summary>Holds a run for as long as this process lives: when it ends, however it ends, <see cref="IsRunHeld"/> says no.</summary>
    public abstract IDisposable HoldRun(long runId);

    /// <summary>Whether a process that holds a run is alive.</summary>
    public abstract bool IsRunHeld(long runId);

    /// <summary>Waits until nobody else writes, and begins to write.</summary>
    public async ValueTask<SqlWriteSession> BeginWriteAsync(CancellationToken cancellationToken)
    {
        await _writeGate.WaitAsync(cancellationToken).ConfigureAwait(false);
        DbConnection? connection = null;
        try
        {
            connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
            var transaction = await BeginImmediateAsync(connection, cancellationToken).ConfigureAwait(false);
            return new SqlWriteSession(connection, transaction, _writeGate);
        }
        catch
        {
            if (connection is not null)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }

            _writeGate.Release();
            throw;
        }
    }

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        _writeGate.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Begins a transaction that holds the database's write lock from the start.</summary>
    protected abstract ValueTask<DbTransaction> BeginImmediateAsync(DbConnection connection, CancellationToken cancellationToken);
}
