using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Rules;

/// <summary>A rule of the catalogue, whether it is data or code.</summary>
/// <param name="rule">What is known of it.</param>
internal abstract class CatalogRule(Rule rule)
{
    private readonly TextFilter _itemTypes = TextFilter.Of(rule.ItemTypes);

    /// <summary>What is known of it.</summary>
    public Rule Rule => rule;

    /// <summary>Whether it looks at an item type.</summary>
    public bool AppliesTo(string itemType) => _itemTypes.IsMatch(itemType);

    /// <summary>Makes the rule ready for use by one thread.</summary>
    /// <param name="effective">The rule with the score and the parameters in force.</param>
    /// <param name="time">The clock.</param>
    public abstract Func<AuditedItem, IReadOnlyList<Finding>> Prepare(Rule effective, TimeProvider time);

    /// <summary>A rule that is data.</summary>
    public sealed class FromDocument(RuleDocument document) : CatalogRule(document.Rule)
    {
        /// <summary>The document.</summary>
        public RuleDocument Document => document;

        public override Func<AuditedItem, IReadOnlyList<Finding>> Prepare(Rule effective, TimeProvider time)
        {
            var evaluator = new RuleEvaluator(document.Condition, effective.Parameters, time);
            return item => evaluator.Evaluate(item.Config, item.Facts);
        }
    }

    /// <summary>A rule that is code.</summary>
    public sealed class FromAuditor(Rule rule, IAuditor auditor) : CatalogRule(rule)
    {
        public override Func<AuditedItem, IReadOnlyList<Finding>> Prepare(Rule effective, TimeProvider time)
        {
            var context = new Context(time);
            return item => [.. auditor.Audit(effective, item.Item, context)];
        }

        private sealed class Context(TimeProvider time) : IAuditContext
        {
            public TimeProvider Time => time;
        }
    }
}
