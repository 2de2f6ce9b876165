using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Web;

namespace SecurityMonkey.Benchmarks;

/// <summary>A server on this machine that answers as EC2 and STS do, with empty lists, each after the same time.</summary>
internal sealed class SlowCloud : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly TimeSpan _delay;
    private readonly string _regions;
    private readonly Task _running;

    public SlowCloud(int regions, TimeSpan delay)
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
        probe.Stop();
        _delay = delay;
        _regions = string.Concat(Enumerable.Range(1, regions).Select(number => $"<item><regionName>eu-test-{number}</regionName></item>"));
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _running = RunAsync();
    }

    public string Url { get; }

    /// <summary>How many requests were answered, about.</summary>
    public int Answered { get; private set; }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task RunAsync()
    {
        while (true)
        {
            _ = AnswerAsync(await _listener.GetContextAsync());
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        var action = HttpUtility.ParseQueryString(await reader.ReadToEndAsync())["Action"];
        await Task.Delay(_delay);
        var body = Encoding.UTF8.GetBytes(action switch
        {
            "GetCallerIdentity" => "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult><Account>123456789012</Account><Arn>arn:aws:iam::123456789012:user/a</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>",
            "DescribeRegions" => Ec2(action, $"<regionInfo>{_regions}</regionInfo>"),
            _ => Ec2(action ?? "", ""),
        });
        Answered++;
        context.Response.ContentType = "text/xml";

        // In one piece: a small second piece would wait for the acknowledgement of the first, 40 ms on Linux.
        context.Response.ContentLength64 = body.Length;
        await context.Response.OutputStream.WriteAsync(body);
        context.Response.Close();
    }

    private static string Ec2(string action, string inner)
        => $"<{action}Response xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15\"><requestId>r</requestId>{inner}</{action}Response>";
}
