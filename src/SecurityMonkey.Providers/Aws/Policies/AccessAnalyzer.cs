using SecurityMonkey.Network;

namespace SecurityMonkey.Providers.Aws.Policies;

/// <summary>
/// Says whom the policy of a resource lets in. It tries the policy out with strangers and with all whom its texts speak of, from everywhere its texts speak of:
/// conditions of a statement must all hold, what is denied is denied, and what somebody can choose himself (time, TLS, tags, external ids) he chooses well.
/// </summary>
internal sealed class AccessAnalyzer
{
    private readonly PolicyDocument _document;
    private readonly PolicyVocabulary _words;
    private readonly RequesterCatalog _catalog;
    private readonly IAccessKnowledge _knowledge;

    /// <summary>Creates an analysis.</summary>
    public AccessAnalyzer(PolicyDocument document, IAccessKnowledge knowledge)
    {
        _document = document;
        _knowledge = knowledge;
        _words = new PolicyVocabulary(document);
        _catalog = new RequesterCatalog(_words, knowledge);
    }

    /// <summary>Whom the policy lets in.</summary>
    public IReadOnlyList<AccessGrant> Analyze() => [.. _document.Statements.Where(statement => statement.IsAllow).SelectMany(Analyze)];

    /// <summary>Whether a statement lets somebody do something that no other denies, and what.</summary>
    public IReadOnlyList<string> AllowedActions(PolicyStatement statement, Requester requester)
    {
        if (!statement.SpeaksOf(requester) || !statement.HoldsFor(requester))
        {
            return [];
        }

        var denying = _document.Statements.Where(other => !other.IsAllow && other.SpeaksOf(requester) && other.HoldsFor(requester)).ToArray();
        var resources = _words.ResourcesOf(statement);
        return
        [
            .. _words.ActionsOf(statement).Where(action => resources.Any(resource =>
                !denying.Any(deny => deny.SpeaksOfAction(action) && deny.SpeaksOfResource(resource)))),
        ];
    }

    private IEnumerable<AccessGrant> Analyze(PolicyStatement statement)
    {
        var allowed = (from identity in _catalog.Identities
                       from place in _catalog.Places
                       let actions = AllowedActions(statement, new Requester(identity, place))
                       where actions.Count > 0
                       select (Identity: identity, Place: place, Actions: actions)).ToArray();
        var strangers = allowed.Where(pair => pair.Identity is { IsStranger: true, Kind: PrincipalKind.Everyone or PrincipalKind.Identity }).ToArray();
        var networks = AddressSet.Union(strangers.Select(pair => pair.Place.Addresses).OfType<AddressSet>());
        if (Array.Exists(strangers, pair => pair.Place.IsAnywhere) || networks.IsInternet)
        {
            var isAnonymous = Array.Exists(strangers, pair => pair.Identity.Kind == PrincipalKind.Everyone);
            return [Grant(statement, AccessClass.Internet, isAnonymous ? "everybody" : "every AWS account", strangers[0].Actions)];
        }

        var known = strangers.Select(pair => pair.Place.Text).ToHashSet(StringComparer.Ordinal);
        var others = allowed.Where(pair => !strangers.Contains(pair) && !known.Contains(pair.Place.Text)).ToArray();
        return strangers.DistinctBy(pair => pair.Place.Text).Select(pair => Grant(statement, ClassOf(pair.Place), pair.Place.Text, pair.Actions))
            .Concat(others.GroupBy(pair => pair.Identity).Select(group => Describe(statement, group.Key, [.. group])).OfType<AccessGrant>())
            .Concat(DescribeServices(statement, [.. others.Where(pair => pair.Identity.Kind == PrincipalKind.Service)]))
            .DistinctBy(grant => (grant.Class, grant.Grantee));
    }

    private AccessGrant? Describe(PolicyStatement statement, RequesterIdentity identity, (RequesterIdentity Identity, RequesterPlace Place, IReadOnlyList<string> Actions)[] pairs)
    {
        var actions = pairs[0].Actions;
        var where = Array.Exists(pairs, pair => pair.Place.IsAnywhere) ? "" : $" from {string.Join(", ", pairs.Select(pair => pair.Place.Text).Distinct(StringComparer.Ordinal))}";
        if (identity.Kind == PrincipalKind.Service)
        {
            return null;
        }

        if (identity.Organization is { } organization)
        {
            return Grant(statement, _knowledge.OfOrganization(organization), $"organisation {organization}{where}", actions);
        }

        if (identity.Kind == PrincipalKind.CanonicalUser)
        {
            var (ofUser, user) = _knowledge.OfCanonicalUser(identity.Text);
            return Grant(statement, ofUser, user + where, actions);
        }

        if (identity.Kind == PrincipalKind.Federated)
        {
            return FederatedAccess.IsOpen(statement, identity.Text)
                ? Grant(statement, AccessClass.Internet, $"everybody with an account of {FederatedAccess.HostOf(identity.Text)}", actions)
                : Grant(statement, FederatedAccess.IsOwnProvider(identity.Text) ? _knowledge.OfAccount(identity.Account!).Class : AccessClass.ThirdParty, $"identities of {identity.Text}", actions);
        }

        if (identity.Account is not { } account)
        {
            return Grant(statement, AccessClass.Unknown, identity.Text, actions);
        }

        var (ofAccount, text) = _knowledge.OfAccount(account);
        var isMember = identity.Text.EndsWith("/zq7", StringComparison.Ordinal);
        return Grant(statement, ofAccount, (isMember ? text : $"{identity.Text} ({text})") + where, actions) with { Account = account, IsWholeAccount = isMember };
    }

    private IEnumerable<AccessGrant> DescribeServices(PolicyStatement statement, (RequesterIdentity Identity, RequesterPlace Place, IReadOnlyList<string> Actions)[] pairs)
    {
        // A statement for everybody that only a service can fulfil is told by whom the service asks for.
        foreach (var service in pairs.GroupBy(pair => pair.Identity.Text, StringComparer.Ordinal))
        {
            var name = service.Key.StartsWith("zq7", StringComparison.Ordinal) ? "services of AWS" : service.Key;
            if (service.Any(pair => pair.Identity.Organization is null && string.Equals(pair.Identity.Account, RequesterIdentity.Stranger, StringComparison.Ordinal)))
            {
                yield return Grant(statement, AccessClass.AwsService, name, service.First().Actions) with { IsAnySource = true, Service = service.Key };
                continue;
            }

            foreach (var pair in service.DistinctBy(pair => pair.Identity.Source))
            {
                var (ofSource, text) = pair.Identity.Organization is { } organization
                    ? (_knowledge.OfOrganization(organization), $"organisation {organization}")
                    : _knowledge.OfAccount(pair.Identity.Account ?? "");
                yield return Grant(statement, ofSource, $"{name} for {text}", pair.Actions) with { Account = pair.Identity.Account, Service = service.Key };
            }
        }
    }

    private AccessClass ClassOf(RequesterPlace place) => place.Vpc is { } vpc ? _knowledge.OfVpc(vpc) : _knowledge.OfNetwork(place.Addresses!);

    private static AccessGrant Grant(PolicyStatement statement, AccessClass accessClass, string grantee, IReadOnlyList<string> actions)
        => new(accessClass, grantee, null, statement, [.. (statement.IsNotAction ? ["all but " + string.Join(", ", statement.Actions)] : statement.Actions.Where(pattern => actions.Any(action => Wildcard.IsMatch(pattern, action, ignoreCase: true))))]);
}
