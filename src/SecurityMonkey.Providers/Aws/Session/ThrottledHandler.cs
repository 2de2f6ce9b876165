using System.Collections.Concurrent;

namespace SecurityMonkey.Providers.Aws.Session;

/// <summary>Sends a request when its service has a place and it is its turn, reads the whole answer, and gives up after a time. Each attempt of a call comes through here.</summary>
internal sealed class ThrottledHandler : DelegatingHandler
{
    private readonly Func<CancellationToken, ValueTask<IDisposable>> _enterCall;
    private readonly TimeSpan _timeout;
    private readonly ConcurrentDictionary<string, ServiceThrottle> _services = new(StringComparer.Ordinal);

    /// <summary>Creates the handler.</summary>
    /// <param name="enterCall">Waits for a turn.</param>
    /// <param name="timeout">How long an attempt may take, once it is its turn.</param>
    public ThrottledHandler(Func<CancellationToken, ValueTask<IDisposable>> enterCall, TimeSpan timeout)
        : base(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false, UseCookies = false })
    {
        _enterCall = enterCall;
        _timeout = timeout;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var service = _services.GetOrAdd(ServiceOf(request), _ => new ServiceThrottle());
        var ticket = await service.EnterAsync(cancellationToken).ConfigureAwait(false);
        var wasThrottled = (bool?)null;
        try
        {
            var (response, body) = await SendInTurnAsync(request, cancellationToken).ConfigureAwait(false);
            wasThrottled = AwsErrors.SpeaksOfThrottling((int)response.StatusCode, body);
            return response;
        }
        finally
        {
            service.Leave(ticket, wasThrottled);
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            foreach (var service in _services.Values)
            {
                service.Dispose();
            }
        }
    }

    // The signature says for which service and region it is, whatever the address: "Credential=<key>/<date>/<region>/<service>/aws4_request".
    private static string ServiceOf(HttpRequestMessage request)
    {
        var signature = request.Headers.NonValidated.TryGetValues("Authorization", out var values) ? values.ToString() : "";
        var start = signature.IndexOf("Credential=", StringComparison.Ordinal);
        var parts = start < 0 ? [] : signature[start..].Split(',', 2)[0].Split('/');
        const int RegionPart = 2;
        return parts.Length > RegionPart + 1 ? parts[RegionPart] + "/" + parts[RegionPart + 1] : request.RequestUri?.Host ?? "";
    }

    private async Task<(HttpResponseMessage Response, byte[] Body)> SendInTurnAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var turn = await _enterCall(cancellationToken).ConfigureAwait(false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_timeout);
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, limit.Token).ConfigureAwait(false);
            return (response, await BufferAsync(response, limit.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            response?.Dispose();
            var timeout = new TimeoutException($"No answer within {_timeout.TotalSeconds:0.#} seconds.", exception);
            throw new HttpRequestException(timeout.Message, timeout);
        }
        catch
        {
            response?.Dispose();
            throw;
        }
    }

    // The turn ends when the answer has been read; what reads it later reads memory.
    private static async Task<byte[]> BufferAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var content = response.Content;
        var body = await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        var buffered = new ByteArrayContent(body);
        foreach (var (name, values) in content.Headers)
        {
            buffered.Headers.TryAddWithoutValidation(name, values);
        }

        response.Content = buffered;
        content.Dispose();
        return body;
    }
}
