using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SecurityMonkey.Tests.Support;

/// <summary>A request as it came over the wire.</summary>
public sealed record WireRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The target without its query.</summary>
    public string Path => Target.Split('?')[0];

    /// <summary>What was sent; ASCII.</summary>
    public string Body { get; init; } = "";

    /// <summary>A header, or an empty text.</summary>
    public string Header(string name) => Headers.GetValueOrDefault(name, "");
}

/// <summary>An answer as it goes over the wire.</summary>
public sealed record WireResponse(int Status, string Body = "")
{
    public Dictionary<string, string> Headers { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>After how many bytes of the body the connection breaks; null where it does not.</summary>
    public int? BreaksAfter { get; init; }
}

/// <summary>An HTTP server on the loopback address whose every byte the test decides on.</summary>
public sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<WireRequest, WireResponse> _answer;
    private readonly Task _running;

    public LoopbackServer(Func<WireRequest, WireResponse> answer)
    {
        _answer = answer;
        _listener.Start();
        Root = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}");
        _running = AcceptAsync();
    }

    public Uri Root { get; }

    /// <summary>What was asked, in order.</summary>
    public ConcurrentQueue<WireRequest> Requests { get; } = new();

    /// <summary>Stops it; a test that wants it gone does so before its end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        await _stop.CancelAsync();
        _listener.Stop();
        await _running;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, false, 1024, leaveOpen: true);
                while (await ReadAsync(reader) is { } request)
                {
                    Requests.Enqueue(request);
                    if (!await WriteAsync(stream, _answer(request)))
                    {
                        client.Client.Close(timeout: 0);
                        return;
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The client has gone, or the test is over.
            }
        }
    }

    private async Task<WireRequest?> ReadAsync(StreamReader reader)
    {
        if (await reader.ReadLineAsync(_stop.Token) is not { Length: > 0 } line)
        {
            return null;
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } header)
        {
            var parts = header.Split(':', 2);
            headers[parts[0]] = parts[1].Trim();
        }

        var words = line.Split(' ');
        var body = new char[int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture)];
        if (body.Length > 0)
        {
            await reader.ReadBlockAsync(body, _stop.Token);
        }

        return new WireRequest(words[0], words[1], headers) { Body = new string(body) };
    }

    private async Task<bool> WriteAsync(NetworkStream stream, WireResponse response)
    {
        var body = Encoding.UTF8.GetBytes(response.Body);
        var head = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {response.Status} Answer\r\nContent-Type: application/json; charset=utf-8\r\n"));
        if (response.Status is not (204 or 304))
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        }

        foreach (var (name, value) in response.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        await stream.WriteAsync(Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), _stop.Token);
        await stream.WriteAsync(response.Status is 204 or 304 ? ReadOnlyMemory<byte>.Empty : body.AsMemory(0, response.BreaksAfter ?? body.Length), _stop.Token);
        await stream.FlushAsync(_stop.Token);
        return response.BreaksAfter is null;
    }
}
