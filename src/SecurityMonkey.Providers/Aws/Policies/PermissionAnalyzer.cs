namespace SecurityMonkey.Providers.Aws.Policies;

/// <summary>
/// Says what the policies of an identity permit. Conditions count as fulfilled where something is allowed and as avoided where something is denied: they
/// narrow when, not what.
/// </summary>
internal sealed class PermissionAnalyzer
{
    // A resource that no policy names.
    private static readonly string[] Anything = [Wildcard.Example("*")];

    private readonly IReadOnlyList<PolicyStatement> _allowing;
    private readonly IReadOnlyList<PolicyStatement> _denying;
    private readonly IReadOnlyList<string> _resources;

    /// <summary>Puts documents together.</summary>
    public PermissionAnalyzer(IEnumerable<PolicyDocument> documents)
    {
        var statements = documents.SelectMany(document => document.Statements).ToArray();
        _allowing = [.. statements.Where(statement => statement.IsAllow)];
        _denying = [.. statements.Where(statement => !statement.IsAllow && statement.Conditions.Count == 0)];

        // What is allowed and not denied may be left of any resource that a statement names, be it to leave it out.
        _resources = [.. statements.SelectMany(statement => statement.Resources).Select(resource => Wildcard.Example(resource)).Concat(Anything).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The statements that permit an action.</summary>
    /// <param name="action">An action; with wildcards it stands for every action that fits, so that only a statement as wide permits it.</param>
    /// <param name="isEverywhere">Whether only statements count that permit it on every resource.</param>
    public IEnumerable<PolicyStatement> Permitting(string action, bool isEverywhere)
    {
        var example = Wildcard.Example(action is "*" ? "*:*" : action);
        return _allowing.Where(statement => statement.SpeaksOfAction(example) && ResourcesOf(statement, isEverywhere).Any(resource =>
            !_denying.Any(deny => deny.SpeaksOfAction(example) && deny.SpeaksOfResource(resource))));
    }

    private IEnumerable<string> ResourcesOf(PolicyStatement statement, bool isEverywhere)
        => (isEverywhere ? Anything : _resources).Where(statement.SpeaksOfResource);
}
