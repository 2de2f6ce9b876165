using System.Collections.Concurrent;
using SecurityMonkey.Engine.Rules;

namespace SecurityMonkey.Engine.Auditing;

/// <summary>Evaluates rules on items. Compiled rules are not safe for several threads, so each borrows a set of its own.</summary>
internal sealed class EvaluatorPool(RuleSet rules, TimeProvider time)
{
    private readonly ConcurrentBag<IReadOnlyList<(Rule Rule, Func<AuditedItem, IReadOnlyList<Finding>> Evaluate)>> _free = [];

    /// <summary>Evaluates all rules on some items.</summary>
    public IReadOnlyList<ItemOutcome> Evaluate(IReadOnlyList<Item> items, CancellationToken cancellationToken)
    {
        var evaluators = _free.TryTake(out var free) ? free : rules.Prepare(time);
        var outcomes = new List<ItemOutcome>(items.Count);
        foreach (var item in items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            outcomes.Add(Evaluate(new AuditedItem(item), evaluators));
        }

        _free.Add(evaluators);
        return outcomes;
    }

    private static ItemOutcome Evaluate(AuditedItem item, IReadOnlyList<(Rule Rule, Func<AuditedItem, IReadOnlyList<Finding>> Evaluate)> evaluators)
    {
        var findings = new List<(Rule, IReadOnlyList<Finding>)>(evaluators.Count);
        var errors = new List<AuditError>();
        foreach (var (rule, evaluate) in evaluators)
        {
            try
            {
                findings.Add((rule, evaluate(item)));
            }
            catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
            {
                // The boundary of rule and item: a rule that throws is an error of that rule on that item, and the others run.
                errors.Add(new AuditError(rule.Id, item.Item.Id, item.Item.NativeId, exception.Message));
            }
        }

        return new ItemOutcome(item.Item, findings, errors);
    }
}
