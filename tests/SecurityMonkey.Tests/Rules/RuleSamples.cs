using SecurityMonkey.Engine.Rules;

namespace SecurityMonkey.Tests.Rules;

/// <summary>Items, and what rules can look at beside them.</summary>
internal static class RuleSamples
{
    public static Item Item(string config, string itemType = "acme.thing", string nativeId = "id-1", string region = "eu-west-1", params string[] unknown) => new()
    {
        Id = 1,
        Account = "prod",
        AccountType = "AWS",
        ItemType = itemType,
        Region = region,
        NativeId = nativeId,
        Name = "web",
        State = ItemState.Active,
        FirstSeen = default,
        LastSeen = default,
        LastChanged = default,
        RevisionNumber = 1,
        ConfigJson = config,
        UnknownParts = [.. unknown.Select(path => new UnknownPart(path, "AccessDenied", "no permission"))],
    };

    public static AuditSurroundings Surroundings(TimeProvider time) => new(time, new Account { Name = "prod", Type = "AWS", Identifier = "123456789012" });

    public static IReadOnlyList<Finding> Evaluate(RuleEvaluator evaluator, Item item, TimeProvider time, IReadOnlyDictionary<string, string>? parameters = null)
    {
        var context = new RuleContext(new Rule { Id = "ACME-1", Title = "T", ItemTypes = ["*"], Score = 1 }, Surroundings(time)) { Item = new AuditedItem(item) };
        evaluator.Use(context, (parameters ?? new Dictionary<string, string>()).ToDictionary(entry => entry.Key, entry => JmesExpression.ParseConfig(entry.Value)));
        return evaluator.FindUnknown() is { } unknown ? throw new RuleUnknownException(unknown) : evaluator.Evaluate();
    }
}
