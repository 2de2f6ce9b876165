using SecurityMonkey.Providers.Aws.Session;

namespace SecurityMonkey.Tests.Providers.Aws;

public sealed class ServiceThrottleTests : IDisposable
{
    private readonly ServiceThrottle _throttle = new();

    public void Dispose() => _throttle.Dispose();

    [Fact]
    public async Task Complaint_halves_the_calls_and_those_that_were_under_way_count_once()
    {
        var tickets = await EnterAsync(10);

        tickets.ForEach(ticket => _throttle.Leave(ticket, wasThrottled: true));

        Assert.Equal(5, _throttle.Limit);
        await EnterAsync(5);
        Assert.False(IsOpen());
    }

    [Fact]
    public async Task Good_answers_let_more_calls_in_again()
    {
        _throttle.Leave(await _throttle.EnterAsync(CancellationToken.None), wasThrottled: true);
        var limit = _throttle.Limit;

        for (var call = 0; call < limit; call++)
        {
            _throttle.Leave(await _throttle.EnterAsync(CancellationToken.None), wasThrottled: false);
        }

        Assert.Equal(limit + 1, _throttle.Limit);
        await EnterAsync(limit + 1);
        Assert.False(IsOpen());
    }

    [Fact]
    public async Task One_call_is_always_let_in()
    {
        for (var call = 0; call < 20; call++)
        {
            _throttle.Leave(await _throttle.EnterAsync(CancellationToken.None), wasThrottled: true);
        }

        Assert.Equal(1, _throttle.Limit);
        _throttle.Leave(await _throttle.EnterAsync(CancellationToken.None), wasThrottled: null);
        Assert.True(IsOpen());
    }

    [Theory]
    [InlineData(200, "<Code>Throttling</Code>", false)]
    [InlineData(400, "<Error><Code>Throttling</Code></Error>", true)]
    [InlineData(400, """{"__type":"com.amazonaws.kms#ThrottlingException"}""", true)]
    [InlineData(400, """{"message":"no Throttling here"}""", false)]
    [InlineData(403, "<Code>AccessDenied</Code>", false)]
    [InlineData(429, "", true)]
    public void Answer_tells_whether_there_were_too_many(int status, string body, bool expected)
        => Assert.Equal(expected, AwsErrors.SpeaksOfThrottling(status, System.Text.Encoding.UTF8.GetBytes(body)));

    private bool IsOpen() => _throttle.EnterAsync(CancellationToken.None).AsTask().IsCompleted;

    private async Task<List<int>> EnterAsync(int count)
    {
        var tickets = new List<int>();
        for (var call = 0; call < count; call++)
        {
            tickets.Add(await _throttle.EnterAsync(CancellationToken.None));
        }

        return tickets;
    }
}
