using System.Globalization;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.Azure.Http;

/// <summary>
/// Tries again what failed for now, after the time the service asks for. Each attempt takes a turn of the run's throttle and gives it
/// back before it waits. A service that asks to come back much later is not waited for.
/// </summary>
internal sealed class PatientRetryPolicy(ISessionContext context) : HttpPipelinePolicy
{
    private const string QuotaResets = "x-ms-user-quota-resets-after";
    private const int MostAttempts = 6;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    // When Resource Graph may be asked again, in ticks of UTC: it says so before it refuses.
    private long _queriesFrom;

    /// <inheritdoc/>
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        => throw new NotSupportedException("Calls are asynchronous.");

    /// <inheritdoc/>
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var cancellationToken = message.CancellationToken;
        for (var attempt = 1; ; attempt++)
        {
            await WaitForQuotaAsync(message).ConfigureAwait(false);
            var isAnswered = await TryAsync(message, pipeline, attempt == MostAttempts).ConfigureAwait(false);
            if (isAnswered && (attempt == MostAttempts || !IsTransient(message.Response.Status)))
            {
                return;
            }

            var wait = isAnswered ? WaitOf(message.Response) ?? Backoff(attempt) : Backoff(attempt);
            if (wait > LongestWait)
            {
                throw TooLong(message, wait);
            }

            if (isAnswered)
            {
                message.Response.Dispose();
            }

            await Task.Delay(wait, context.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask WaitForQuotaAsync(HttpMessage message)
    {
        var wait = IsQuery(message) ? new DateTimeOffset(Interlocked.Read(ref _queriesFrom), TimeSpan.Zero) - context.Time.GetUtcNow() : TimeSpan.Zero;
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait < LongestWait ? wait : LongestWait, context.Time, message.CancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> TryAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline, bool isLast)
    {
        using var turn = await context.EnterCallAsync(message.CancellationToken).ConfigureAwait(false);
        try
        {
            await ProcessNextAsync(message, pipeline).ConfigureAwait(false);
            NoteQuota(message);
            return true;
        }
        catch (Exception exception) when (!isLast && !message.CancellationToken.IsCancellationRequested && IsTransient(exception))
        {
            return false;
        }
    }

    private void NoteQuota(HttpMessage message)
    {
        var headers = message.Response.Headers;
        if (IsQuery(message) && headers.TryGetValue("x-ms-user-quota-remaining", out var remaining) && remaining.Trim() is "0"
            && headers.TryGetValue(QuotaResets, out var resets) && TimeSpan.TryParse(resets, CultureInfo.InvariantCulture, out var wait))
        {
            Interlocked.Exchange(ref _queriesFrom, (context.Time.GetUtcNow() + wait).UtcTicks);
        }
    }

    private static bool IsQuery(HttpMessage message) => message.Request.Uri.Path.Contains("Microsoft.ResourceGraph", StringComparison.OrdinalIgnoreCase);

    private static bool IsTransient(int status) => status is 408 or 429 or 500 or 502 or 503 or 504;

    // No connection, one that died in the middle of an answer, or no answer in time.
    private static bool IsTransient(Exception exception) => exception is RequestFailedException { Status: 0 } or IOException or HttpRequestException or OperationCanceledException;

    private static TimeSpan Backoff(int attempt) => FirstDelay * Math.Pow(2, attempt - 1) * (0.8 + (Random.Shared.NextDouble() * 0.4));

    private TimeSpan? WaitOf(Response response)
    {
        var headers = response.Headers;
        foreach (var name in new[] { "retry-after-ms", "x-ms-retry-after-ms" })
        {
            if (headers.TryGetValue(name, out var text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds >= 0)
            {
                return TimeSpan.FromMilliseconds(Math.Min(milliseconds, int.MaxValue));
            }
        }

        if (headers.TryGetValue("Retry-After", out var after))
        {
            return double.TryParse(after, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds >= 0 ? TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue))
                : DateTimeOffset.TryParse(after, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) && date > context.Time.GetUtcNow() ? date - context.Time.GetUtcNow()
                : null;
        }

        // What Resource Graph says instead.
        return headers.TryGetValue(QuotaResets, out var resets) && TimeSpan.TryParse(resets, CultureInfo.InvariantCulture, out var wait) ? wait : null;
    }

    private static SecurityMonkeyException TooLong(HttpMessage message, TimeSpan wait)
        => new(
            "ThrottledTooLong",
            ErrorKind.LimitExceeded,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Azure asked to wait {wait.TotalMinutes:0} minutes before {message.Request.Uri.Path} is read again, which is longer than a run waits. Collect again later, or less at once (-ThrottleLimit)."))
        {
            Codes = [message.Response.Status.ToString(CultureInfo.InvariantCulture)],
        };
}
