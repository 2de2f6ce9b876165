namespace SecurityMonkey.Engine.Rules;

/// <summary>A rule that is ready to be evaluated by one thread on the items of one unit.</summary>
/// <param name="rule">The rule with the score and the parameters in force.</param>
/// <param name="context">What it can look at.</param>
/// <param name="findUnknown">Says why it cannot tell about the context's item, before it is evaluated; null where nothing is known against it.</param>
/// <param name="evaluate">Evaluates it on the context's item.</param>
/// <param name="release">Gives back what others can use.</param>
internal sealed class PreparedRule(
    Rule rule, RuleContext context, Func<RuleContext, string?> findUnknown, Func<RuleContext, IReadOnlyList<Finding>> evaluate, Action? release = null) : IDisposable
{
    /// <summary>The rule with the score and the parameters in force.</summary>
    public Rule Rule => rule;

    /// <summary>What it asked for so far.</summary>
    public RuleUse Use => context.Use;

    /// <summary>Until when the last answer holds as far as the clock is concerned; null means for ever.</summary>
    public DateTimeOffset? HoldsUntil => context.HoldsUntil;

    /// <summary>Evaluates the rule.</summary>
    /// <exception cref="RuleUnknownException">It cannot tell.</exception>
    /// <exception cref="Exception">It failed.</exception>
    public IReadOnlyList<Finding> Evaluate(AuditedItem item)
        => TryEvaluate(item, out var unknown) ?? throw new RuleUnknownException(unknown);

    /// <summary>Evaluates the rule; that it cannot tell is no exception, because that is so for every item where a permission is missing.</summary>
    /// <param name="item">The item.</param>
    /// <param name="unknown">Why it cannot tell.</param>
    /// <returns>What it found; null where it cannot tell.</returns>
    /// <exception cref="Exception">It failed.</exception>
    public IReadOnlyList<Finding>? TryEvaluate(AuditedItem item, out string unknown)
    {
        context.Item = item;
        try
        {
            unknown = findUnknown(context) ?? "";
            return unknown.Length == 0 ? evaluate(context) : null;
        }
        catch (RuleUnknownException exception)
        {
            unknown = exception.Message;
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => release?.Invoke();
}
