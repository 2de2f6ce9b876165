namespace SecurityMonkey.Engine.Storage;

/// <summary>How much of an item type of an account was collected.</summary>
/// <param name="IsCollected">Whether a collection of it ever ended, completely or not.</param>
/// <param name="IsWhole">Whether one was for all regions, and not narrowed to some.</param>
/// <param name="Failures">The scopes whose latest collection failed, in whichever run that was.</param>
internal sealed record CollectionState(bool IsCollected, bool IsWhole, IReadOnlyList<ScopeFailure> Failures)
{
    /// <summary>A text that changes when the items of the type can have: with each collection that ends, and when another part of the account is in scope.</summary>
    public string Version { get; init; } = "";
}
