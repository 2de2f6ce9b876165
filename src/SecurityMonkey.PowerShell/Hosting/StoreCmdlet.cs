using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Hosting;

/// <summary>A cmdlet that works with the runspace's store.</summary>
public abstract class StoreCmdlet : AsyncCmdlet
{
    private StoreSession? _session;

    private protected StoreSession Session => _session ?? throw new InvalidOperationException("The cmdlet has not begun.");

    /// <inheritdoc/>
    protected override void BeginProcessing() => _session = StoreSession.Current;

    private protected Task<MonkeyEngine> GetEngineAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
        => Session.GetEngineAsync(pipeline.Warn, cancellationToken);

    /// <summary>Writes what an asynchronous sequence brings, one by one.</summary>
    private protected static async Task<long> WriteAllAsync<T>(CmdletPipeline pipeline, IAsyncEnumerable<T> values)
        where T : notnull
    {
        var count = 0L;
        await foreach (var value in values.ConfigureAwait(false))
        {
            await pipeline.WriteAsync(value).ConfigureAwait(false);
            count++;
        }

        return count;
    }

    /// <summary>The accounts that match; an error for each literal name that matches none.</summary>
    /// <param name="pipeline">Takes the errors.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="names">Names, with wildcards; none means all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    private protected static async Task<IReadOnlyList<Account>> FindAccountsAsync(
        CmdletPipeline pipeline, MonkeyEngine engine, string[]? names, CancellationToken cancellationToken)
    {
        var accounts = await engine.GetAccountsAsync(cancellationToken).ConfigureAwait(false);
        var filter = TextFilter.Of(names);
        await ReportMissingAsync(pipeline, filter, accounts.Select(account => account.Name), "account", "Get-SMAccount lists them.").ConfigureAwait(false);
        return [.. accounts.Where(account => filter.IsMatch(account.Name))];
    }

    /// <summary>Writes an error for each literal pattern of a filter that none of some names matches.</summary>
    private protected static async Task ReportMissingAsync(
        CmdletPipeline pipeline, TextFilter filter, IEnumerable<string> known, string what, string advice)
    {
        var names = known.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var literal in filter.Literals.Where(literal => !names.Contains(literal)))
        {
            await pipeline.WriteErrorAsync(ErrorRecords.NotFound(what, literal, advice, names)).ConfigureAwait(false);
        }
    }

    /// <summary>Item types as a filter: aliases are resolved, and an id that nobody knows is an error.</summary>
    private protected static Task<TextFilter> FindItemTypesAsync(
        CmdletPipeline pipeline, MonkeyEngine engine, string[]? itemTypes, CancellationToken cancellationToken)
        => FindItemTypesAsync(pipeline, engine, itemTypes, alsoKnown: [], cancellationToken);

    /// <summary>Item types as a filter, where others are known besides those that are collected.</summary>
    private protected static async Task<TextFilter> FindItemTypesAsync(
        CmdletPipeline pipeline, MonkeyEngine engine, string[]? itemTypes, IEnumerable<string> alsoKnown, CancellationToken cancellationToken)
    {
        var filter = TextFilter.Of(itemTypes?.Select(engine.Plugins.ResolveItemType));
        if (filter.Literals.Any())
        {
            var collected = await engine.GetCollectedItemTypesAsync(cancellationToken).ConfigureAwait(false);
            var known = engine.Plugins.ItemTypes.SelectMany(type => type.Aliases.Prepend(type.Id)).Concat(collected).Concat(alsoKnown);
            await ReportMissingAsync(pipeline, filter, known, "item type", "Get-SMItemType lists them.").ConfigureAwait(false);
        }

        return filter;
    }
}
