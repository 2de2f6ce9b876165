using System.Data.Common;

namespace SecurityMonkey.Engine.Storage.Sql;

/// <summary>A write transaction. Disposing without committing takes everything back.</summary>
internal sealed class SqlWriteSession : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate;
    private bool _isReleased;

    /// <summary>Creates a session on a connection that has begun to write.</summary>
    /// <param name="connection">The connection; the session closes it.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="gate">Released at the end.</param>
    public SqlWriteSession(DbConnection connection, DbTransaction transaction, SemaphoreSlim gate)
    {
        Connection = connection;
        Transaction = transaction;
        _gate = gate;
    }

    /// <summary>The connection.</summary>
    public DbConnection Connection { get; }

    /// <summary>The transaction.</summary>
    public DbTransaction Transaction { get; }

    /// <summary>Makes everything lasting, and lets the next one write.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await Transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        Release();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Transaction.DisposeAsync().ConfigureAwait(false);
            await Connection.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            Release();
        }
    }

    private void Release()
    {
        if (!_isReleased)
        {
            _isReleased = true;
            _gate.Release();
        }
    }
}
