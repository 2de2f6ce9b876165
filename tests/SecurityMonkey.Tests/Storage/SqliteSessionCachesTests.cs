using System.Text;
using Microsoft.Extensions.Time.Testing;
using SecurityMonkey.Engine.Storage.Sqlite;
using SecurityMonkey.Plugins;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Storage;

public sealed class SqliteSessionCachesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));
    private readonly List<string> _warnings = [];
    private readonly byte[] _key = Encoding.ASCII.GetBytes("the masking key of 32 bytes or so");

    private string File => _folder.PathOf("store.db.cache");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_kept_is_found_by_the_next_run()
    {
        await UseAsync(cache => cache.SetAsync("GET /a", Bytes("answer"), default));

        Assert.Equal("answer", await FindAsync("GET /a"));
        Assert.Null(await FindAsync("GET /b"));
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task Later_value_takes_the_place_of_the_earlier_one()
    {
        await UseAsync(cache => cache.SetAsync("GET /a", Bytes("first"), default));
        await UseAsync(cache => cache.SetAsync("GET /a", Bytes("second"), default));

        Assert.Equal("second", await FindAsync("GET /a"));
    }

    [Fact]
    public async Task Account_finds_only_its_own()
    {
        await UseAsync(cache => cache.SetAsync("GET /a", Bytes("answer"), default));

        Assert.Null(await FindAsync("GET /a", accountId: 2));
    }

    [Fact]
    public async Task File_shows_neither_what_was_asked_nor_what_was_answered()
    {
        await UseAsync(cache => cache.SetAsync("GET /repos/acme/secret-project", Bytes("the-answer-with-a-secret"), default));

        var content = string.Concat(Directory.GetFiles(_folder.Path).Select(path => Encoding.Latin1.GetString(System.IO.File.ReadAllBytes(path))));
        Assert.DoesNotContain("secret-project", content, StringComparison.Ordinal);
        Assert.DoesNotContain("the-answer", content, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task File_is_for_its_owner_only()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no modes; the file has the rights of its folder.");
        await UseAsync(cache => cache.SetAsync("GET /a", Bytes("answer"), default));

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        }
    }

    [Fact]
    public async Task Nothing_is_made_where_nothing_is_kept()
    {
        Assert.Null(await FindAsync("GET /a"));
        await UseAsync(cache => cache.SetAsync("GET /a", Bytes("answer"), default), isReadOnly: true);

        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public async Task What_another_masking_key_made_is_not_there()
    {
        await UseAsync(cache => cache.SetAsync("GET /a", Bytes("answer"), default));
        _key[0]++;

        Assert.Null(await FindAsync("GET /a"));
    }

    [Fact]
    public async Task File_that_is_no_cache_is_made_anew()
    {
        System.IO.File.WriteAllText(File, string.Concat(Enumerable.Repeat("This is not a database. ", 1000)));

        await UseAsync(cache => cache.SetAsync("GET /a", Bytes("answer"), default));

        Assert.Equal("answer", await FindAsync("GET /a"));
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task Cache_that_cannot_be_used_is_a_warning_and_not_an_error()
    {
        Directory.CreateDirectory(File);

        await UseAsync(cache => cache.SetAsync("GET /a", Bytes("answer"), default));

        Assert.Contains(File, Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_asked_for_in_two_months_is_removed()
    {
        await UseAsync(cache => cache.SetAsync("GET /a", Bytes("answer"), default));
        await UseAsync(cache => cache.SetAsync("GET /b", Bytes("answer"), default));
        _time.Advance(TimeSpan.FromDays(40));
        Assert.NotNull(await FindAsync("GET /a"));
        _time.Advance(TimeSpan.FromDays(40));

        Assert.NotNull(await FindAsync("GET /a"));
        Assert.Null(await FindAsync("GET /b"));
    }

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private async Task<string?> FindAsync(string key, long accountId = 1)
    {
        string? found = null;
        await UseAsync(
            async cache =>
            {
                var value = await cache.GetAsync(key, default);
                found = value is null ? null : Encoding.UTF8.GetString(value.Value.Span);
            },
            accountId);
        return found;
    }

    private async Task UseAsync(Func<ISessionCache, ValueTask> use, long accountId = 1, bool isReadOnly = false)
    {
        await using var caches = new SqliteSessionCaches(_folder.PathOf("store.db"), _key, _time);
        await use(caches.Of(new Account { Id = accountId, Name = "acme", Type = "GitHub", Identifier = "acme" }, isReadOnly, _warnings.Add));
    }
}
