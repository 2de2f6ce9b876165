using System.Net;
using System.Net.Http.Headers;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.GitHub.Http;

/// <summary>Sends single requests, and sends them again where the way to GitHub failed: a connection that broke, an overloaded server.</summary>
internal sealed class GitHubTransport : IDisposable
{
    private const int MostAttempts = 4;
    private const int MostBytes = 64 * 1024 * 1024;
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(20);
    private static readonly ProductInfoHeaderValue Agent = new("SecurityMonkey.PowerShell", typeof(GitHubTransport).Assembly.GetName().Version?.ToString(3));

    private readonly ISessionContext _context;
    private readonly GitHubErrors _errors;
    private readonly HttpClient _http;

    /// <summary>Creates a transport; nothing is sent yet.</summary>
    /// <param name="context">The clock and the turns.</param>
    /// <param name="errors">Words for what fails.</param>
    public GitHubTransport(ISessionContext context, GitHubErrors errors)
    {
        _context = context;
        _errors = errors;

        // Redirections are followed by the client, which knows where a token may go.
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MostBytes };
    }

    /// <summary>Sends a request without a body and reads the answer to its end.</summary>
    /// <param name="method">The method.</param>
    /// <param name="address">The address.</param>
    /// <param name="token">The token, which goes into the header.</param>
    /// <param name="etag">The validator of an answer that is known, or null.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    /// <exception cref="SecurityMonkeyException">GitHub cannot be reached, or the connection broke each time.</exception>
    public async Task<GitHubResponse> SendAsync(HttpMethod method, Uri address, string token, string? etag, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var response = await TryAsync(method, address, token, etag, cancellationToken).ConfigureAwait(false);
                if (attempt == MostAttempts || response.Status is not (HttpStatusCode.RequestTimeout or HttpStatusCode.InternalServerError
                    or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout))
                {
                    return response;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                if (attempt == MostAttempts || IsFinal(exception))
                {
                    throw Explain(address, exception);
                }
            }

            var delay = FirstDelay * Math.Pow(2, attempt - 1) * (0.5 + (Random.Shared.NextDouble() / 2));
            await Task.Delay(delay > LongestDelay ? LongestDelay : delay, _context.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<GitHubResponse> TryAsync(HttpMethod method, Uri address, string token, string? etag, CancellationToken cancellationToken)
    {
        using var turn = await _context.EnterCallAsync(cancellationToken).ConfigureAwait(false);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(AttemptTimeout);
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.ParseAdd("application/vnd.github+json");
        request.Headers.Add("X-GitHub-Api-Version", "2022-11-28");
        request.Headers.UserAgent.Add(Agent);
        if (etag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        }

        // Read to its end here: an answer that breaks off in the middle is an attempt that failed.
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, timeout.Token).ConfigureAwait(false);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in response.Headers.NonValidated)
        {
            headers[name] = string.Join(", ", values);
        }

        return new GitHubResponse(response.StatusCode, headers, await response.Content.ReadAsByteArrayAsync(timeout.Token).ConfigureAwait(false));
    }

    // A certificate that is not trusted, or an answer that is too large, is the same the next time.
    private static bool IsFinal(Exception exception)
        => exception is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError or HttpRequestError.ConfigurationLimitExceeded };

    private SecurityMonkeyException Explain(Uri address, Exception exception)
    {
        var reason = (exception.InnerException ?? exception).Message;
        return exception switch
        {
            OperationCanceledException => _errors.Error(
                "Timeout", ErrorKind.Timeout, $"{address.AbsolutePath}: {address.Host} did not answer within {AttemptTimeout.TotalSeconds:0} seconds. Try again later.", null, exception),
            HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => _errors.Error(
                "AnswerTooLarge", ErrorKind.InvalidData, $"{address.AbsolutePath}: The answer is larger than {MostBytes / 1024 / 1024} MiB.", null, exception),
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => _errors.Error(
                "ConnectionFailed", ErrorKind.ConnectionFailed, $"{address.Host} cannot be trusted: {reason} Is a proxy or a private certificate in the way?", null, exception),
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError } => _errors.Error(
                "ConnectionFailed", ErrorKind.ConnectionFailed, $"{address.Host} cannot be reached: {reason} Check -BaseUrl, the network, and HTTPS_PROXY.", null, exception),
            _ => _errors.Error(
                "ConnectionBroken",
                ErrorKind.ConnectionFailed,
                $"{address.AbsolutePath}: The connection to {address.Host} broke before the answer was whole, {MostAttempts} times: {reason} Try again later.",
                null,
                exception),
        };
    }
}
