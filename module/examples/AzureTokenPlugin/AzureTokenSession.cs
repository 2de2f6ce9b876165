using System.Net;
using SecurityMonkey;
using SecurityMonkey.Plugins;

namespace AzureTokenPlugin;

/// <summary>What the watchers of an account share: here, a client that has its token.</summary>
internal sealed class AzureTokenSession(HttpClient http, ISessionContext context) : IAccountSession
{
    // The watcher is registered for the account type, so that the session brings none.
    public IReadOnlyList<IWatcher> Watchers => [];

    public ValueTask DisposeAsync()
    {
        http.Dispose();
        return ValueTask.CompletedTask;
    }

    public async Task<byte[]> GetAsync(string path, CancellationToken cancellationToken)
    {
        // The run's -ThrottleLimit counts for all calls of all accounts.
        using var turn = await context.EnterCallAsync(cancellationToken).ConfigureAwait(false);
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            // Whoever throws has read nothing: nothing is called deleted.
            var isSignIn = response.StatusCode is HttpStatusCode.Unauthorized;
            throw new SecurityMonkeyException(
                isSignIn ? "TokenExpired" : "CallFailed",
                isSignIn ? ErrorKind.AuthenticationFailed : ErrorKind.Unavailable,
                $"{path}: HTTP {(int)response.StatusCode}.{(isSignIn ? " Get a new token: az account get-access-token." : "")}");
        }

        return await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
    }
}
