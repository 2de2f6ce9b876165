using Microsoft.Extensions.Time.Testing;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Tests.Providers.Export;

/// <summary>Remembers what a watcher says of its scopes.</summary>
internal sealed class RecordingWatchContext(Account account, IAccountSession session) : IWatchContext
{
    public Account Account => account;

    public IAccountSession Session => session;

    public TimeProvider Time { get; } = new FakeTimeProvider();

    public List<string> Completed { get; } = [];

    public List<(string Scope, Exception Error)> Failures { get; } = [];

    public List<string> Warnings { get; } = [];

    public long? Expected { get; private set; }

    public bool IsRegionWanted(string region) => true;

    public void Complete(string scope) => Completed.Add(scope);

    public void Fail(string scope, Exception error) => Failures.Add((scope, error));

    public void Expect(long count) => Expected = count;

    public void Warn(string message) => Warnings.Add(message);
}
