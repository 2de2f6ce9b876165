namespace SecurityMonkey.Plugins;

/// <summary>A part of an account that calls are made in: a region, a subscription, an organisation, the whole account.</summary>
/// <param name="Name">Its name as a scope of the collection (see <see cref="IWatchContext.Complete"/>); empty for the whole account.</param>
/// <param name="Region">The region of the items in it, where they do not say theirs.</param>
public sealed record ApiScope(string Name, string Region)
{
    /// <summary>What calls in it can name in braces: <c>region</c>, <c>subscriptionId</c>, <c>org</c>.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();
}
