using System.Globalization;
using System.Runtime.CompilerServices;
using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Engine.Storage;

namespace SecurityMonkey.Engine.Auditing;

/// <summary>
/// One rule on the history of one unit: after each run of collection it is evaluated on what changed, on all items where what it looks up
/// changed, and in between when an answer changes because time went by.
/// </summary>
internal sealed class RuleHistory(IStore store, TimeProvider time, CatalogRule rule, Rule effective, Account account, string itemType, Knowledge knowledge)
{
    private readonly RuleTrialEvaluation _evaluation = new(effective);
    private readonly Clock _clock = new();
    private readonly string[] _types = TypesOf(effective, itemType);
    private readonly Dictionary<string, SortedDictionary<long, Item>> _items = new(StringComparer.Ordinal);
    private readonly HashSet<long> _seen = [];
    private readonly PriorityQueue<long, DateTimeOffset> _due = new();
    private readonly Dictionary<long, DateTimeOffset> _holdsUntil = [];
    private readonly CollectionHistory _collections = new(account, TypesOf(effective, itemType));
    private readonly Dictionary<string, LookupTable> _tables = new(StringComparer.Ordinal);
    private IReadOnlyList<string> _regions = [];
    private PreparedRule? _prepared;

    /// <summary>Follows the history.</summary>
    /// <param name="since">From when on.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<RuleTrial> RunAsync(DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _regions = await store.Items.GetRegionsAsync(cancellationToken).ConfigureAwait(false);
        var query = new RevisionQuery { Item = new ItemQuery { Account = Exactly(account.Name), ItemType = TextFilter.Of(_types) }, InOrderOfRuns = true };
        var runs = (await store.Runs.GetCollectionsAsync(account, _types, cancellationToken).ConfigureAwait(false)).GroupBy(collection => collection.RunId);
        var isStarted = false;
        var revisions = store.Items.QueryRevisionsAsync(query, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (revisions.ConfigureAwait(false))
        {
            var hasNext = await revisions.MoveNextAsync().ConfigureAwait(false);
            foreach (var run in runs)
            {
                var at = run.Max(collection => collection.FinishedAt);
                if (at > since)
                {
                    foreach (var trial in isStarted ? GoOn(at) : Start(since).Concat(GoOn(at)))
                    {
                        yield return trial;
                    }

                    isStarted = true;
                }

                var step = new Step();
                step.Types.UnionWith(run.SelectMany(_collections.Apply));
                for (; hasNext && revisions.Current.RunId <= run.Key; hasNext = await revisions.MoveNextAsync().ConfigureAwait(false))
                {
                    Apply(revisions.Current, step);
                }

                foreach (var type in step.Types)
                {
                    _tables.Remove(type);
                }

                foreach (var trial in isStarted ? Evaluate(step, at, since) : [])
                {
                    yield return trial;
                }
            }
        }

        var now = time.GetUtcNow();
        foreach (var trial in isStarted ? GoOn(now) : Start(since).Concat(GoOn(now)))
        {
            yield return trial;
        }

        _prepared?.Dispose();
    }

    // What the items were when the time looked at began.
    private IEnumerable<RuleTrial> Start(DateTimeOffset since)
    {
        Prepare();
        return ItemsOf(itemType).Values.ToArray().SelectMany(item => Evaluate(item, since, RuleTrialEvaluation.Open));
    }

    private IEnumerable<RuleTrial> GoOn(DateTimeOffset until)
    {
        while (_due.TryPeek(out var itemId, out var at) && at <= until)
        {
            _due.Dequeue();
            if (_holdsUntil.TryGetValue(itemId, out var holds) && holds == at && ItemsOf(itemType).TryGetValue(itemId, out var item))
            {
                foreach (var trial in Evaluate(item, at, RuleTrialEvaluation.Opened))
                {
                    yield return trial;
                }
            }
        }
    }

