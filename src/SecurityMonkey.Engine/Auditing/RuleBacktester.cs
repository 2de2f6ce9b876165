using System.Runtime.CompilerServices;
using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Engine.Storage;

namespace SecurityMonkey.Engine.Auditing;

/// <summary>
/// Evaluates rules on what is stored, without recording anything: on items as they are, or on each of their revisions since some time.
/// </summary>
/// <remarks>Accounts, networks and looked-up items are those of today; ages are those of the time of the revision.</remarks>
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
                var fingerprints = await RuleFingerprints.ReadAsync(store, _loader, account, effective.Lookups, knowledge, cancellationToken).ConfigureAwait(false);
                var surroundings = await _loader.LoadAsync(account, fingerprints, knowledge, cancellationToken).ConfigureAwait(false);
                var clock = new Clock { Now = time.GetUtcNow() };
                using var prepared = rule.Prepare(effective, surroundings with { Time = clock });
                var trials = since is null
                    ? NowAsync(prepared, account, itemType, clock.Now, cancellationToken)
                    : HistoryAsync(prepared, clock, account, itemType, since.Value, cancellationToken);
                await foreach (var trial in trials.ConfigureAwait(false))
                {
                    yield return trial;
                }
            }
        }
    }

    private async IAsyncEnumerable<RuleTrial> NowAsync(
        PreparedRule rule, Account account, string itemType, DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in store.Items.GetUnitAsync(account, itemType, cancellationToken).ConfigureAwait(false))
        {
            var (findings, failure) = Evaluate(rule, item, now);
            foreach (var finding in findings.Values)
            {
                yield return ToTrial(rule.Rule, item, "Open", now, finding.Message, finding.Score);
            }

            if (failure is not null)
            {
                yield return failure;
            }
        }
    }

    private async IAsyncEnumerable<RuleTrial> HistoryAsync(
        PreparedRule rule,
        Clock clock,
        Account account,
        string itemType,
        DateTimeOffset since,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new RevisionQuery { Item = new ItemQuery { Account = Exactly(account.Name), ItemType = Exactly(itemType) } };
        var pending = (Revision?)null;
        var open = new Dictionary<string, Finding>(StringComparer.Ordinal);
        await foreach (var revision in store.Items.QueryRevisionsAsync(query, cancellationToken).ConfigureAwait(false))
        {
            if (pending is not null && (pending.ItemId != revision.ItemId || revision.Time > since))
            {
                // The state in which the item was at the beginning.
                foreach (var trial in Step(rule, clock, account, pending, since, open, isStart: true))
                {
                    yield return trial;
                }

                if (pending.ItemId != revision.ItemId)
                {
                    open.Clear();
                }

                pending = null;
            }

            if (revision.Time <= since)
            {
                pending = revision;
                continue;
            }

            if (revision.Number == 1)
            {
                open.Clear();
            }

            foreach (var trial in Step(rule, clock, account, revision, revision.Time, open, isStart: false))
            {
                yield return trial;
            }
        }

        if (pending is not null)
        {
            foreach (var trial in Step(rule, clock, account, pending, since, open, isStart: true))
            {
                yield return trial;
            }
        }
    }

    private static IEnumerable<RuleTrial> Step(
        PreparedRule rule, Clock clock, Account account, Revision revision, DateTimeOffset at, Dictionary<string, Finding> open, bool isStart)
    {
        if (isStart)
        {
            open.Clear();
        }

        clock.Now = at;
        var item = ToItem(revision, account);
        var (findings, failure) = item.State == ItemState.Active ? Evaluate(rule, item, at) : (new Dictionary<string, Finding>(StringComparer.Ordinal), null);
        if (failure is not null)
        {
            // What was open stays open, as in an audit.
            yield return failure;
            yield break;
        }

        foreach (var (discriminator, finding) in findings.Where(entry => !open.ContainsKey(entry.Key)))
        {
            open.Add(discriminator, finding);
            yield return ToTrial(rule.Rule, item, isStart ? "Open" : "Opened", at, finding.Message, finding.Score);
        }

        foreach (var (discriminator, finding) in open.Where(entry => !findings.ContainsKey(entry.Key)).ToArray())
        {
            open.Remove(discriminator);
            yield return ToTrial(rule.Rule, item, "Fixed", at, finding.Message, finding.Score);
        }
    }

    private static (Dictionary<string, Finding> Findings, RuleTrial? Failure) Evaluate(PreparedRule rule, Item item, DateTimeOffset at)
    {
        var findings = new Dictionary<string, Finding>(StringComparer.Ordinal);
        try
        {
            foreach (var finding in rule.Evaluate(new AuditedItem(item)))
            {
                findings.TryAdd(finding.Discriminator, finding);
            }

            return (findings, null);
        }
        catch (RuleUnknownException exception)
        {
            return (findings, ToTrial(rule.Rule, item, "Unknown", at, exception.Message, score: null));
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
        {
            // The boundary of rule and item: the others are tried all the same.
            findings.Clear();
            return (findings, ToTrial(rule.Rule, item, "Error", at, exception.Message, score: null));
        }
    }

    private static TextFilter Exactly(string name)
        => TextFilter.Of([string.Concat(name.Select(character => character is '*' or '?' or '[' or ']' or '`' ? "`" + character : character.ToString()))]);

    private static RuleTrial ToTrial(Rule rule, Item item, string kind, DateTimeOffset at, string message, int? score) => new()
    {
        RuleId = rule.Id,
        Event = kind,
        Time = at,
        Score = score ?? rule.Score,
        Account = item.Account,
        ItemType = item.ItemType,
        Region = item.Region,
        Name = item.Name,
        NativeId = item.NativeId,
        Message = message,
    };

    private static Item ToItem(Revision revision, Account account) => new()
    {
        Id = revision.ItemId,
        Account = account.Name,
        AccountType = account.Type,
        ItemType = revision.ItemType,
        Region = revision.Region,
        NativeId = revision.NativeId,
        Name = revision.Name,
        State = revision.State,
        FirstSeen = revision.Time,
        LastSeen = revision.Time,
        LastChanged = revision.Time,
        RevisionNumber = revision.Number,
        ConfigJson = revision.ConfigJson,
    };

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
