using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;

namespace SecurityMonkey.Providers.Azure.Http;

/// <summary>
/// Carries requests. The libraries send tokens over https only, and rightly so. An endpoint on this machine may be named with http, and
/// then what is addressed to it goes there in the clear: it never leaves the machine. Nothing else does.
/// </summary>
internal sealed class LoopbackTransport : HttpPipelineTransport, IDisposable
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private readonly HashSet<string> _inTheClear;
    private readonly HttpClient _client;
    private readonly HttpClientTransport _transport;

    /// <summary>Creates a transport for the services of a cloud.</summary>
    public LoopbackTransport(AzureCloud cloud)
    {
        Uri?[] endpoints = [cloud.Arm, cloud.Authority, cloud.Graph];
        _inTheClear = endpoints.OfType<Uri>().Where(uri => uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback).Select(uri => uri.Authority).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var handler = new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.All,
            AllowAutoRedirect = false,
            PooledConnectionLifetime = ConnectionLifetime,
        };
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _transport = new HttpClientTransport(_client);
    }

    /// <summary>An endpoint as the libraries want it named.</summary>
    public static Uri Secured(Uri endpoint)
        => endpoint.Scheme == Uri.UriSchemeHttp && endpoint.IsLoopback ? new UriBuilder(endpoint) { Scheme = Uri.UriSchemeHttps, Port = endpoint.Port }.Uri : endpoint;

    /// <inheritdoc/>
    public override Request CreateRequest() => _transport.CreateRequest();

    /// <inheritdoc/>
    public override void Process(HttpMessage message)
    {
        var isInTheClear = Enter(message.Request);
        try
        {
            _transport.Process(message);
        }
        finally
        {
            Leave(message.Request, isInTheClear);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        var isInTheClear = Enter(message.Request);
        try
        {
            await _transport.ProcessAsync(message).ConfigureAwait(false);
        }
        finally
        {
            Leave(message.Request, isInTheClear);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _transport.Dispose();
        _client.Dispose();
    }

    private bool Enter(Request request)
    {
        if (!_inTheClear.Contains(request.Uri.ToUri().Authority))
        {
            return false;
        }

        request.Uri.Scheme = Uri.UriSchemeHttp;
        return true;
    }

    // The next attempt passes the policies again, which look at the scheme.
    private static void Leave(Request request, bool isInTheClear)
    {
        if (isInTheClear)
        {
            request.Uri.Scheme = Uri.UriSchemeHttps;
        }
    }
}
