using SecurityMonkey.Plugins;

namespace SecurityMonkey.Tests.Support;

/// <summary>An auditor with one rule, whose answer tests make up.</summary>
public sealed class FakeAuditor(string ruleId, Func<Item, IAuditContext, IEnumerable<Finding>> audit) : IAuditor
{
    public FakeAuditor(string ruleId, Func<Item, IEnumerable<Finding>> audit)
        : this(ruleId, (item, _) => audit(item))
    {
    }

    public IReadOnlyList<Rule> Rules { get; } =
    [
        new Rule { Id = ruleId, Title = "Found by code", ItemTypes = ["fake.*"], Score = 3, Source = "tests" },
    ];

    public IEnumerable<Finding> Audit(Rule rule, Item item, IAuditContext context) => audit(item, context);
}
