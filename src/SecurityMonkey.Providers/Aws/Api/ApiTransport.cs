using System.Net;
using System.Text.Json;
using System.Xml;
using Amazon.Runtime;
using SecurityMonkey.Providers.Aws.Session;

namespace SecurityMonkey.Providers.Aws.Api;

/// <summary>Sends requests, again where that helps: after throttling, faults, answers that are not whole, expired credentials, and a clock that is off.</summary>
/// <param name="caller">Sends, signs and limits.</param>
internal sealed class ApiTransport(AwsCaller caller)
{
    private const int MostBytes = 64 * 1024 * 1024;

    // What the service asks for at every attempt is not worth fewer attempts than faults are.
    private const int MoreThrottledRetries = 4;

    // A host that is not known will not be known in a minute.
    private const int MostNameRetries = 1;

    private static readonly TimeSpan SmallestSkew = TimeSpan.FromMinutes(4);

    // How far the clock of AWS is ahead of this one, in ticks.
    private long _clockCorrection;

    /// <summary>Sends a request until there is an answer.</summary>
    /// <param name="call">The call, as messages speak of it.</param>
    /// <param name="signingName">The service that requests are signed for.</param>
    /// <param name="endpoint">Where it goes.</param>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads the answer; where it finds that it is not whole, it is asked for again.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="SecurityMonkeyException">There is none to be had.</exception>
    public async Task<byte[]> SendAsync(
        AwsCall call, string signingName, AwsEndpoint endpoint, ApiRequest request, Func<ReadOnlyMemory<byte>, byte[]> read, CancellationToken cancellationToken)
    {
        bool isRenewed = false, isClockCorrected = false;

        // Counted apart: a connection that breaks in the middle of a long throttling does not end the call.
        int throttled = 0, failed = 0;
        while (true)
        {
            var credentials = await GetCredentialsAsync(call).ConfigureAwait(false);
            var outcome = await TryAsync(signingName, endpoint, request, credentials, read, cancellationToken).ConfigureAwait(false);
            if (outcome.Answer is { } answer)
            {
                return answer;
            }

            if (outcome.Error is { IsExpired: true } && !isRenewed)
            {
                isRenewed = true;
                await RenewAsync(credentials).ConfigureAwait(false);
                continue;
            }

            if (outcome.Error is { MayBeClock: true } && !isClockCorrected && CorrectClock(outcome.ServiceTime))
            {
                isClockCorrected = true;
                continue;
            }

            var count = IsThrottled(outcome) ? ++throttled : ++failed;
            if (count > RetriesAfter(outcome))
            {
                throw Failure(call, outcome);
            }

            await Task.Delay(RetryDelay.Of(throttled + failed, outcome.RetryAfter), caller.Context.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsThrottled(Outcome outcome) => outcome.Error is { } error && AwsErrors.IsThrottling(error.Code, error.Status);

    private int RetriesAfter(Outcome outcome) => outcome switch
    {
        { Error.IsTransient: false } => 0,
        _ when IsThrottled(outcome) && caller.MaxRetries > 0 => caller.MaxRetries + MoreThrottledRetries,
        { Fault: HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } } => Math.Min(caller.MaxRetries, MostNameRetries),
        _ => caller.MaxRetries,
    };

    private static SecurityMonkeyException Failure(AwsCall call, Outcome outcome)
        => outcome.Error is { } error ? AwsErrors.Create(call, error.Status, error.Code, error.Message)
            : outcome.Fault is XmlException or JsonException ? new SecurityMonkeyException(
                "AnswerInvalid",
                ErrorKind.InvalidData,
                $"{call} was answered with something that is not whole, or not what it should be: {outcome.Fault.Message} Is the endpoint really that of the service?",
                outcome.Fault)
            : outcome.Fault is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } unknown ? new SecurityMonkeyException(
                "EndpointUnknown",
                ErrorKind.ConnectionFailed,
                $"{call} failed: {unknown.Message} The service may not exist in this region: leave the region out (Set-SMAccount -Region), or look at the network.",
                unknown)
            : AwsErrors.Translate(outcome.Fault!, call);

    private static string? ErrorTypeOf(HttpResponseMessage response)
        => response.Headers.TryGetValues("x-amzn-ErrorType", out var values) ? values.FirstOrDefault() : null;

    private async Task<ImmutableCredentials> GetCredentialsAsync(AwsCall call)
    {
        try
        {
            return await caller.Credentials.GetCredentialsAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is AmazonClientException or AmazonServiceException or HttpRequestException)
        {
            throw AwsErrors.Translate(exception, call);
        }
    }

    // Others may have renewed them meanwhile.
    private async Task RenewAsync(ImmutableCredentials refused)
    {
        if (caller.Credentials is RefreshingAWSCredentials refreshing
            && string.Equals((await refreshing.GetCredentialsAsync().ConfigureAwait(false)).Token, refused.Token, StringComparison.Ordinal))
        {
            refreshing.ClearCredentials();
        }
    }

    private async Task<Outcome> TryAsync(
        string signingName,
        AwsEndpoint endpoint,
        ApiRequest request,
        ImmutableCredentials credentials,
        Func<ReadOnlyMemory<byte>, byte[]> read,
        CancellationToken cancellationToken)
    {
        try
        {
            var time = caller.Context.Time.GetUtcNow().AddTicks(Interlocked.Read(ref _clockCorrection));
            using var message = RequestSigner.Sign(request, endpoint, signingName, credentials, time);
            using var response = await caller.Http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            if (response.StatusCode is >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices)
            {
                return body.Length > MostBytes ? throw new JsonException($"It is longer than {MostBytes / 1024 / 1024} MB.") : new Outcome { Answer = read(body) };
            }

            return new Outcome
            {
                Error = ApiError.Read((int)response.StatusCode, ErrorTypeOf(response), body),
                ServiceTime = response.Headers.Date,
                RetryAfter = response.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - caller.Context.Time.GetUtcNow() : null,
            };
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested
            && exception is HttpRequestException or IOException or OperationCanceledException or XmlException or JsonException)
        {
            return new Outcome { Fault = exception };
        }
    }

    // The time of the service is the time; what is left of the difference is how long the answer took.
    private bool CorrectClock(DateTimeOffset? serviceTime)
    {
        if (serviceTime is null)
        {
            return false;
        }

        var difference = serviceTime.Value - caller.Context.Time.GetUtcNow();
        var correction = new TimeSpan(Interlocked.Read(ref _clockCorrection));
        if ((difference - correction).Duration() < SmallestSkew)
        {
            return false;
        }

        Interlocked.Exchange(ref _clockCorrection, difference.Ticks);
        return true;
    }

    private sealed class Outcome
    {
        public byte[]? Answer { get; init; }

        public ApiError? Error { get; init; }

        public Exception? Fault { get; init; }

        public DateTimeOffset? ServiceTime { get; init; }

        public TimeSpan? RetryAfter { get; init; }
    }
}
