namespace SecurityMonkey.Engine.Rules;

/// <summary>A rule that is ready to be evaluated by one thread on the items of one unit.</summary>
/// <param name="rule">The rule with the score and the parameters in force.</param>
/// <param name="context">What it can look at.</param>
/// <param name="evaluate">Evaluates it on the context's item.</param>
/// <param name="release">Gives back what others can use.</param>
internal sealed class PreparedRule(Rule rule, RuleContext context, Func<RuleContext, IReadOnlyList<Finding>> evaluate, Action? release = null) : IDisposable
{
    /// <summary>The rule with the score and the parameters in force.</summary>
    public Rule Rule => rule;

    /// <summary>What it asked for so far.</summary>
    public RuleUse Use => context.Use;

    /// <summary>Evaluates the rule.</summary>
    /// <exception cref="RuleUnknownException">It cannot tell.</exception>
    /// <exception cref="Exception">It failed.</exception>
    public IReadOnlyList<Finding> Evaluate(AuditedItem item)
    {
        context.Item = item;
        return evaluate(context);
    }

    /// <inheritdoc/>
    public void Dispose() => release?.Invoke();
}
