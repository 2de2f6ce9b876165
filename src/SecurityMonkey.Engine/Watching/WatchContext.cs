using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Watching;

/// <summary>What a watcher sees of the engine, and what it said about its scopes.</summary>
internal sealed class WatchContext(Account account, IAccountSession session, TextFilter regions, TimeProvider time, IRunListener listener) : IWatchContext
{
    private readonly object _gate = new();
    private readonly ScopeFilter _filter = new(account);
    private readonly List<string> _completed = [];
    private readonly List<ScopeFailure> _failures = [];

    public Account Account => account;

    public IAccountSession Session => session;

    public TimeProvider Time => time;

    /// <summary>How many items the watcher said would come.</summary>
    public long? Expected { get; private set; }

    /// <summary>The scopes that were read to their end.</summary>
    public IReadOnlyCollection<string> Completed => Locked(() => _completed.ToArray());

    /// <summary>The scopes that could not be read.</summary>
    public IReadOnlyList<ScopeFailure> Failures => Locked(() => _failures.ToArray());

    public bool IsRegionWanted(string region) => _filter.IncludesRegion(region) && regions.IsMatch(region);

    public void Complete(string scope) => Locked(() => _completed.Add(scope));

    public void Fail(string scope, Exception error) => Locked(() => _failures.Add(ErrorMapping.ToFailure(scope, error)));

    public void Expect(long count) => Expected = count;

    public void Warn(string message) => listener.Warn(message);

    /// <summary>Whether an item is to be recorded.</summary>
    public bool IsWanted(ItemSnapshot item) => regions.IsMatch(item.Region) && _filter.IncludesItem(item.Region, item.Name, item.NativeId);

    /// <summary>The regions that the run was to collect, among those that are in scope.</summary>
    public TextFilter Region => regions;

    /// <summary>Whether the run was to collect all regions that are in scope.</summary>
    public bool CoversAllRegions => regions.IsAll;

    private void Locked(Action action)
    {
        lock (_gate)
        {
            action();
        }
    }

    private T Locked<T>(Func<T> function)
    {
        lock (_gate)
        {
            return function();
        }
    }
}
