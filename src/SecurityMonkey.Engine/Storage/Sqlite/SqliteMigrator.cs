using System.Data;
using System.Globalization;
using System.Reflection;
using Microsoft.Data.Sqlite;

namespace SecurityMonkey.Engine.Storage.Sqlite;

/// <summary>
/// Brings an SQLite file to the newest schema, one numbered migration after the other. The file says in <c>application_id</c> that it
/// is a store, and in <c>user_version</c> which migration it had last.
/// </summary>
internal sealed class SqliteMigrator
{
    // "SMPS"
    private const long ApplicationId = 0x534D5053;
    private const string Prefix = "Migrations/Sqlite/";

    private readonly IReadOnlyList<(int Number, string Sql)> _migrations;

    /// <summary>Takes the migrations that the assembly carries.</summary>
    public SqliteMigrator()
    {
        var assembly = typeof(SqliteMigrator).Assembly;
        _migrations =
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => (int.Parse(name.AsSpan(Prefix.Length, 4), CultureInfo.InvariantCulture), Read(assembly, name))),
        ];
    }

    /// <summary>The number of the newest migration.</summary>
    public int NewestVersion => _migrations[^1].Number;

    /// <summary>Migrates.</summary>
    /// <exception cref="SecurityMonkeyException">The file belongs to another program, or to a newer version of this one.</exception>
    public void Migrate(SqliteConnection connection)
    {
        if (Check(connection) == NewestVersion)
        {
            return;
        }

        Execute(connection, "PRAGMA journal_mode = WAL");
        using var transaction = connection.BeginTransaction(IsolationLevel.Serializable, deferred: false);

        // Another process may have migrated while this one waited.
        var version = Check(connection);
        foreach (var (number, sql) in _migrations.Where(migration => migration.Number > version))
        {
            Execute(connection, sql);
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {number}; PRAGMA application_id = {ApplicationId};"));
        }

        transaction.Commit();
    }

    private int Check(SqliteConnection connection)
    {
        var path = connection.DataSource;
        var version = (int)ReadNumber(connection, "PRAGMA user_version");
        var isOurs = ReadNumber(connection, "PRAGMA application_id") == ApplicationId;
        if (!isOurs && (version > 0 || ReadNumber(connection, "SELECT count(*) FROM sqlite_master") > 0))
        {
            throw new SecurityMonkeyException(
                "StoreForeign",
                ErrorKind.InvalidData,
                $"'{path}' is an SQLite database of another program. Name another file with Connect-SMStore -Path.")
            {
                Target = path,
            };
        }

        return version <= NewestVersion
            ? version
            : throw new SecurityMonkeyException(
                "StoreSchemaTooNew",
                ErrorKind.NotSupported,
                $"The store '{path}' has schema version {version}; this version of SecurityMonkey.PowerShell knows versions up to {NewestVersion}. " +
                "Update the module, or name another store with Connect-SMStore -Path.")
            {
                Target = path,
            };
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long ReadNumber(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static string Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
