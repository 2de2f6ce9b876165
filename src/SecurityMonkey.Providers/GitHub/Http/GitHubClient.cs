using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.GitHub.Credentials;

namespace SecurityMonkey.Providers.GitHub.Http;

/// <summary>
/// Reads from the REST API: with the account's credentials, within its limits, page by page, and with the answers of earlier runs, of
/// which the server says free of charge whether they still hold.
/// </summary>
internal sealed class GitHubClient(
    GitHubEndpoint endpoint, IGitHubCredential credential, GitHubTransport transport, RateLimitGate limits, GitHubErrors errors, ISessionContext context)
{
    private const int MostAttempts = 6;
    private const int MostRedirections = 5;
    private const int MostPages = 10_000;
    private static readonly ReadOnlyMemory<byte> Nothing = "null"u8.ToArray();

    // Watchers that run at the same time ask for the same lists: whoever comes second waits for the first one's answer.
    private readonly ConcurrentDictionary<string, Task<StoredAnswer>> _underway = new(StringComparer.Ordinal);

    /// <summary>Reads an address and its further pages.</summary>
    /// <param name="path">The path below the root of the API, with its query.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="SecurityMonkeyException">The answer is a refusal; see <see cref="GitHubErrors"/>.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> GetPagesAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var address = endpoint.Resolve(path);
        for (var page = 1; ; page++)
        {
            var answer = await GetOnceAsync(address, cancellationToken).ConfigureAwait(false);
            yield return answer.Body;
            if (LinkHeader.Find(answer.Link, "next") is not { } next)
            {
                yield break;
            }

            address = Follow(address, next);
            if (page == MostPages)
            {
                throw errors.Error("ListEndless", ErrorKind.InvalidData, $"{address.AbsolutePath}: The list has more than {MostPages} pages.");
            }
        }
    }

    /// <summary>Reads the first page of an address.</summary>
    public async Task<ReadOnlyMemory<byte>> GetAsync(string path, CancellationToken cancellationToken)
        => (await GetOnceAsync(endpoint.Resolve(path), cancellationToken).ConfigureAwait(false)).Body;

    private async Task<StoredAnswer> GetOnceAsync(Uri address, CancellationToken cancellationToken)
    {
        while (true)
        {
            var mine = new TaskCompletionSource<StoredAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
            var theirs = _underway.GetOrAdd(address.AbsoluteUri, mine.Task);
            if (theirs != mine.Task)
            {
                try
                {
                    return await theirs.WaitAsync(cancellationToken).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    // Only the first one was stopped.
                    continue;
                }
            }

            try
            {
                var answer = await ReadAsync(address, cancellationToken).ConfigureAwait(false);
                mine.SetResult(answer);
                return answer;
            }
            catch (Exception exception)
            {
                if (exception is OperationCanceledException)
                {
                    mine.SetCanceled(CancellationToken.None);
                }
                else
                {
                    mine.SetException(exception);
                    _ = mine.Task.Exception;
                }

                throw;
            }
            finally
            {
                _underway.TryRemove(address.AbsoluteUri, out _);
            }
        }
    }

    private async Task<StoredAnswer> ReadAsync(Uri address, CancellationToken cancellationToken)
    {
        var key = "GET " + address.AbsoluteUri;
        var known = await context.Cache.GetAsync(key, cancellationToken).ConfigureAwait(false) is { } bytes ? StoredAnswer.FromBytes(bytes) : null;
        var response = await SendAsync(address, known?.ETag, cancellationToken).ConfigureAwait(false);
        if (response.Status == HttpStatusCode.NotModified && known is not null)
        {
            return known;
        }

        if (!response.IsSuccess)
        {
            throw errors.Create(address.AbsolutePath, response);
        }

        if (response.Header("X-GitHub-SSO") is { } sso && sso.StartsWith("partial-results", StringComparison.OrdinalIgnoreCase))
        {
            throw errors.PartialBecauseOfSso(address.AbsolutePath);
        }

        var answer = new StoredAnswer(response.Header("ETag") ?? "", response.Header("Link") ?? "", CheckBody(address, response));
        if (answer.ETag.Length > 0 && response.Status == HttpStatusCode.OK)
        {
            await context.Cache.SetAsync(key, answer.ToBytes(), cancellationToken).ConfigureAwait(false);
        }

        return answer;
    }

    // Sends until neither a limit, nor a token that has expired, nor a move is in the way.
    private async Task<GitHubResponse> SendAsync(Uri address, string? etag, CancellationToken cancellationToken)
    {
        var target = address;
        var redirections = 0;
        string? refused = null;
        for (var attempt = 1; ; attempt++)
        {
            await limits.WaitAsync(cancellationToken).ConfigureAwait(false);
            var token = await credential.GetTokenAsync(refused, cancellationToken).ConfigureAwait(false);
            var response = await transport.SendAsync(HttpMethod.Get, target, token, etag, cancellationToken).ConfigureAwait(false);
            if (limits.Take(response, attempt) && attempt < MostAttempts)
            {
                continue;
            }

            if (response.Status == HttpStatusCode.Unauthorized && refused is null && credential.CanRenew)
            {
                refused = token;
                continue;
            }

            if (response.Status is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Redirect or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)
                || response.Header("Location") is not { } location
                || redirections++ == MostRedirections)
            {
                return response;
            }

            target = Follow(target, location);
        }
    }

    // A token is never sent to another host, whoever names it.
    private Uri Follow(Uri from, string to)
        => Uri.TryCreate(from, to, out var target) && endpoint.Owns(target)
            ? target
            : throw errors.Error("ForeignAddress", ErrorKind.InvalidData, $"{from.AbsolutePath}: The answer leads to an address that is not of {endpoint.Root}, and was not followed.");

    private ReadOnlyMemory<byte> CheckBody(Uri address, GitHubResponse response)
    {
        if (response.Body.IsEmpty)
        {
            return Nothing;
        }

        try
        {
            var reader = new Utf8JsonReader(response.Body.Span);
            reader.Read();
            reader.Skip();
            return response.Body;
        }
        catch (JsonException exception)
        {
            throw errors.Error(
                "AnswerNotJson", ErrorKind.InvalidData, $"{address.AbsolutePath}: The answer is not JSON. Does -BaseUrl ({endpoint.Root}) lead to the API?", null, exception);
        }
    }
}
