namespace SecurityMonkey.Plugins;

/// <summary>Collects the configurations of one item type of an account.</summary>
public interface IWatcher
{
    /// <summary>What it collects.</summary>
    ItemType ItemType { get; }

    /// <summary>The permissions it needs, in the provider's own words, such as <c>ec2:DescribeInstances</c>.</summary>
    IReadOnlyList<string> Permissions => [];

    /// <summary>Collects, streaming: what can flow is not kept.</summary>
    /// <param name="context">The account, its session, and where to say which scopes were read and which failed.</param>
    /// <param name="cancellationToken">Ends the collection.</param>
    /// <remarks>
    /// A scope is a part of the list that is read as a whole: a region, a document. Say <see cref="IWatchContext.Complete"/>
    /// when one was read to its end, and <see cref="IWatchContext.Fail"/> when one could not be read: only items of a complete
    /// scope can be found deleted. A watcher that returns without having named any scope has read everything. One that
    /// throws has read nothing that counts.
    /// </remarks>
    IAsyncEnumerable<ItemSnapshot> CollectAsync(IWatchContext context, CancellationToken cancellationToken);
}
