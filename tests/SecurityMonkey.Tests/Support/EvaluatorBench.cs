using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Tests.Support;

/// <summary>What surrounds an item under audit, as a test wants it: no store, no engine.</summary>
internal sealed class EvaluatorBench : IAuditContext
{
    private readonly Dictionary<string, List<Item>> _items = new(StringComparer.Ordinal);
    private readonly Dictionary<(long, Type), object> _derived = [];
    private long _next = 1000;

    public TimeProvider Time { get; } = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public Account Account { get; init; } = new() { Id = 1, Name = "prod", Type = "AWS", Identifier = "111111111111" };

    public IReadOnlyList<Account> Accounts { get; init; } =
    [
        new() { Id = 1, Name = "prod", Type = "AWS", Identifier = "111111111111" },
        new() { Id = 2, Name = "dev", Type = "AWS", Identifier = "222222222222" },
        new() { Id = 3, Name = "partner", Type = "AWS", Identifier = "333333333333", IsThirdParty = true },
    ];

    public IReadOnlyList<KnownNetwork> Networks { get; init; } = [new() { Cidr = "203.0.113.0/24", Name = "office" }];

    /// <summary>Makes a type collected, with its items.</summary>
    public EvaluatorBench With(string itemType, params string[] configs)
    {
        _items.TryAdd(itemType, []);
        _items[itemType].AddRange(configs.Select(config => Item(itemType, config, _next++)));
        return this;
    }

    public static Item Item(string itemType, string config, long id = 1) => new()
    {
        Id = id,
        Account = "prod",
        AccountType = "AWS",
        ItemType = itemType,
        Region = "eu-west-1",
        NativeId = string.Create(CultureInfo.InvariantCulture, $"{itemType}/{id}"),
        Name = "item",
        State = ItemState.Active,
        FirstSeen = DateTimeOffset.UnixEpoch,
        LastSeen = DateTimeOffset.UnixEpoch,
        LastChanged = DateTimeOffset.UnixEpoch,
        RevisionNumber = 1,
        ConfigJson = config,
    };

    /// <summary>What an evaluator finds.</summary>
    /// <param name="evaluator">The evaluator.</param>
    /// <param name="arguments">Its arguments as a JSON map.</param>
    /// <param name="itemType">The item's type.</param>
    /// <param name="config">The item's configuration.</param>
    public Finding[] Run(IRuleEvaluator evaluator, string arguments, string itemType, string config)
    {
        using var document = JsonDocument.Parse(arguments);
        var given = evaluator.Arguments.Where(argument => argument.DefaultJson is not null).ToDictionary(argument => argument.Name, argument => argument.DefaultJson!);
        foreach (var member in document.RootElement.EnumerateObject())
        {
            Assert.Contains(evaluator.Arguments, argument => argument.Name == member.Name);
            given[member.Name] = member.Value.GetRawText();
        }

        var rule = new Rule { Id = "T-1", Title = "T", ItemTypes = [itemType], Score = 8, Lookups = evaluator.Lookups };
        return [.. evaluator.Create(given).Audit(rule, Item(itemType, config), this)];
    }

    public IReadOnlyList<Item> GetItems(string itemType, string? region = null)
        => _items.TryGetValue(itemType, out var items) ? items : throw new RuleUnknownException($"{itemType} was not collected.");

    public IReadOnlyList<Item> GetItemsBy(string itemType, string path, string value, string? region = null)
        => [.. GetItems(itemType, region).Where(item => Values(item, path).Contains(value, StringComparer.Ordinal))];

    public T Derive<T>(Item item, Func<Item, T> derive)
        where T : class
    {
        if (!_derived.TryGetValue((item.Id, typeof(T)), out var made))
        {
            made = derive(item);
            _derived[(item.Id, typeof(T))] = made;
        }

        return (T)made;
    }

    private static string[] Values(Item item, string path)
    {
        using var document = JsonDocument.Parse(item.ConfigJson);
        return
        [
            .. SecurityMonkey.Providers.Rules.ItemConfig.FindAll(document.RootElement, path)
                .Select(value => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText()),
        ];
    }
}
