namespace SecurityMonkey.Plugins;

/// <summary>An open account: what its watchers share while a run lasts.</summary>
public interface IAccountSession : IAsyncDisposable
{
    /// <summary>The watchers for what this account has, one for each item type.</summary>
    IReadOnlyList<IWatcher> Watchers { get; }
}
