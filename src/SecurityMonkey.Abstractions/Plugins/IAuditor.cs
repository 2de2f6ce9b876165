namespace SecurityMonkey.Plugins;

/// <summary>Rules in code, for what a rule document cannot say.</summary>
public interface IAuditor
{
    /// <summary>The rules it can evaluate.</summary>
    IReadOnlyList<Rule> Rules { get; }

    /// <summary>Evaluates one rule on one item: a pure function, without input or output, safe to call from several threads.</summary>
    /// <param name="rule">One of <see cref="Rules"/>, with the score and the parameters that are in force.</param>
    /// <param name="item">The item, with its configuration.</param>
    /// <param name="context">The clock, and other things a rule may ask for.</param>
    /// <returns>Nothing when the item passes; a finding for each thing that is wrong.</returns>
    /// <exception cref="Exception">The rule cannot tell: the answer is unknown, and the item's earlier issues stay as they were.</exception>
    IEnumerable<Finding> Audit(Rule rule, Item item, IAuditContext context);
}
