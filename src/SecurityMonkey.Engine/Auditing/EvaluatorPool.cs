using System.Collections.Concurrent;
using SecurityMonkey.Engine.Rules;

namespace SecurityMonkey.Engine.Auditing;

/// <summary>Evaluates rules on items. Prepared rules are not safe for several threads, so each borrows a set of its own.</summary>
internal sealed class EvaluatorPool(IReadOnlyList<(CatalogRule Rule, Rule Effective)> rules, AuditSurroundings surroundings) : IDisposable
{
    private readonly ConcurrentBag<IReadOnlyList<PreparedRule>> _free = [];

    /// <summary>Evaluates all rules on some items.</summary>
    public IReadOnlyList<ItemOutcome> Evaluate(IReadOnlyList<Item> items, CancellationToken cancellationToken)
    {
        var prepared = _free.TryTake(out var free) ? free : [.. rules.Select(rule => rule.Rule.Prepare(rule.Effective, surroundings))];
        var outcomes = new List<ItemOutcome>(items.Count);
        foreach (var item in items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            outcomes.Add(Evaluate(new AuditedItem(item), prepared));
        }

        _free.Add(prepared);
        return outcomes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var rule in _free.SelectMany(prepared => prepared))
        {
            rule.Dispose();
        }
    }

    private static ItemOutcome Evaluate(AuditedItem item, IReadOnlyList<PreparedRule> prepared)
    {
        var findings = new List<(Rule, IReadOnlyList<Finding>)>(prepared.Count);
        var unknown = (List<UnknownAnswer>?)null;
        var errors = (List<AuditError>?)null;
        foreach (var rule in prepared)
        {
            try
            {
                findings.Add((rule.Rule, rule.Evaluate(item)));
            }
            catch (RuleUnknownException exception)
            {
                (unknown ??= []).Add(new UnknownAnswer(rule.Rule.Id, exception.Message));
            }
            catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
            {
                // The boundary of rule and item: a rule that throws is an error of that rule on that item, and the others run.
                (errors ??= []).Add(new AuditError(rule.Rule.Id, item.Item.Id, item.Item.NativeId, exception.Message));
            }
        }

        return new ItemOutcome(item.Item, findings, unknown ?? (IReadOnlyList<UnknownAnswer>)[], errors ?? (IReadOnlyList<AuditError>)[]);
    }
}
