namespace SecurityMonkey.Engine.Storage;

/// <summary>
/// Where accounts, items, revisions, issues and the ledger are kept. One contract test suite runs against every implementation.
/// </summary>
internal interface IStore : IAsyncDisposable
{
    /// <summary>The path of the file, or the address of the server without its secrets.</summary>
    string Location { get; }

    /// <summary>The key that masks secrets: made once for each store, kept beside it and never in it.</summary>
    byte[] MaskingKey { get; }

    /// <summary>What a person should know about opening this store, such as a masking key that was lost.</summary>
    IReadOnlyList<string> Warnings { get; }

    /// <summary>Accounts.</summary>
    IAccountStore Accounts { get; }

    /// <summary>The ledger of runs.</summary>
    IRunStore Runs { get; }

    /// <summary>Items and their revisions.</summary>
    IItemStore Items { get; }

    /// <summary>Issues and what happened to them.</summary>
    IIssueStore Issues { get; }

    /// <summary>How rules are tuned.</summary>
    IRuleSettingStore RuleSettings { get; }

    /// <summary>What sessions keep between runs.</summary>
    ISessionCaches Caches { get; }

    /// <summary>Networks that are known.</summary>
    INetworkStore Networks { get; }

    /// <summary>What was collected and evaluated, and what is missing.</summary>
    ICoverageStore Coverage { get; }

    /// <summary>What is in the store.</summary>
    Task<StoreInfo> GetInfoAsync(CancellationToken cancellationToken);

    /// <summary>Checks hashes, chains and seals.</summary>
    Task<StoreCheck> CheckAsync(CancellationToken cancellationToken);
}
