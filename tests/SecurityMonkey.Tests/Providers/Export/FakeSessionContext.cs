using Microsoft.Extensions.Time.Testing;
using SecurityMonkey.Engine.Plugins;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Tests.Providers.Export;

/// <summary>What a session sees of the engine: item types of the real plug-ins, and the scopes a test says are known.</summary>
internal sealed class FakeSessionContext(PluginCatalog plugins, IReadOnlyList<KnownScope> knownScopes) : ISessionContext
{
    public TimeProvider Time { get; } = new FakeTimeProvider();

    public IReadOnlyList<KnownScope> KnownScopes => knownScopes;

    public List<string> Warnings { get; } = [];

    public ItemType GetItemType(string itemTypeId) => plugins.GetItemType(itemTypeId);

    public ValueTask<IDisposable> EnterCallAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IDisposable>(new MemoryStream());

    public ValueTask<string> GetSecretAsync(string reference, CancellationToken cancellationToken)
        => ValueTask.FromResult($"the value of {reference}");

    public void Warn(string message) => Warnings.Add(message);
}
