using System.Collections.Concurrent;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Rules;

/// <summary>A rule of the catalogue, whether it is data or code.</summary>
/// <param name="rule">What is known of it.</param>
internal abstract class CatalogRule(Rule rule)
{
    private readonly TextFilter _itemTypes = TextFilter.Of(rule.ItemTypes);

    /// <summary>What is known of it.</summary>
    public Rule Rule => rule;

    /// <summary>A text that changes when the condition does, beside the rule itself.</summary>
    public abstract string Fingerprint { get; }

    /// <summary>Whether it looks at an item type.</summary>
    public bool AppliesTo(string itemType) => _itemTypes.IsMatch(itemType);

    /// <summary>Makes the rule ready for use by one thread.</summary>
    /// <param name="effective">The rule with the score and the parameters in force.</param>
    /// <param name="surroundings">What it can look at.</param>
    public abstract PreparedRule Prepare(Rule effective, AuditSurroundings surroundings);

    private static string? FindUnknown(Item item, IReadOnlyList<string> reads)
    {
        if (item.UnknownParts.Count == 0)
        {
            return null;
        }

        foreach (var path in reads.Count == 0 ? [""] : reads)
        {
            if (item.FindUnknown(path) is { } part)
            {
                return UnknownText.Of(item, part.Path, part);
            }
        }

        return null;
    }

    /// <summary>A rule that is data.</summary>
    public sealed class FromDocument(RuleDocument document) : CatalogRule(document.Rule)
    {
        // Compiled expressions do not depend on account and parameters, so that one unit takes what another one has finished with.
        private readonly ConcurrentBag<RuleEvaluator> _free = [];

        /// <summary>The document.</summary>
        public RuleDocument Document => document;

        public override string Fingerprint => document.Condition.Fingerprint.Value;

        public override PreparedRule Prepare(Rule effective, AuditSurroundings surroundings)
        {
            var context = new RuleContext(effective, surroundings);
            var parameters = effective.Parameters.ToDictionary(parameter => parameter.Key, parameter => JmesExpression.ParseConfig(parameter.Value), StringComparer.Ordinal);
            var evaluator = _free.TryTake(out var free) ? free : new RuleEvaluator(document.Condition);
            evaluator.Use(context, parameters);
            var release = () =>
            {
                evaluator.Forget();
                _free.Add(evaluator);
            };
            return document.Condition.Evaluator is { } use
                ? PrepareCode(use, effective, evaluator, context, release)
                : new PreparedRule(effective, context, _ => evaluator.FindUnknown(), _ => evaluator.Evaluate(), release);
        }

        private static PreparedRule PrepareCode(EvaluatorUse use, Rule effective, RuleEvaluator texts, RuleContext context, Action release)
        {
            IEvaluatedRule code;
            try
            {
                code = use.Create(effective.Parameters);
            }
            catch (FormatException exception)
            {
                // The document was checked, so that it is a parameter that was tuned.
                return new PreparedRule(effective, context, _ => null, _ => throw new InvalidOperationException(exception.Message, exception), release);
            }

            return new PreparedRule(
                effective,
                context,
                context => FindUnknown(context.Item.Item, code.Reads) ?? texts.FindMissing(),
                context => [.. code.Audit(effective, context.Item.Item, context).Select(finding => finding.Message.Length > 0 ? finding : finding with { Message = texts.RenderMessage() })],
                release);
        }
    }

    /// <summary>A rule that is code.</summary>
    public sealed class FromAuditor(Rule rule, IAuditor auditor) : CatalogRule(rule)
    {
        // Another build of the code can answer otherwise.
        public override string Fingerprint { get; } = $"{auditor.GetType().AssemblyQualifiedName} {auditor.GetType().Module.ModuleVersionId} {auditor.Fingerprint}";

        public override PreparedRule Prepare(Rule effective, AuditSurroundings surroundings)
            => new(
                effective,
                new RuleContext(effective, surroundings),
                context => FindUnknown(context.Item.Item, effective.Reads),
                context => [.. auditor.Audit(effective, context.Item.Item, context)]);
    }
}
