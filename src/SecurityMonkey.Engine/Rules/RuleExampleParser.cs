using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using SecurityMonkey.Engine.Documents;

namespace SecurityMonkey.Engine.Rules;

/// <summary>Reads the examples of rule documents.</summary>
internal static class RuleExampleParser
{
    private const string ExampleName = "example";

    /// <summary>Reads the examples.</summary>
    /// <param name="spec">The map that holds them.</param>
    /// <param name="rule">The rule.</param>
    public static IReadOnlyList<RuleExample> Read(DocumentReader spec, Rule rule)
    {
        var examples = new List<RuleExample>();
        foreach (var (example, node) in spec.TakeMaps("examples"))
        {
            examples.Add(ReadExample(example, node, rule));
            example.End();
        }

        return examples;
    }

    private static RuleExample ReadExample(DocumentReader example, DocumentNode node, Rule rule)
    {
        var name = example.TakeText("name", isRequired: true);
        var config = example.Take("config", isRequired: true);
        var facts = example.TakeMap("item");
        var item = NewItem(facts?.TakeText("itemType") is { Length: > 0 } type ? type : rule.ItemTypes.Count > 0 ? rule.ItemTypes[0] : ExampleName, name) with
        {
            UnknownParts = [.. example.TakeTexts("unknown").Select(path => new UnknownPart(path, "Example", "The example says so."))],
        };
        item = item with
        {
            Region = TextOr(facts, "region", item.Region),
            Name = TextOr(facts, "name", item.Name),
            NativeId = TextOr(facts, "nativeId", item.NativeId),
        };
        facts?.End();
        var account = example.TakeMap("account") is { } map ? ReadAccount(map) : new Account { Name = ExampleName, Type = ExampleName, Identifier = ExampleName };
        return new RuleExample(
            name,
            new Lazy<Item>(() => item with { Account = account.Name, AccountType = account.Type, ConfigJson = config?.ToJson().ToString(Formatting.None) ?? "{}" }),
            RuleDocumentParser.ReadParameters(example),
            example.TakeOneOf("expect", "pass", "fail", "unknown"),
            example.TakeInteger("findings", 0, int.MaxValue),
            node.Line)
        {
            Account = account,
            Lookups = ReadLookups(example, rule, account),
            Incomplete = [.. example.TakeScalars("incomplete").Where(type => IsDeclared(example, type, rule)).Select(type => type.Text)],
            Accounts = [account, .. example.TakeMaps("accounts").Select(entry => ReadAccount(entry.Reader))],
            Networks = ReadNetworks(example),
            Now = ReadTime(example),
        };
    }

    private static string TextOr(DocumentReader? facts, string key, string otherwise) => facts?.TakeText(key) is { Length: > 0 } text ? text : otherwise;

    private static Dictionary<string, Lazy<IReadOnlyList<Item>>> ReadLookups(DocumentReader example, Rule rule, Account account)
    {
        var lookups = new Dictionary<string, Lazy<IReadOnlyList<Item>>>(StringComparer.Ordinal);
        foreach (var (type, value) in example.TakeMap("lookups")?.TakeRest() ?? [])
        {
            if (IsDeclared(example, type, rule) && value is DocumentNode.List list)
            {
                lookups.Add(type.Text, new Lazy<IReadOnlyList<Item>>(
                    () => [.. list.Items.Select((node, index) => ReadLookup(type.Text, node.ToJson(), index) with { Account = account.Name, AccountType = account.Type })]));
            }
            else if (value is not DocumentNode.List)
            {
                example.Report(value, $"'{type.Text}' is a {value.Kind}; a list of configurations was expected.");
            }
        }

        return lookups;
    }

    private static bool IsDeclared(DocumentReader example, DocumentNode.Scalar type, Rule rule)
    {
        var isDeclared = rule.Lookups.Contains(type.Text, StringComparer.Ordinal);
        if (!isDeclared)
        {
            example.Report(type, $"'{type.Text}' is not among the rule's lookups ({string.Join(", ", rule.Lookups)}).{NearName.Hint(type.Text, rule.Lookups)}");
        }

        return isDeclared;
    }

    // Either a configuration, or a map of what is known of the item with the configuration in it.
    private static Item ReadLookup(string itemType, JToken json, int index)
    {
        var item = NewItem(itemType, string.Create(CultureInfo.InvariantCulture, $"{itemType}-{index + 1}")) with { Id = index + 2 };
        if (json is not JObject map || map["config"] is null || map.Properties().Any(member => member.Name is not ("id" or "name" or "region" or "config" or "unknown")))
        {
            return item with { ConfigJson = json.ToString(Formatting.None) };
        }

        var id = TextOf(map["id"]) ?? item.NativeId;
        return item with
        {
            NativeId = id,
            Name = TextOf(map["name"]) ?? id,
            Region = TextOf(map["region"]) ?? item.Region,
            ConfigJson = map["config"]!.ToString(Formatting.None),
            UnknownParts = [.. (map["unknown"] as JArray ?? []).Select(path => new UnknownPart(TextOf(path) ?? "", "Example", "The example says so."))],
        };
    }

    private static string? TextOf(JToken? json) => (json as JValue)?.Value is { } value ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;

    private static Account ReadAccount(DocumentReader reader)
    {
        var identifier = reader.TakeText("identifier", isRequired: true);
        var account = new Account
        {
            Name = TextOr(reader, "name", identifier),
            Identifier = identifier,
            Type = TextOr(reader, "type", ExampleName),
            IsThirdParty = reader.Take("isThirdParty")?.ToJson() is JValue { Value: true },
            Fields = reader.TakeMap("fields")?.TakeRest().ToDictionary(field => field.Key.Text, field => (field.Value as DocumentNode.Scalar)?.Text ?? "", StringComparer.Ordinal) ?? [],
        };
        reader.End();
        return account;
    }

    private static List<KnownNetwork> ReadNetworks(DocumentReader example)
    {
        var networks = new List<KnownNetwork>();
        switch (example.Take("networks"))
        {
            case null:
                break;
            case DocumentNode.List list:
                foreach (var node in list.Items)
                {
                    var json = node.ToJson();
                    var cidr = json is JObject map ? (string?)map["cidr"] : json.Type == JTokenType.String ? (string?)json : null;
                    if (cidr is null)
                    {
                        example.Report(node, "A network is a text such as '203.0.113.0/24', or a map with 'cidr' and 'name'.");
                    }
                    else
                    {
                        networks.Add(new KnownNetwork { Cidr = cidr, Name = (json as JObject)?["name"]?.ToString() ?? cidr });
                    }
                }

                break;
            case var other:
                example.Report(other, $"'networks' is a {other.Kind}; a list was expected.");
                break;
        }

        return networks;
    }

    private static DateTimeOffset? ReadTime(DocumentReader example)
    {
        var now = example.TakeScalar("now");
        if (now is null)
        {
            return null;
        }

        if (DateTimeOffset.TryParse(now.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time;
        }

        example.Report(now, $"'{now.Text}' is not a time; write 2026-01-31 or 2026-01-31T12:00:00Z.");
        return null;
    }

    private static Item NewItem(string itemType, string name) => new()
    {
        Id = 1,
        Account = ExampleName,
        AccountType = ExampleName,
        ItemType = itemType,
        Region = ExampleName,
        NativeId = name,
        Name = name,
        State = ItemState.Active,
        FirstSeen = default,
        LastSeen = default,
        LastChanged = default,
        RevisionNumber = 1,
    };
}
