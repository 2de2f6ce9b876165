namespace SecurityMonkey.Providers.Aws.Session;

/// <summary>Sends a request when it is its turn, reads the whole answer, and gives up after a time. Each attempt of a call comes through here.</summary>
internal sealed class ThrottledHandler : DelegatingHandler
{
    private readonly Func<CancellationToken, ValueTask<IDisposable>> _enterCall;
    private readonly TimeSpan _timeout;

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
        using var turn = await _enterCall(cancellationToken).ConfigureAwait(false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_timeout);
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, limit.Token).ConfigureAwait(false);
            await BufferAsync(response, limit.Token).ConfigureAwait(false);
            return response;
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
    private static async Task BufferAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var content = response.Content;
        var buffered = new ByteArrayContent(await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        foreach (var (name, values) in content.Headers)
        {
            buffered.Headers.TryAddWithoutValidation(name, values);
        }

        response.Content = buffered;
        content.Dispose();
    }
}
