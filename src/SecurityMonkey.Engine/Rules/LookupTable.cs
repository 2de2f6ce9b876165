using System.Collections.Concurrent;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using SecurityMonkey.Engine.Diffing;

namespace SecurityMonkey.Engine.Rules;

/// <summary>The items of one type of an account, for rules that look at them; lists and indexes are made once. Safe for several threads.</summary>
internal sealed class LookupTable
{
    private readonly string _itemType;
    private readonly string _account;
    private readonly IReadOnlyList<AuditedItem> _items;
    private readonly IReadOnlyList<LookupGap> _gaps;
    private readonly HashSet<string> _regions;
    private readonly Dictionary<Item, AuditedItem> _byItem;
    private readonly ConcurrentDictionary<string, Lazy<Selection>> _selections = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Path, LookupMatch Match), Lazy<ItemIndex>> _indexes = new();
    private readonly ConcurrentDictionary<(string Path, LookupMatch Match, string Value, string? Region), Selection> _joins = new();

    /// <summary>Creates a table.</summary>
    /// <param name="itemType">The item type.</param>
    /// <param name="account">The name of the account.</param>
    /// <param name="items">The items with their configurations.</param>
    /// <param name="gaps">What the last collection did not read.</param>
    /// <param name="regions">Names of regions; those of the items need not be among them.</param>
    public LookupTable(string itemType, string account, IEnumerable<Item> items, IReadOnlyList<LookupGap> gaps, IEnumerable<string> regions)
    {
        _itemType = itemType;
        _account = account;
        _items = [.. items.Select(item => new AuditedItem(item))];
        _gaps = gaps;
        Size = _items.Sum(item => (long)item.Item.ConfigJson.Length);
        _regions = [.. regions, .. _items.Select(item => item.Item.Region)];
        _byItem = new Dictionary<Item, AuditedItem>(_items.Select(item => KeyValuePair.Create(item.Item, item)), ReferenceEqualityComparer.Instance);
    }

    /// <summary>How long the texts of all configurations are, in characters.</summary>
    public long Size { get; }

    /// <summary>The item with what was made of it; null when it is not of this table.</summary>
    public AuditedItem? Find(Item item) => _byItem.GetValueOrDefault(item);

    /// <summary>Lets go of what was made of the items, except the indexes; it is made again when it is asked for. Only while no rule looks at them.</summary>
    public void Forget()
    {
        _selections.Clear();
        _joins.Clear();
        foreach (var item in _items)
        {
            item.Forget();
        }
    }

    /// <summary>The items.</summary>
    /// <param name="region">Only those of this region; null means all.</param>
    /// <exception cref="RuleUnknownException">Not all of them were read.</exception>
    public Selection Get(string? region)
    {
        RequireComplete(region);
        return _selections.GetOrAdd(
            region ?? "",
            _ => new Lazy<Selection>(() => new Selection(
                region is null ? _items : [.. _items.Where(item => string.Equals(item.Item.Region, region, StringComparison.Ordinal))]))).Value;
    }

    /// <summary>The items that have a value at a path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="value">The value.</param>
    /// <param name="region">Only those of this region; null means all.</param>
    /// <param name="match">How what stands at the path must be like the value.</param>
    /// <exception cref="RuleUnknownException">Not all of them were read.</exception>
    /// <exception cref="InvalidOperationException">The path cannot be read.</exception>
    public Selection GetBy(string path, string value, string? region, LookupMatch match = LookupMatch.Exact)
    {
        RequireComplete(region);
        var index = _indexes.GetOrAdd((path, match), _ => new Lazy<ItemIndex>(() => new ItemIndex(path, match, _items))).Value;
        index.RequireKnown(region);
        return _joins.GetOrAdd((path, match, value, region), _ => new Selection(
            [.. index.Find(value).Where(item => region is null || string.Equals(item.Item.Region, region, StringComparison.Ordinal))]));
    }

    /// <summary>The item under whose id another id lies: the nearest, and none where there is none.</summary>
    /// <param name="path">Where the ids are.</param>
    /// <param name="id">The id, with slashes.</param>
    /// <exception cref="RuleUnknownException">Not all of them were read.</exception>
    /// <exception cref="InvalidOperationException">The path cannot be read.</exception>
    public Selection GetAbove(string path, string id)
    {
        RequireComplete(region: null);
        return IdsAbove(id).Select(above => GetBy(path, above, null, LookupMatch.IgnoreCase)).FirstOrDefault(found => found.Items.Count > 0) ?? new Selection([]);
    }

    /// <summary>The text by which a value is found.</summary>
    public static string? KeyOf(JToken value) => value switch
    {
        JValue { Type: JTokenType.String } text => text.Value<string>(),
        JValue { Type: JTokenType.Null } => null,
        _ => value.ToString(Formatting.None),
    };

    // The ids that an id lies under, the nearest first.
    private static IEnumerable<string> IdsAbove(string id)
    {
        for (var end = id.LastIndexOf('/'); end > 0; end = id.LastIndexOf('/', end - 1))
        {
            yield return id[..end];
        }
    }

    private void RequireComplete(string? region)
    {
        var gap = _gaps.FirstOrDefault(gap => gap.Concerns(region, _regions));
        if (gap is not null)
        {
            var where = gap.Scope.Length == 0 ? "" : $" ({gap.Scope})";
            throw new RuleUnknownException($"{_itemType} of account '{_account}'{where} was not collected completely: {gap.Reason}");
        }
    }

    /// <summary>Some of the items, in the forms in which rules take them.</summary>
    /// <param name="items">The items.</param>
    internal sealed class Selection(IReadOnlyList<AuditedItem> items)
    {
        private static readonly object Gate = new();

        private JArray? _configs;
        private IReadOnlyList<Item>? _plain;

        /// <summary>The items.</summary>
        public IReadOnlyList<Item> Items => LazyInitializer.EnsureInitialized(ref _plain, () => [.. items.Select(item => item.Item)]);

        /// <summary>The parts that could not be read, of all items.</summary>
        public IEnumerable<(Item Item, UnknownPart Part)> UnknownParts
            => from item in items
               where item.Item.UnknownParts.Count > 0
               from part in item.Item.UnknownParts
               select (item.Item, part);

        /// <summary>Their configurations.</summary>
        /// <remarks>It has a parent, so that the library copies what expressions make part of their results, and threads can share it.</remarks>
        public JArray Configs => LazyInitializer.EnsureInitialized(
            ref _configs,
            () =>
            {
                lock (Gate)
                {
                    var configs = new JArray(items.Select(item => item.Config));
                    _ = new JArray(configs);
                    return configs;
                }
            });
    }

    private sealed class ItemIndex
    {
        private readonly string _path;
        private readonly Dictionary<string, List<AuditedItem>> _items;
        private readonly List<(Item Item, UnknownPart Part)> _unknown = [];

        public ItemIndex(string path, LookupMatch match, IReadOnlyList<AuditedItem> items)
        {
            _path = path;
            _items = new Dictionary<string, List<AuditedItem>>(match == LookupMatch.Exact ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);
            var pattern = Parse(path);
            var members = path.Replace("[]", "", StringComparison.Ordinal);
            foreach (var item in items)
            {
                if (item.Item.UnknownParts.Count > 0 && item.Item.FindUnknown(members) is { } part)
                {
                    _unknown.Add((item.Item, part));
                }

                var values = RuleElement.Find(item.Config, pattern).Select(element => KeyOf(element.Value)).OfType<string>();
                foreach (var key in (match == LookupMatch.Below ? values.SelectMany(IdsAbove) : values).Distinct(_items.Comparer))
                {
                    if (!_items.TryGetValue(key, out var list))
                    {
                        _items.Add(key, list = []);
                    }

                    list.Add(item);
                }
            }
        }

        public IReadOnlyList<AuditedItem> Find(string value) => _items.TryGetValue(value, out var list) ? list : [];

        public void RequireKnown(string? region)
        {
            var (item, part) = _unknown.FirstOrDefault(entry => region is null || string.Equals(entry.Item.Region, region, StringComparison.Ordinal));
            if (item is not null)
            {
                throw new RuleUnknownException(UnknownText.Of(item, _path, part));
            }
        }

        private static PathPattern Parse(string path)
        {
            try
            {
                return PathPattern.Parse(path);
            }
            catch (FormatException exception)
            {
                throw new InvalidOperationException($"'{path}' is not a path to look items up by. {exception.Message}", exception);
            }
        }
    }
}
