using System.Runtime.CompilerServices;
using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Engine.Storage;

namespace SecurityMonkey.Engine.Auditing;

/// <summary>
/// Evaluates rules on what is stored, without recording anything: on items as they are, or as they were after each collection since some time.
/// </summary>
/// <remarks>Accounts and networks are those of today; items, looked-up items, their completeness and ages are those of the time.</remarks>
internal sealed class RuleBacktester(IStore store, TimeProvider time, IReadOnlyList<Account> serviceAccounts)
{
    private readonly SurroundingsLoader _loader = new(store, time);

    /// <summary>Evaluates.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="tuning">How they are tuned.</param>
    /// <param name="accounts">Names of accounts.</param>
    /// <param name="since">From when on; null means only now.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    public async IAsyncEnumerable<RuleTrial> RunAsync(
        IReadOnlyList<CatalogRule> rules,
        RuleTuning tuning,
        TextFilter accounts,
        DateTimeOffset? since,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var knowledge = new Knowledge(
            [.. await store.Accounts.GetAllAsync(cancellationToken).ConfigureAwait(false), .. serviceAccounts],
            await store.Networks.GetAllAsync(cancellationToken).ConfigureAwait(false));
        foreach (var (account, itemType) in await store.Items.GetUnitsAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var rule in rules.Where(rule => accounts.IsMatch(account.Name) && rule.AppliesTo(itemType)))
            {
                var effective = tuning.Apply(rule.Rule, account.Name);
                var trials = since is null
                    ? NowAsync(rule, effective, account, itemType, knowledge, cancellationToken)
                    : new RuleHistory(store, time, rule, effective, account, itemType, knowledge).RunAsync(since.Value, cancellationToken);
                await foreach (var trial in trials.ConfigureAwait(false))
                {
                    yield return trial;
                }
            }
        }
    }

    private async IAsyncEnumerable<RuleTrial> NowAsync(
        CatalogRule rule, Rule effective, Account account, string itemType, Knowledge knowledge, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var fingerprints = await RuleFingerprints.ReadAsync(_loader, account, effective.Lookups, knowledge, cancellationToken).ConfigureAwait(false);
        using var prepared = rule.Prepare(effective, await _loader.LoadAsync(account, fingerprints, knowledge, cancellationToken).ConfigureAwait(false));
        var evaluation = new RuleTrialEvaluation(effective);
        await foreach (var item in store.Items.GetUnitAsync(account, itemType, cancellationToken).ConfigureAwait(false))
        {
            foreach (var trial in evaluation.Evaluate(prepared, item, time.GetUtcNow(), RuleTrialEvaluation.Open))
            {
                yield return trial;
            }
        }
    }
}
