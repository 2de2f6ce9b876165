namespace SecurityMonkey.Engine.Storage;

/// <summary>Networks that are known.</summary>
internal interface INetworkStore
{
    /// <summary>All networks, by block.</summary>
    Task<IReadOnlyList<KnownNetwork>> GetAllAsync(CancellationToken cancellationToken);

    /// <summary>Adds networks, or replaces those with the same block.</summary>
    Task SetAsync(IReadOnlyList<KnownNetwork> networks, CancellationToken cancellationToken);

    /// <summary>Removes the network with a block.</summary>
    Task RemoveAsync(string cidr, CancellationToken cancellationToken);
}
