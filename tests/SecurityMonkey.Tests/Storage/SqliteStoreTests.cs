using Microsoft.Data.Sqlite;
using SecurityMonkey.Engine.Storage;
using SecurityMonkey.Engine.Storage.Sqlite;

namespace SecurityMonkey.Tests.Storage;

public sealed class SqliteStoreTests : StoreContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("securitymonkey-").FullName;

    private string StorePath => Path.Combine(_folder, "sub", "store.db");

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [SkippableFact]
    public void Files_are_for_their_owner_only()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no file modes; the user's data folder has the permissions.");

        var modes = Directory.GetFiles(Path.GetDirectoryName(StorePath)!).Select(file => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file));

        Assert.All(modes, mode => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode));
    }

    [Fact]
    public async Task File_is_in_write_ahead_mode()
    {
        await using var connection = new SqliteConnection($"Data Source={StorePath}");
        await connection.OpenAsync();

        Assert.Equal("wal", await ReadAsync(connection, "PRAGMA journal_mode"));
    }

    [Theory]
    [InlineData("this is no database, whatever its name says, and it is long enough to be looked at", "StoreCorrupt")]
    [InlineData("SQLite format 3\0 and then nonsense that goes on and on and on and on and on and on and on and on and on ...", "StoreCorrupt")]
    public async Task File_that_is_no_database_is_refused(string content, string errorId)
    {
        var path = Path.Combine(_folder, "other.db");
        await File.WriteAllTextAsync(path, content);

        var error = await Assert.ThrowsAsync<SecurityMonkeyException>(() => OpenAsync(path));

        Assert.Equal(errorId, error.ErrorId);
        Assert.Contains("Connect-SMStore", error.Message, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task Database_of_another_program_is_refused_and_left_alone()
    {
        var path = Path.Combine(_folder, "other.db");
        await ExecuteAsync(path, "CREATE TABLE songs (title TEXT)");

        var error = await Assert.ThrowsAsync<SecurityMonkeyException>(() => OpenAsync(path));

        Assert.Equal("StoreForeign", error.ErrorId);
        await using var connection = new SqliteConnection($"Data Source={path}");
        await connection.OpenAsync();
        Assert.Equal("songs", await ReadAsync(connection, "SELECT group_concat(name) FROM sqlite_master"));
    }

    [Fact]
    public async Task Store_that_is_newer_than_the_module_is_refused()
    {
        await Store.DisposeAsync();
        await ExecuteAsync(StorePath, "PRAGMA user_version = 9999");

        var error = await Assert.ThrowsAsync<SecurityMonkeyException>(() => OpenAsync(StorePath));

        Assert.Equal("StoreSchemaTooNew", error.ErrorId);
        Assert.Contains("9999", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_that_cannot_be_made_is_explained()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "x");

        var error = await Assert.ThrowsAsync<SecurityMonkeyException>(() => OpenAsync(Path.Combine(file, "store.db")));

        Assert.Equal("StoreUnavailable", error.ErrorId);
    }

    [Theory]
    [InlineData("UPDATE config SET json = '{\"n\":9}'", "The configuration")]
    [InlineData("UPDATE revision SET created_at = created_at - 1 WHERE number = 1", "Revision 1 of item 1")]
    [InlineData("DELETE FROM revision WHERE number = 1", "before number 2 is missing")]
    [InlineData("DELETE FROM revision WHERE number = 2", "should be number 2, but is 1")]
    [InlineData("UPDATE seal SET hash = zeroblob(32) WHERE id = 1", "The seal of unit 2")]
    [InlineData("DELETE FROM seal WHERE id = 1", "The seal of unit 2")]
    public async Task Edited_history_shows(string tampering, string expected)
    {
        await WriteAsync([Create("a", """{"n":1}""")]);
        await WriteAsync([new ItemWrite.Delete(new StoredItem
        {
            Id = 1,
            Region = "here",
            NativeId = "a",
            Name = "a",
            Scope = "",
            IsActive = true,
            IsInScope = true,
            CompleteHash = [],
            DurableHash = [],
            RevisionNumber = 1,
        })
        {
            Time = Time.GetUtcNow(),
        },
        ]);
        Assert.True((await Store.CheckAsync(CancellationToken.None)).IsIntact);

        await ExecuteAsync(StorePath, "PRAGMA foreign_keys = OFF; " + tampering);

        var check = await Store.CheckAsync(CancellationToken.None);
        Assert.False(check.IsIntact);
        Assert.Contains(check.Problems, problem => problem.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Masking_key_lies_beside_the_store_and_its_loss_is_warned_of()
    {
        Assert.Equal(Store.MaskingKey, await File.ReadAllBytesAsync(StorePath + ".key"));
        await Store.DisposeAsync();
        Assert.DoesNotContain(Convert.ToHexString(Store.MaskingKey), Convert.ToHexString(await File.ReadAllBytesAsync(StorePath)), StringComparison.Ordinal);
        File.Delete(StorePath + ".key");

        await using var again = await OpenAsync(StorePath);

        Assert.NotEqual(Store.MaskingKey, again.MaskingKey);
        Assert.Contains(StorePath + ".key", Assert.Single(again.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_whose_process_is_gone_is_interrupted_and_its_unit_can_be_started_again()
    {
        var account = await AddAccountAsync("prod", "AWS", "1");
        var lease = await Store.Runs.BeginAsync(RunKind.Watch, CancellationToken.None);
        var unit = (await lease.PlanUnitsAsync(account, ["aws.x.y", "aws.x.z"], CancellationToken.None))[0];
        await lease.TryStartUnitAsync(unit, CancellationToken.None);

        // What remains when a process is killed: the row, and nobody who holds the run's file.
        await lease.DisposeAsync();
        await ExecuteAsync(StorePath, "UPDATE run SET status = 1; UPDATE run_unit SET status = CASE item_type WHEN 'aws.x.y' THEN 1 ELSE 0 END");

        var runs = await Store.Runs.QueryAsync(new RunQuery(), CancellationToken.None).ToListAsync();
        Assert.All(runs, run => Assert.Equal(RunStatus.Interrupted, run.Status));
        await using var next = await Store.Runs.BeginAsync(RunKind.Watch, CancellationToken.None);
        var again = (await next.PlanUnitsAsync(account, ["aws.x.y"], CancellationToken.None))[0];
        Assert.True(await next.TryStartUnitAsync(again, CancellationToken.None));
        Assert.Equal(0, await Store.Runs.MarkInterruptedAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Two_stores_on_one_file_wait_for_each_other()
    {
        await using var other = await OpenAsync(StorePath);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(index => Task.Run(() => (index % 2 == 0 ? Store : other).Accounts.AddAsync(
            new Account { Name = $"n{index}", Type = "AWS", Identifier = $"{index}" }, CancellationToken.None))));

        Assert.Equal(20, (await Store.Accounts.GetAllAsync(CancellationToken.None)).Count);
    }

    private protected override Task<IStore> OpenAsync() => OpenAsync(StorePath);

    private Task<IStore> OpenAsync(string path) => SqliteStoreFactory.OpenAsync(path, Time, CancellationToken.None);

    private static async Task ExecuteAsync(string path, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string?> ReadAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (await command.ExecuteScalarAsync())?.ToString();
    }
}
