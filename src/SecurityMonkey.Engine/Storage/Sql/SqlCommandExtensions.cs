using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;

namespace SecurityMonkey.Engine.Storage.Sql;

/// <summary>Short forms of what the SQL stores do all the time. Wraps Dapper.</summary>
internal static class SqlCommandExtensions
{
    /// <summary>Reads rows into a list.</summary>
    public static async Task<IReadOnlyList<T>> ReadAsync<T>(
        this SqlDatabase database, string sql, object? parameters, CancellationToken cancellationToken)
    {
        var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            return (await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)).ConfigureAwait(false)).AsList();
        }
    }

    /// <summary>Reads rows one by one.</summary>
    public static async IAsyncEnumerable<T> StreamAsync<T>(
        this SqlDatabase database, string sql, object? parameters, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            await foreach (var row in connection.QueryUnbufferedAsync<T>(sql, parameters).WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return row;
            }
        }
    }

    /// <summary>Reads one value.</summary>
    public static async Task<T?> ReadValueAsync<T>(this SqlDatabase database, string sql, object? parameters, CancellationToken cancellationToken)
    {
        var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            return await connection.ExecuteScalarAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)).ConfigureAwait(false);
        }
    }

    /// <summary>Writes in a transaction of its own.</summary>
    public static async Task WriteAsync(
        this SqlDatabase database, Func<SqlWriteSession, Task> write, CancellationToken cancellationToken)
    {
        var session = await database.BeginWriteAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            await write(session).ConfigureAwait(false);
            await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it touched.</returns>
    public static Task<int> ExecuteAsync(this SqlWriteSession session, string sql, object? parameters, CancellationToken cancellationToken)
        => session.Connection.ExecuteAsync(new CommandDefinition(sql, parameters, session.Transaction, cancellationToken: cancellationToken));

    /// <summary>Runs a statement and reads one value.</summary>
    public static Task<T?> ExecuteValueAsync<T>(this SqlWriteSession session, string sql, object? parameters, CancellationToken cancellationToken)
        => session.Connection.ExecuteScalarAsync<T>(new CommandDefinition(sql, parameters, session.Transaction, cancellationToken: cancellationToken));

    /// <summary>Reads rows within the transaction.</summary>
    public static async Task<IReadOnlyList<T>> ReadAsync<T>(this SqlWriteSession session, string sql, object? parameters, CancellationToken cancellationToken)
        => (await session.Connection.QueryAsync<T>(new CommandDefinition(sql, parameters, session.Transaction, cancellationToken: cancellationToken)).ConfigureAwait(false)).AsList();

    /// <summary>Prepares a statement that will run many times; its parameters are set by position.</summary>
    public static PreparedCommand Prepare(this SqlWriteSession session, string sql, params string[] parameters)
        => new(session.Connection, session.Transaction, sql, parameters);

    /// <summary>Prepares a query that will run many times; its parameters are set by position.</summary>
    public static PreparedCommand Prepare(this DbConnection connection, string sql, params string[] parameters)
        => new(connection, transaction: null, sql, parameters);
}
