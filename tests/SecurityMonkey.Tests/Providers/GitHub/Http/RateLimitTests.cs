using System.Globalization;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.GitHub.Http;

public sealed class RateLimitTests : IAsyncLifetime
{
    private const string Hooks = "/orgs/acme/hooks";

    private readonly FakeGitHub _github = new();
    private readonly GitHubTestContext _context = new();

    private static WireResponse Whole => new(200, "[1]");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _context.Dispose();
        await _github.DisposeAsync();
    }

    [Theory]
    [InlineData(403)]
    [InlineData(429)]
    public async Task Primary_limit_is_waited_for_until_it_starts_anew(int status)
    {
        _github.Sequence(Hooks, Exceeded(status, TimeSpan.FromMinutes(10)), Whole);

        Assert.Equal(["[1]"], await _context.CallAsync(_github, Hooks));

        Assert.Equal([TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1)], _context.Clock.Waits);
        Assert.Contains("primary rate limit", Assert.Single(_context.Warnings), StringComparison.Ordinal);
        Assert.Equal(0, _context.OpenTurns);
    }

    [Fact]
    public async Task Primary_limit_that_is_too_far_away_fails_this_call_and_the_next_ones_without_asking()
    {
        _github.On(Hooks, _ => Exceeded(403, TimeSpan.FromMinutes(50)));
        await using var session = await _context.OpenAsync(GitHubTestContext.Account(_github));

        var error = await Assert.ThrowsAsync<SecurityMonkeyException>(() => GitHubTestContext.CallAsync(session, Hooks));
        _github.Clear();
        await Assert.ThrowsAsync<SecurityMonkeyException>(() => GitHubTestContext.CallAsync(session, "/orgs/acme/teams"));

        Assert.Equal(("RateLimited", ErrorKind.LimitExceeded), (error.ErrorId, error.Kind));
        Assert.Contains("08:50:01 UTC", error.Message, StringComparison.Ordinal);
        Assert.Empty(_github.Requests);
        Assert.Empty(_context.Clock.Waits);
    }

    [Fact]
    public async Task Account_can_be_told_to_wait_longer()
    {
        _github.Sequence(Hooks, Exceeded(403, TimeSpan.FromMinutes(50)), Whole);

        Assert.Equal(["[1]"], await _context.CallAsync(_github, Hooks, ("LongestWait", "60")));
    }

    [Fact]
    public async Task Last_call_of_a_window_makes_the_next_one_wait_without_being_refused()
    {
        _github.On(Hooks, _ => new WireResponse(200, "[1]") { Headers = Exceeded(200, TimeSpan.FromMinutes(1)).Headers });
        await using var session = await _context.OpenAsync(GitHubTestContext.Account(_github));
        await GitHubTestContext.CallAsync(session, Hooks);

        await GitHubTestContext.CallAsync(session, "/orgs/acme/teams");

        Assert.Equal([TimeSpan.FromSeconds(61)], _context.Clock.Waits);
    }

    [Fact]
    public async Task Clock_of_the_server_counts_where_ours_is_wrong()
    {
        var refusal = Exceeded(403, TimeSpan.FromHours(3));
        refusal.Headers["Date"] = (_context.Clock.GetUtcNow() + TimeSpan.FromHours(3) - TimeSpan.FromSeconds(30)).ToString("r", CultureInfo.InvariantCulture);
        _github.Sequence(Hooks, refusal, Whole);

        await _context.CallAsync(_github, Hooks);

        Assert.Equal([TimeSpan.FromSeconds(31)], _context.Clock.Waits);
    }

    [Fact]
    public async Task Secondary_limit_is_waited_for_as_long_as_it_says()
    {
        _github.Sequence(
            Hooks, new WireResponse(403, """{"message":"You have exceeded a secondary rate limit."}""") { Headers = { ["Retry-After"] = "42" } }, Whole);

        await _context.CallAsync(_github, Hooks);

        Assert.Equal([TimeSpan.FromSeconds(42)], _context.Clock.Waits);
    }

    [Fact]
    public async Task Secondary_limit_that_does_not_say_how_long_is_waited_for_longer_each_time()
    {
        var refusal = new WireResponse(403, """{"message":"You have exceeded a secondary rate limit. Please wait a few minutes."}""");
        _github.Sequence(Hooks, refusal, refusal, Whole);

        await _context.CallAsync(_github, Hooks);

        Assert.Equal([TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)], _context.Clock.Waits);
    }

    [Fact]
    public async Task Limit_without_end_is_an_error_in_the_end()
    {
        _github.On(Hooks, _ => new WireResponse(429, """{"message":"Too many requests"}""") { Headers = { ["Retry-After"] = "5" } });

        var error = await Assert.ThrowsAsync<SecurityMonkeyException>(() => _context.CallAsync(_github, Hooks));

        Assert.Equal(("RateLimited", ErrorKind.LimitExceeded), (error.ErrorId, error.Kind));
    }

    private WireResponse Exceeded(int status, TimeSpan reset) => new(status, """{"message":"API rate limit exceeded for user ID 9."}""")
    {
        Headers =
        {
            ["x-ratelimit-remaining"] = "0",
            ["x-ratelimit-reset"] = (_context.Clock.GetUtcNow() + reset).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        },
    };
}
