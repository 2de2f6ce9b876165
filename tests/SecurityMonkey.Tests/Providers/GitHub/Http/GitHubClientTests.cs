using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.GitHub.Http;

public sealed class GitHubClientTests : IAsyncLifetime
{
    private const string Hooks = "/orgs/acme/hooks";

    private readonly FakeGitHub _github = new();
    private readonly GitHubTestContext _context = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _context.Dispose();
        await _github.DisposeAsync();
    }

    [Fact]
    public async Task Call_says_who_asks_and_what_it_expects()
    {
        await _context.CallAsync(_github, Hooks);

        var request = _github.Requests.Last();
        Assert.Equal(("GET", "/orgs/acme/hooks?per_page=100"), (request.Method, request.Target));
        Assert.Equal("Bearer first-token", request.Header("Authorization"));
        Assert.Equal("application/vnd.github+json", request.Header("Accept"));
        Assert.Equal("2022-11-28", request.Header("X-GitHub-Api-Version"));
        Assert.StartsWith("SecurityMonkey.PowerShell/", request.Header("User-Agent"), StringComparison.Ordinal);
        Assert.Equal(0, _context.OpenTurns);
    }

    [Fact]
    public async Task Pages_are_followed_to_the_last_one()
    {
        _github.PageSize = 2;
        _github.Set(Hooks, "[1,2,3,4,5]");

        Assert.Equal(["[1,2]", "[3,4]", "[5]"], await _context.CallAsync(_github, Hooks));
    }

    [Theory]
    [InlineData("https://evil.example.com/orgs/acme/hooks?page=2")]
    [InlineData("http://127.0.0.1:1/orgs/acme/hooks?page=2")]
    public async Task Page_on_another_host_is_not_followed(string next)
    {
        _github.On(Hooks, _ => new WireResponse(200, "[1]") { Headers = { ["Link"] = $"<{next}>; rel=\"next\"" } });

        var error = await Assert.ThrowsAsync<SecurityMonkeyException>(() => _context.CallAsync(_github, Hooks));

        Assert.Equal(("ForeignAddress", ErrorKind.InvalidData), (error.ErrorId, error.Kind));
    }

    [Fact]
    public async Task Renamed_thing_is_found_at_its_new_address_on_the_same_host()
    {
        _github.On("/repos/acme/old", _ => new WireResponse(301, """{"message":"Moved Permanently"}""") { Headers = { ["Location"] = _github.Url + "/repositories/1" } });
        _github.Set("/repositories/1", """{"full_name":"acme/new"}""");

        Assert.Equal(["""{"full_name":"acme/new"}"""], await _context.CallAsync(_github, "/repos/acme/old"));
        Assert.Equal("Bearer first-token", _github.Requests.Last().Header("Authorization"));
    }

    [Fact]
    public async Task Answer_without_a_body_is_null()
    {
        _github.On(Hooks, _ => new WireResponse(204));

        Assert.Equal(["null"], await _context.CallAsync(_github, Hooks));
    }

    [Fact]
    public async Task Unchanged_answer_costs_no_quota_and_is_given_again_with_its_pages()
    {
        _github.PageSize = 2;
        _github.Set(Hooks, "[1,2,3]");
        await _context.CallAsync(_github, Hooks);
        _github.Clear();

        Assert.Equal(["[1,2]", "[3]"], await _context.CallAsync(_github, Hooks));
        Assert.Equal(0, _github.QuotaUsed);
    }

    [Fact]
    public async Task Changed_answer_takes_the_place_of_the_kept_one()
    {
        await _context.CallAsync(_github, Hooks);
        _github.Set(Hooks, "[7]");

        Assert.Equal(["[7]"], await _context.CallAsync(_github, Hooks));
        Assert.Equal(["[7]"], await _context.CallAsync(_github, Hooks));
    }

    [Fact]
    public async Task Kept_answer_is_not_given_to_who_may_not_see_it_any_more()
    {
        await _context.CallAsync(_github, Hooks);
        _github.Fail(Hooks, 403, "Resource not accessible by personal access token");

        await Assert.ThrowsAsync<SecurityMonkeyException>(() => _context.CallAsync(_github, Hooks));
    }

    [Fact]
    public async Task Damaged_cache_does_no_harm()
    {
        await _context.CallAsync(_github, Hooks);
        foreach (var key in _context.Kept.Keys)
        {
            _context.Kept[key] = [1, 255, 255];
        }

        Assert.Single(await _context.CallAsync(_github, Hooks));
    }

    [Fact]
    public async Task Same_call_at_the_same_time_is_made_once()
    {
        using var arrived = new SemaphoreSlim(0);
        using var goOn = new ManualResetEventSlim();
        _github.On(Hooks, _ =>
        {
            arrived.Release();
            goOn.Wait(TimeSpan.FromSeconds(30));
            return new WireResponse(200, "[1]");
        });
        await using var session = await _context.OpenAsync(GitHubTestContext.Account(_github));
        _github.Clear();
        var first = GitHubTestContext.CallAsync(session, Hooks);
        Assert.True(await arrived.WaitAsync(TimeSpan.FromSeconds(30)));
        var second = GitHubTestContext.CallAsync(session, Hooks);
        goOn.Set();

        Assert.Equal(await first, await second);
        Assert.Single(_github.Requests);
    }

    [Fact]
    public async Task Connection_that_breaks_in_the_middle_is_tried_again()
    {
        _github.Sequence(Hooks, new WireResponse(200, """[{"id":1}]""") { BreaksAfter = 4 }, new WireResponse(502), new WireResponse(200, """[{"id":1}]"""));

        Assert.Equal(["""[{"id":1}]"""], await _context.CallAsync(_github, Hooks));
        Assert.Equal(2, _context.Clock.Waits.Count);
        Assert.All(_context.Clock.Waits, wait => Assert.InRange(wait, TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task Connection_that_breaks_each_time_is_an_error_and_no_half_answer()
    {
        _github.On(Hooks, _ => new WireResponse(200, """[{"id":1},{"id":2}]""") { BreaksAfter = 10 });

        var error = await Assert.ThrowsAsync<SecurityMonkeyException>(() => _context.CallAsync(_github, Hooks));

        Assert.Equal(("ConnectionBroken", ErrorKind.ConnectionFailed), (error.ErrorId, error.Kind));
        Assert.Contains("/orgs/acme/hooks", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, _context.OpenTurns);
    }

    [Fact]
    public async Task Server_that_is_not_there_is_named()
    {
        await using var session = await _context.OpenAsync(GitHubTestContext.Account(_github));
        await _github.DisposeAsync();

        var error = await Assert.ThrowsAsync<SecurityMonkeyException>(() => GitHubTestContext.CallAsync(session, Hooks));

        Assert.Equal(ErrorKind.ConnectionFailed, error.Kind);
    }

    [Fact]
    public async Task Page_that_is_no_json_names_the_address_of_the_api()
    {
        _github.Set(Hooks, "<html>Sign in</html>");

        var error = await Assert.ThrowsAsync<SecurityMonkeyException>(() => _context.CallAsync(_github, Hooks));

        Assert.Equal("AnswerNotJson", error.ErrorId);
        Assert.Contains(_github.Url, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("orgs/acme")]
    [InlineData("/repos/acme//hooks")]
    [InlineData("/repos/../user")]
    [InlineData("/orgs/acme?x=1")]
    public async Task Path_with_a_hole_is_refused(string path)
        => Assert.Equal("CallInvalid", (await Assert.ThrowsAsync<SecurityMonkeyException>(() => _context.CallAsync(_github, path))).ErrorId);

    [Fact]
    public async Task Enterprise_server_is_asked_below_its_own_root()
    {
        await using var server = new FakeGitHub { Prefix = "/api/v3" };

        Assert.Single(await _context.CallAsync(server, Hooks));
        Assert.Equal("/api/v3/orgs/acme/hooks?per_page=100", server.Requests.Last().Target);
    }
}
