namespace SecurityMonkey.Plugins;

/// <summary>An open account: what its watchers share while a run lasts.</summary>
public interface IAccountSession : IAsyncDisposable
{
    /// <summary>The watchers for what this account has, one for each item type.</summary>
    IReadOnlyList<IWatcher> Watchers { get; }

    /// <summary>Who the module is in the account: an ARN, an object id, a login; empty where that says nothing.</summary>
    string Identity => "";
}
