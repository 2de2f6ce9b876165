using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using SecurityMonkey.Engine;
using SecurityMonkey.Engine.Rules;

namespace SecurityMonkey.Benchmarks;

/// <summary>
/// Items of all types that rules speak of, made from the examples of the rules: each example with what it looks up is one group, copied with
/// ids of its own as often as items are wanted, so that the copies refer to each other as the originals do.
/// </summary>
internal sealed class CatalogueItems
{
    private const string NoName = "example";
    private const int Size = 1000;
    private const int MostDepth = 3;

    private static readonly string[] Regions = ["eu-west-1", "eu-central-1", "us-east-1", "us-west-2", "ap-southeast-2"];
    private static readonly string[] Identities = ["Id", "Ids", "Arn", "Arns", "Name", "Names", "id", "name", "node_id", "full_name"];

    // An account has one of each, or one in each region.
    private static readonly string[] Singles =
    [
        "aws.account", "aws.ec2.regionsettings", "aws.iam.accountsummary", "aws.iam.passwordpolicy", "aws.s3control.publicaccessblock",
        "azure.entra.authenticationmethodspolicy", "azure.entra.authorizationpolicy", "azure.entra.securitydefaults", "azure.resources.subscriptions",
        "azure.resources.subscriptionsettings", "github.organization",
    ];

    private readonly IReadOnlyList<Item[]> _groups;
    private readonly Dictionary<string, JObject> _members = new(StringComparer.Ordinal);
    private readonly ILookup<string, string> _required;

    /// <summary>Takes the examples of rules.</summary>
    public CatalogueItems(IReadOnlyList<RuleDocument> rules)
    {
        _groups =
        [
            .. from rule in rules
               from example in rule.Examples.OrderBy(example => example.Expected == "pass" ? 0 : 1)
               select new[] { example.Item }.Concat(example.Lookups.Values.SelectMany(items => items.Value)).ToArray(),
        ];
        foreach (var item in _groups.SelectMany(group => group))
        {
            if (JmesExpression.ParseConfig(item.ConfigJson) is JObject config)
            {
                Add(_members.TryGetValue(item.ItemType, out var members) ? members : _members[item.ItemType] = [], config, depth: 0, _ => true);
            }
        }

        _required = (from rule in rules from type in rule.Rule.ItemTypes from path in rule.Condition.Requires select (type, path)).ToLookup(entry => entry.type, entry => entry.path);
        ItemTypes =
        [
            .. _groups.SelectMany(group => group.Select(item => item.ItemType))
                .Concat(rules.SelectMany(rule => rule.Rule.ItemTypes.Concat(rule.Rule.Lookups)).Where(type => !TextFilter.HasWildcard(type)))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The item types, with those of which there is nothing.</summary>
    public IReadOnlyList<string> ItemTypes { get; }

    /// <summary>The items of an account: always the same ones.</summary>
    /// <param name="account">The account's number.</param>
    /// <param name="count">How many.</param>
    /// <param name="round">Another number gives other values to one item of a hundred.</param>
    public IEnumerable<Item> Create(int account, int count, int round)
    {
        var made = 0;
        var singles = new HashSet<(string, string)>();
        var groups = Enumerable.Range(0, _groups.Count).ToArray();
        new Random(account).Shuffle(groups);
        for (var copy = 0; ; copy++)
        {
            foreach (var group in groups)
            {
                foreach (var item in Copy(group, copy, account))
                {
                    if (Singles.Contains(item.ItemType, StringComparer.Ordinal)
                        && !singles.Add((item.ItemType, item.ItemType == "aws.ec2.regionsettings" ? item.Region : "")))
                    {
                        continue;
                    }

                    if (made++ == count)
                    {
                        yield break;
                    }

                    yield return item with { ConfigJson = Fill(item, new Random((account * count) + made), made % 100 == 0 ? round : 0) };
                }
            }
        }
    }

    private IEnumerable<Item> Copy(int group, int copy, int account)
    {
        var suffix = string.Create(CultureInfo.InvariantCulture, $"-{account:x}{group:x4}{copy:x2}");
        var configs = _groups[group].Select(item => JmesExpression.ParseConfig(item.ConfigJson)).ToArray();
        var names = configs.SelectMany(IdentitiesOf).Concat(_groups[group].Select(item => item.NativeId)).Where(IsOwn).ToHashSet(StringComparer.Ordinal);
        for (var index = 0; index < configs.Length; index++)
        {
            foreach (var value in configs[index].SelectTokens("$..*").OfType<JValue>().Where(value => value.Value is string text && names.Contains(text)).ToArray())
            {
                value.Value += suffix;
            }

            var item = _groups[group][index];
            yield return item with
            {
                NativeId = string.Create(CultureInfo.InvariantCulture, $"{item.NativeId}{suffix}"),
                Name = item.Name,
                Region = item.Region == NoName ? Regions[(group + copy) % Regions.Length] : item.Region,
                ConfigJson = configs[index].ToString(Formatting.None),
            };
        }
    }

    private static IEnumerable<string> IdentitiesOf(JToken config)
        => from member in config.SelectTokens("$..*").Select(value => value.Parent).OfType<JProperty>().Distinct()
           where Identities.Any(end => member.Name.EndsWith(end, StringComparison.Ordinal))
           from value in new[] { member.Value }.Concat(member.Value is JArray list ? list : [])
           where value.Type == JTokenType.String
           select (string)value!;

    private static bool IsOwn(string text) => text is not ("default" or "tcp" or "main" or "master") && text.Length > 2 && !text.All(char.IsDigit) && !text.Contains(' ', StringComparison.Ordinal);

    // Examples show what one rule reads: a real configuration has what the others read too, or not, and as much again that none reads.
    private string Fill(Item item, Random random, int round)
    {
        if (JmesExpression.ParseConfig(item.ConfigJson) is not JObject config)
        {
            return item.ConfigJson;
        }

        var required = _required[item.ItemType].ToHashSet(StringComparer.Ordinal);
        Add(config, _members[item.ItemType], depth: 0, path => required.Any(needed => needed.StartsWith(path, StringComparison.Ordinal)) || random.Next(2) == 0);
        config["SampleRound"] = round;
        var details = new JArray();
        for (var length = config.ToString(Formatting.None).Length; length < Size; length += 110)
        {
            details.Add(new JObject
            {
                ["Key"] = string.Create(CultureInfo.InvariantCulture, $"key-{random.Next(1000)}"),
                ["Value"] = string.Create(CultureInfo.InvariantCulture, $"value {random.NextInt64():x16}"),
                ["Weight"] = random.Next(100),
                ["Enabled"] = random.Next(2) == 0,
                ["Created"] = "2026-01-01T00:00:00Z",
            });
        }

        config["SampleDetails"] = details;
        return config.ToString(Formatting.None);
    }

    private static void Add(JObject to, JObject from, int depth, Func<string, bool> isWanted)
    {
        foreach (var member in from.Properties())
        {
            if (to[member.Name] is null)
            {
                if (isWanted(member.Path))
                {
                    to[member.Name] = member.Value.DeepClone();
                }
            }
            else if (to[member.Name] is JObject inner && member.Value is JObject more && depth < MostDepth)
            {
                Add(inner, more, depth + 1, isWanted);
            }
        }
    }
}
