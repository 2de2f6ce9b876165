using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.Aws.Support;

/// <summary>A server on this machine that speaks as AWS does: what is not told otherwise is an empty list of EC2.</summary>
internal sealed class AwsServer : IAsyncDisposable
{
    public const string AccountNumber = "123456789012";
    public const string CallerArn = "arn:aws:sts::123456789012:assumed-role/SecurityMonkey/SecurityMonkey";

    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, Func<AwsRequest, AwsAnswer>> _answers = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private int _underWay;
    private int _mostUnderWay;

    public AwsServer()
    {
        Url = $"http://127.0.0.1:{FreePort()}/";
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _running = RunAsync();
        On("GetCallerIdentity", _ => AwsAnswer.CallerIdentity(AccountNumber, CallerArn));
        Regions("us-east-1");
    }

    public string Url { get; }

    public ConcurrentQueue<AwsRequest> Requests { get; } = new();

    /// <summary>How many requests were under way at the same time, at most.</summary>
    public int MostUnderWay => _mostUnderWay;

    /// <summary>Answers what no other answer is for; null means an empty list of EC2.</summary>
    public Func<AwsRequest, AwsAnswer?>? Otherwise { get; set; }

    public int Count(string action) => Requests.Count(request => request.Action == action);

    public AwsServer On(string action, Func<AwsRequest, AwsAnswer> answer)
    {
        _answers[action] = answer;
        return this;
    }

    public AwsServer On(string action, string inner) => On(action, _ => AwsAnswer.Ec2(action, inner));

    public AwsServer Regions(params string[] names)
        => On("DescribeRegions", $"<regionInfo>{string.Concat(names.Select(name => $"<item><regionName>{name}</regionName><optInStatus>opt-in-not-required</optInStatus></item>"))}</regionInfo>");

    /// <summary>Answers with the pages of a list, one after the other.</summary>
    public AwsServer Pages(string action, string listName, IReadOnlyList<string> pages)
        => On(action, request =>
        {
            var index = request.NextToken is { } token ? int.Parse(token, System.Globalization.CultureInfo.InvariantCulture) : 0;
            var next = index + 1 < pages.Count ? $"<nextToken>{index + 1}</nextToken>" : "";
            return AwsAnswer.Ec2(action, $"<{listName}>{pages[index]}</{listName}>{next}");
        });

    /// <summary>Answers with what was recorded, in one region.</summary>
    public AwsServer Replay()
    {
        var folder = SharedFixtures.Require("aws");
        foreach (var file in Directory.EnumerateFiles(folder, "ec2.*.xml").Where(file => !file.Contains(".Error.", StringComparison.Ordinal) && !file.Contains(".page1.", StringComparison.Ordinal)))
        {
            var body = File.ReadAllText(file);
            On(Path.GetFileName(file).Split('.')[1], _ => new AwsAnswer(200, body));
        }

        return Regions("us-east-1");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Close();
        _stop.Dispose();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var context = await _listener.GetContextAsync();
            _ = AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var underWay = Interlocked.Increment(ref _underWay);
        InterlockedMax(ref _mostUnderWay, underWay);
        try
        {
            var request = await AwsRequest.ReadAsync(context.Request);
            Requests.Enqueue(request);
            var answer = Find(request);
            if (answer.Before is not null)
            {
                await answer.Before(_stop.Token);
            }

            var body = Encoding.UTF8.GetBytes(answer.Body);
            context.Response.StatusCode = answer.Status;
            context.Response.ContentType = answer.ContentType;
            foreach (var (name, value) in answer.Headers)
            {
                context.Response.Headers[name] = value;
            }

            Interlocked.Decrement(ref _underWay);
            underWay = 0;
            await context.Response.OutputStream.WriteAsync(body, _stop.Token);
            context.Response.Close();
        }
        catch (Exception exception) when (exception is HttpListenerException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            // The client has gone, or the test is over.
        }
        finally
        {
            if (underWay > 0)
            {
                Interlocked.Decrement(ref _underWay);
            }
        }
    }

    private AwsAnswer Find(AwsRequest request)
        => _answers.TryGetValue(request.Action, out var answer) ? answer(request) : Otherwise?.Invoke(request) ?? AwsAnswer.Ec2(request.Action, "");

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = most; value > seen; seen = most)
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
