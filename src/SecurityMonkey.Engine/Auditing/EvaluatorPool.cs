using System.Collections.Concurrent;
using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Engine.Storage;

namespace SecurityMonkey.Engine.Auditing;

/// <summary>Evaluates rules on items. Prepared rules are not safe for several threads, so each borrows a set of its own.</summary>
internal sealed class EvaluatorPool(RuleSet rules, AuditPlan plan, AuditSurroundings surroundings) : IDisposable
{
    private readonly ConcurrentBag<PreparedRule[]> _free = [];

    /// <summary>Evaluates, on some items, the rules that the plan says.</summary>
    public IReadOnlyList<(AuditSubject Subject, ItemOutcome Outcome)> Evaluate(IReadOnlyList<AuditSubject> subjects, CancellationToken cancellationToken)
    {
        var prepared = _free.TryTake(out var free) ? free : [.. rules.Evaluated.Where(rule => plan.IsForAnyItem(rule.Effective.Id)).Select(rule => rule.Rule.Prepare(rule.Effective, surroundings))];
        var outcomes = new List<(AuditSubject, ItemOutcome)>(subjects.Count);
        foreach (var subject in subjects)
        {
            cancellationToken.ThrowIfCancellationRequested();
            outcomes.Add((subject, Evaluate(new AuditedItem(subject.Item), prepared)));
        }

        _free.Add(prepared);
        return outcomes;
    }

    /// <summary>What each rule asked for beside items.</summary>
    public IReadOnlyDictionary<string, RuleUse> GetUses()
        => _free.SelectMany(prepared => prepared)
            .GroupBy(rule => rule.Rule.Id, rule => rule.Use, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Aggregate((one, other) => one | other), StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var rule in _free.SelectMany(prepared => prepared))
        {
            rule.Dispose();
        }
    }

    private ItemOutcome Evaluate(AuditedItem item, PreparedRule[] prepared)
    {
        var until = (DateTimeOffset?)null;
        var findings = new List<(Rule, IReadOnlyList<Finding>)>(prepared.Length);
        var unknown = (List<UnknownAnswer>?)null;
        var errors = (List<AuditError>?)null;
        foreach (var rule in prepared)
        {
            if (!plan.IsEvaluated(item.Item.Id, rule.Rule.Id))
            {
                continue;
            }

            try
            {
                if (rule.TryEvaluate(item, out var reason) is { } found)
                {
                    findings.Add((rule.Rule, found));
                }
                else
                {
                    (unknown ??= []).Add(new UnknownAnswer(rule.Rule.Id, reason));
                }
            }
            catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
            {
                // The boundary of rule and item: a rule that throws is an error of that rule on that item, and the others run.
                (errors ??= []).Add(new AuditError(rule.Rule.Id, item.Item.Id, item.Item.NativeId, exception.Message));
            }

            until = rule.HoldsUntil is { } holds && !(holds >= until) ? holds : until;
        }

        return new ItemOutcome(item.Item, findings, unknown ?? (IReadOnlyList<UnknownAnswer>)[], errors ?? (IReadOnlyList<AuditError>)[]) { HoldsUntil = until };
    }
}
