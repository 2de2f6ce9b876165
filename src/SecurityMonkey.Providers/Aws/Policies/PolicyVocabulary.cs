namespace SecurityMonkey.Providers.Aws.Policies;

/// <summary>Whom and what a policy speaks of: the values from which those are made with whom it is tried out.</summary>
internal sealed class PolicyVocabulary
{
    private readonly IReadOnlyList<PolicyStatement> _statements;

    /// <summary>Gathers the words of a policy.</summary>
    public PolicyVocabulary(PolicyDocument document)
    {
        _statements = document.Statements;
        Principals = [.. _statements.SelectMany(statement => statement.Principals).Distinct()];
    }

    /// <summary>The principals it names, wherever.</summary>
    public IReadOnlyList<PolicyPrincipal> Principals { get; }

    /// <summary>The values it compares some keys with, wherever.</summary>
    public IReadOnlyList<string> ValuesOf(params string[] keys)
        =>
        [
            .. _statements.SelectMany(statement => statement.Conditions)
                .Where(condition => keys.Contains(condition.Key, StringComparer.OrdinalIgnoreCase))
                .SelectMany(condition => condition.Values)
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>The keys that are true or false, and that he who asks can choose.</summary>
    public IReadOnlyList<string> Switches
        =>
        [
            .. _statements.SelectMany(statement => statement.Conditions)
                .Where(condition => condition.Operator.StartsWith("Bool", StringComparison.OrdinalIgnoreCase) && !Requester.IsFixed(condition.Key))
                .Select(condition => condition.Key)
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];

    /// <summary>Actions with which a statement is tried out.</summary>
    public IReadOnlyList<string> ActionsOf(PolicyStatement statement)
        => Examples(statement.IsNotAction ? ["*"] : statement.Actions, _statements.Where(other => other.IsNotAction).SelectMany(other => other.Actions), statement.SpeaksOfAction, "*:*");

    /// <summary>Resources with which a statement is tried out.</summary>
    public IReadOnlyList<string> ResourcesOf(PolicyStatement statement)
        => Examples(statement.IsNotResource ? ["*"] : statement.Resources, _statements.Where(other => other.IsNotResource).SelectMany(other => other.Resources), statement.SpeaksOfResource, "*");

    // What others leave out may be all that is left of a pattern.
    private static string[] Examples(IEnumerable<string> patterns, IEnumerable<string> exceptions, Func<string, bool> isMeant, string anything)
        => [.. patterns.Select(pattern => Wildcard.Example(pattern is "*" ? anything : pattern)).Concat(exceptions.Select(pattern => Wildcard.Example(pattern))).Where(isMeant).Distinct(StringComparer.Ordinal)];
}
