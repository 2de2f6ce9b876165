namespace SecurityMonkey.Tests.Providers.Export;

/// <summary>What all watchers of an Export account collected and said of their scopes.</summary>
internal sealed class ExportCollection
{
    /// <summary>The item types that had a watcher.</summary>
    public List<string> ItemTypes { get; } = [];

    /// <summary>The items in the order in which they came.</summary>
    public List<ExportedItem> Items { get; } = [];

    /// <summary>The item types and scopes that were said to be complete, failed ones among them.</summary>
    public List<(string ItemType, string Scope)> Completed { get; } = [];

    /// <summary>The scopes that failed.</summary>
    public List<ExportFailure> Failures { get; } = [];

    /// <summary>How many items were announced, by item type.</summary>
    public Dictionary<string, long?> Expected { get; } = [];

    /// <summary>Whether items of the type that were in the document and are not among the items would be called deleted.</summary>
    public bool TellsDeleted(string itemType, string scope)
        => Completed.Contains((itemType, scope)) && !Failures.Any(failure => failure.ItemType == itemType && (failure.Scope.Length == 0 || failure.Scope == scope));

    /// <summary>The only item there is; fails the test where something went wrong.</summary>
    public ExportedItem Single()
    {
        AssertWhole();
        return Assert.Single(Items);
    }

    /// <summary>Fails the test where a scope failed, or an item lies in a scope that is not complete.</summary>
    public void AssertWhole()
    {
        Assert.Empty(Failures.Select(failure => $"{failure.ItemType} {failure.Error.ErrorId}: {failure.Error.Message}"));
        Assert.All(Items, item => Assert.True(TellsDeleted(item.ItemType, item.Scope)));
    }

    /// <summary>The only failure there is, after checks that hold for every failure.</summary>
    public ExportFailure AssertFailed(string itemType, string scope, string errorId)
    {
        var failure = Assert.Single(Failures);
        Assert.Equal((itemType, scope, errorId), (failure.ItemType, failure.Scope, failure.Error.ErrorId));
        Assert.StartsWith(scope + ": ", failure.Error.Message, StringComparison.Ordinal);
        Assert.False(TellsDeleted(itemType, scope));
        return failure;
    }
}
