using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Accounts;

/// <summary>What a watcher sees while it is only tried: one region, and somebody who notes what is refused.</summary>
internal sealed class TrialContext(Account account, IAccountSession session, TextFilter regions, TimeProvider time, IRunListener listener) : IWatchContext
{
    private readonly object _gate = new();
    private readonly ScopeFilter _filter = new(account);
    private readonly List<ScopeFailure> _failures = [];
    private string? _region;

    public Account Account => account;

    public IAccountSession Session => session;

    public TimeProvider Time => time;

    /// <summary>Whether a scope was read to its end.</summary>
    public bool HasCompleted { get; private set; }

    /// <summary>What was refused or failed.</summary>
    public IReadOnlyList<ScopeFailure> Failures
    {
        get
        {
            lock (_gate)
            {
                return [.. _failures];
            }
        }
    }

    /// <summary>The first region that is asked about and in scope; all others are left out.</summary>
    public bool IsRegionWanted(string region)
    {
        if (region is Region.Global or Region.Unknown)
        {
            return true;
        }

        lock (_gate)
        {
            if (_region is null && _filter.IncludesRegion(region) && regions.IsMatch(region))
            {
                _region = region;
            }

            return string.Equals(_region, region, StringComparison.Ordinal);
        }
    }

    public void Complete(string scope) => HasCompleted = true;

    public void Fail(string scope, Exception error) => Add(ErrorMapping.ToFailure(scope, error));

    /// <summary>Notes a part of an item that could not be read.</summary>
    public void Add(UnknownPart part) => Add(new ScopeFailure(part.Path, part.ErrorId, part.Message, part.Kind));

    public void Expect(long count)
    {
    }

    public void Warn(string message) => listener.Warn(message);

    private void Add(ScopeFailure failure)
    {
        lock (_gate)
        {
            _failures.Add(failure);
        }
    }
}
