using Microsoft.Data.Sqlite;
using SecurityMonkey.Engine.Storage.Sql;

namespace SecurityMonkey.Engine.Storage.Sqlite;

/// <summary>Opens SQLite stores, and makes them on first use.</summary>
internal static class SqliteStoreFactory
{
    private const int Corrupt = 11;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;
    private const int ReadOnly = 8;

    /// <summary>Opens a store.</summary>
    /// <param name="path">The file; its folder is made if need be.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="SecurityMonkeyException">The file cannot be made or read, is damaged, or is not a store this version knows.</exception>
    public static async Task<IStore> OpenAsync(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        var fullPath = Path.GetFullPath(path);
        try
        {
            CreateFile(fullPath);
            var migrator = new SqliteMigrator();
            var database = new SqliteDatabase(fullPath, time);
            var connection = (SqliteConnection)await database.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                migrator.Migrate(connection);
            }

            var warnings = new List<string>();
            var maskingKey = await MaskingKeyFile.GetAsync(database, fullPath, warnings, cancellationToken).ConfigureAwait(false);
            return new SqlStore(database, migrator.NewestVersion, maskingKey, warnings, new SqliteSessionCaches(fullPath, maskingKey, time), time);
        }
        catch (SqliteException exception)
        {
            throw Explain(exception, fullPath);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SecurityMonkeyException(
                "StoreUnavailable",
                ErrorKind.Unavailable,
                $"The store '{fullPath}' cannot be made or opened: {exception.Message} Name another file with Connect-SMStore -Path, or with the " +
                $"environment variable {StoreLocation.PathVariable}.",
                exception)
            {
                Target = fullPath,
            };
        }
    }

    // The file is there, empty and for its owner only, before SQLite writes to it; SQLite gives its companions the same mode.
    private static void CreateFile(string path)
    {
        if (File.Exists(path))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
    }

    private static SecurityMonkeyException Explain(SqliteException exception, string path)
    {
        var (id, kind, message) = exception.SqliteErrorCode switch
        {
            Corrupt or NotADatabase => (
                "StoreCorrupt",
                ErrorKind.InvalidData,
                $"'{path}' is not a store, or is damaged ({exception.Message}). Restore it from a backup, or name another file with Connect-SMStore -Path."),
            CannotOpen or ReadOnly => (
                "StoreUnavailable",
                ErrorKind.Unavailable,
                $"The store '{path}' cannot be opened for writing ({exception.Message}). Check its permissions and those of its folder."),
            _ => ("StoreFailed", ErrorKind.Unexpected, $"The store '{path}' failed: {exception.Message}"),
        };
        return new SecurityMonkeyException(id, kind, message, exception)
        {
            Target = path,
        };
    }
}
