namespace SecurityMonkey.Plugins;

/// <summary>An instance of an <see cref="IRuleEvaluator"/> with its arguments.</summary>
public interface IEvaluatedRule
{
    /// <summary>
    /// The parts of the configuration that it reads: member names separated by dots. Where one of them could not be read, the answer is
    /// unknown without it being asked. Empty means that it may read everything.
    /// </summary>
    IReadOnlyList<string> Reads { get; }

    /// <summary>Evaluates the rule on one item: a pure function, without input or output, safe to call from several threads.</summary>
    /// <param name="rule">The rule, with the score and the parameters in force.</param>
    /// <param name="item">The item, with its configuration.</param>
    /// <param name="context">Other items, accounts, networks, the clock.</param>
    /// <returns>Nothing when the item passes; a finding for each thing that is wrong. A finding without a message gets the document's, or the rule's title.</returns>
    /// <exception cref="RuleUnknownException">The rule cannot tell, because something could not be read.</exception>
    /// <exception cref="Exception">The rule failed on the item: an error. The item's earlier issues of the rule stay as they are.</exception>
    IEnumerable<Finding> Audit(Rule rule, Item item, IAuditContext context);
}
