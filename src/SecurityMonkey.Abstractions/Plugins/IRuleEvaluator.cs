namespace SecurityMonkey.Plugins;

/// <summary>
/// A kind of condition in code that rule documents use by its name with arguments of their own (<c>spec.evaluator</c>), so that it is
/// written once and instantiated as data.
/// </summary>
public interface IRuleEvaluator
{
    /// <summary>The name that documents use, in lower case with hyphens: <c>exposed-ports</c>.</summary>
    string Name { get; }

    /// <summary>What it finds, in one sentence.</summary>
    string Description { get; }

    /// <summary>The arguments it takes.</summary>
    IReadOnlyList<EvaluatorArgument> Arguments { get; }

    /// <summary>Item types that it looks at beside the audited item; they count as lookups of each rule that uses it.</summary>
    IReadOnlyList<string> Lookups { get; }

    /// <summary>Makes an instance for a rule.</summary>
    /// <param name="arguments">The arguments as JSON texts by name: from <c>with</c>, or from the rule's parameter of that name, or the default.</param>
    /// <exception cref="FormatException">An argument is wrong; the message names it and says what was expected.</exception>
    IEvaluatedRule Create(IReadOnlyDictionary<string, string> arguments);
}
