using SecurityMonkey.Engine.Accounts;
using SecurityMonkey.Engine.Plugins;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Watching;

/// <summary>What an account's session sees of the engine.</summary>
internal sealed class SessionContext(
    PluginCatalog plugins, IReadOnlyList<KnownScope> knownScopes, CallThrottle throttle, TimeProvider time, IRunListener listener) : ISessionContext
{
    public TimeProvider Time => time;

    public IReadOnlyList<KnownScope> KnownScopes => knownScopes;

    public ISessionCache Cache { get; init; } = ISessionCache.None;

    public ItemType GetItemType(string itemTypeId) => plugins.GetItemType(itemTypeId);

    public ValueTask<IDisposable> EnterCallAsync(CancellationToken cancellationToken) => throttle.EnterAsync(cancellationToken);

    public ValueTask<string> GetSecretAsync(string reference, CancellationToken cancellationToken)
        => SecretReference.ReadAsync(reference, listener, cancellationToken);

    public void Warn(string message) => listener.Warn(message);
}