    private void Apply(Revision revision, Step step)
    {
        var item = ToItem(revision);
        var items = ItemsOf(revision.ItemType);
        step.Types.Add(revision.ItemType);
        if (_seen.Add(revision.ItemId) && revision.Number > 1)
        {
            step.Lost.Add(item);
        }

        if (revision.State == ItemState.Active)
        {
            items[item.Id] = item;
        }
        else
        {
            items.Remove(item.Id);
        }

        if (string.Equals(revision.ItemType, itemType, StringComparison.Ordinal))
        {
            step.Changed[item.Id] = item;
        }
    }

    private IEnumerable<RuleTrial> Evaluate(Step step, DateTimeOffset at, DateTimeOffset since)
    {
        foreach (var item in step.Lost)
        {
            yield return _evaluation.ToUnknown(item, item.LastChanged, string.Create(
                CultureInfo.InvariantCulture, $"Earlier revisions of it are not in the store any more: nothing is known of the time before {item.LastChanged:u}."));
        }

        foreach (var item in step.Changed.Values.Where(item => item.State != ItemState.Active))
        {
            foreach (var trial in _evaluation.Close(item, Later(item.LastChanged, since)))
            {
                yield return trial;
            }
        }

        var isLookedUp = effective.Lookups.Any(step.Types.Contains);
        if (isLookedUp)
        {
            Prepare();
        }

        foreach (var item in isLookedUp ? ItemsOf(itemType).Values.ToArray() : step.Changed.Values.Where(item => item.State == ItemState.Active))
        {
            // Where only what it looks up changed, that was known when the run had ended.
            foreach (var trial in Evaluate(item, step.Changed.ContainsKey(item.Id) ? Later(item.LastChanged, since) : at, RuleTrialEvaluation.Opened))
            {
                yield return trial;
            }
        }
    }

    private IReadOnlyList<RuleTrial> Evaluate(Item item, DateTimeOffset at, string kind)
    {
        if (item.ConfigJson.Length == 0)
        {
            return [_evaluation.ToUnknown(item, at, "The configuration of this revision is not in the store any more.")];
        }

        _clock.Now = at;
        var prepared = _prepared ?? Prepare();
        var trials = _evaluation.Evaluate(prepared, item, at, kind);
        if (prepared.HoldsUntil is { } until && until > at)
        {
            _holdsUntil[item.Id] = until;
            _due.Enqueue(item.Id, until);
        }
        else
        {
            _holdsUntil.Remove(item.Id);
        }

        return trials;
    }

    private PreparedRule Prepare()
    {
        foreach (var type in effective.Lookups.Where(type => !_tables.ContainsKey(type)))
        {
            _tables.Add(type, new LookupTable(type, account.Name, ItemsOf(type).Values, _collections.GapsOf(type), _regions));
        }

        _prepared?.Dispose();
        return _prepared = rule.Prepare(
            effective,
            new AuditSurroundings(_clock, account) { Accounts = knowledge.Accounts, Networks = knowledge.Networks, Tables = new Dictionary<string, LookupTable>(_tables, StringComparer.Ordinal) });
    }

    private SortedDictionary<long, Item> ItemsOf(string type)
    {
        if (!_items.TryGetValue(type, out var items))
        {
            _items.Add(type, items = []);
        }

        return items;
    }

    // What the rule looks at: the items themselves, and beside them.
    private static string[] TypesOf(Rule rule, string itemType) => [.. rule.Lookups.Append(itemType).Distinct(StringComparer.Ordinal)];

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static TextFilter Exactly(string name)
        => TextFilter.Of([string.Concat(name.Select(character => character is '*' or '?' or '[' or ']' or '`' ? "`" + character : character.ToString()))]);

    private Item ToItem(Revision revision) => new()
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

    /// <summary>What a run of collection brought.</summary>
    private sealed class Step
    {
        public HashSet<string> Types { get; } = new(StringComparer.Ordinal);

        public SortedDictionary<long, Item> Changed { get; } = [];

        public List<Item> Lost { get; } = [];
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
