using System.Globalization;
using System.Net;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.GitHub.Http;

/// <summary>
/// Keeps a session within GitHub's limits: the primary one, which says when it starts anew, and the secondary ones, which ask to come
/// back later. All calls of the session wait together; where the wait would be too long, they fail at once.
/// </summary>
/// <remarks>https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api</remarks>
/// <param name="account">The account, for messages.</param>
/// <param name="context">The clock, and where to say that it waits.</param>
/// <param name="longestWait">How long to wait at most.</param>
internal sealed class RateLimitGate(Account account, ISessionContext context, TimeSpan longestWait)
{
    // GitHub: wait a minute where an answer does not say how long, and longer each time it is said again.
    private static readonly TimeSpan DefaultWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestAnnouncedWait = TimeSpan.FromHours(24);

    private readonly object _gate = new();
    private DateTimeOffset _resumeAt = DateTimeOffset.MinValue;
    private string _limit = "";
    private bool _isAnnounced;

    /// <summary>Waits until calls may be made.</summary>
    /// <exception cref="SecurityMonkeyException"><c>RateLimited</c>: that would take too long.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (GetWait() is var wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, context.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes an answer into account.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="attempt">How often this call has been tried, from 1.</param>
    /// <returns>Whether a limit refused the call, so that it is to be tried again.</returns>
    public bool Take(GitHubResponse response, int attempt)
    {
        var isRefusal = response.Status is HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests;
        if (response.Number("x-ratelimit-remaining") is 0 && response.Number("x-ratelimit-reset") is { } reset)
        {
            // Also before the first refusal: the last call that was allowed says so. By the server's clock, where ours is wrong.
            var now = response.Date ?? context.Time.GetUtcNow();
            Pause(DateTimeOffset.FromUnixTimeSeconds(reset) - now + TimeSpan.FromSeconds(1), "primary rate limit");
            return isRefusal;
        }

        if (isRefusal && response.Number("Retry-After") is { } seconds)
        {
            Pause(TimeSpan.FromSeconds(Math.Min(seconds, LongestAnnouncedWait.TotalSeconds)), "secondary rate limit");
            return true;
        }

        if (response.Status == HttpStatusCode.TooManyRequests || (isRefusal && response.Message.Contains("rate limit", StringComparison.OrdinalIgnoreCase)))
        {
            Pause(DefaultWait * Math.Pow(2, attempt - 1), "secondary rate limit");
            return true;
        }

        return false;
    }

    private void Pause(TimeSpan wait, string limit)
    {
        lock (_gate)
        {
            var resumeAt = context.Time.GetUtcNow() + (wait > LongestAnnouncedWait ? LongestAnnouncedWait : wait);
            if (resumeAt > _resumeAt)
            {
                _resumeAt = resumeAt;
                _limit = limit;
                _isAnnounced = false;
            }
        }
    }

    private TimeSpan GetWait()
    {
        lock (_gate)
        {
            var wait = _resumeAt - context.Time.GetUtcNow();
            if (wait > longestWait)
            {
                throw new SecurityMonkeyException(
                    "RateLimited",
                    ErrorKind.LimitExceeded,
                    $"The {_limit} of GitHub for account '{account.Name}' is used up until {_resumeAt.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} UTC, " +
                    $"which is longer than the {longestWait.TotalMinutes:0} minutes this account may wait. Collect again then: what was read is kept, and costs no " +
                    $"quota while it is unchanged. Or let it wait longer: Set-SMAccount -Name '{account.Name}' -{GitHubAccountType.LongestWaitField} 60.")
                {
                    Target = account.Name,
                    Codes = ["RateLimited"],
                };
            }

            if (wait > TimeSpan.FromSeconds(10) && !_isAnnounced)
            {
                _isAnnounced = true;
                context.Warn($"GitHub account '{account.Name}' has reached the {_limit}; waiting until {_resumeAt.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} UTC.");
            }

            return wait;
        }
    }
}
