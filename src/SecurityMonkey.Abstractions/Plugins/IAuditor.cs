namespace SecurityMonkey.Plugins;

/// <summary>Rules in code, for what a rule document cannot say.</summary>
public interface IAuditor
{
    /// <summary>The rules it can evaluate.</summary>
    IReadOnlyList<Rule> Rules { get; }

    /// <summary>
    /// A text that changes when the answers can, beside the rules and the build of the code: the text of a script, the version of a list
    /// that it reads. When it changes, items are evaluated again.
    /// </summary>
    string Fingerprint => "";

    /// <summary>Evaluates one rule on one item: a pure function, without input or output, safe to call from several threads.</summary>
    /// <param name="rule">One of <see cref="Rules"/>, with the score and the parameters that are in force.</param>
    /// <param name="item">The item, with its configuration.</param>
    /// <param name="context">The clock, accounts, networks, and other items that the rule declares to look at.</param>
    /// <returns>Nothing when the item passes; a finding for each thing that is wrong.</returns>
    /// <exception cref="RuleUnknownException">The rule cannot tell, because something could not be read: the item's earlier issues stay as they were.</exception>
    /// <exception cref="Exception">The rule failed on the item: an error. The item's earlier issues stay as they were, too.</exception>
    IEnumerable<Finding> Audit(Rule rule, Item item, IAuditContext context);
}
