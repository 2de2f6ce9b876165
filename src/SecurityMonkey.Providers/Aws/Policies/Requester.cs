namespace SecurityMonkey.Providers.Aws.Policies;

/// <summary>
/// Somebody who might ask: who he is and where he asks from. A policy is tried out with those its texts speak of, and with strangers.
/// </summary>
/// <param name="Identity">Who he is.</param>
/// <param name="Place">Where he asks from.</param>
internal sealed record Requester(RequesterIdentity Identity, RequesterPlace Place)
{
    // What a request says of him who asks. Everything else he can choose: times, TLS, tags, referers, external ids.
    private static readonly HashSet<string> Keys = new(StringComparer.OrdinalIgnoreCase)
    {
        "aws:SourceIp", "aws:SourceVpc", "aws:SourceVpce", "aws:SourceVpcArn", "aws:VpcSourceIp", "aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalOrgID",
        "aws:PrincipalOrgPaths", "aws:userid", "aws:PrincipalIsAWSService", "aws:PrincipalServiceName", "aws:PrincipalServiceNamesList", "aws:SourceAccount",
        "aws:SourceArn", "aws:SourceOwner", "aws:SourceOrgID", "aws:SourceOrgPaths", "kms:CallerAccount", "s3:DataAccessPointAccount", "s3:DataAccessPointArn",
        "s3express:DataAccessPointAccount",
    };

    /// <summary>Whether he cannot choose the value of a key.</summary>
    public static bool IsFixed(string key) => Keys.Contains(key);

    /// <summary>Whether a key of conditions is set by who he is, where he asks from and what he chose.</summary>
    public bool Knows(string key) => Keys.Contains(key) || Place.Choices.ContainsKey(key);

    /// <summary>The values of a key; none where the request does not have it.</summary>
    public IReadOnlyList<string> ValuesOf(string key)
        => Place.Choices.TryGetValue(key, out var chosen) ? chosen is null ? [] : [chosen]
            : Place.Values.TryGetValue(key, out var placed) ? placed
            : Identity.Values.TryGetValue(key, out var own) ? own
            : [];

    /// <summary>Whether a principal of a policy is him.</summary>
    public bool Is(PolicyPrincipal principal)
        => principal.Kind switch
        {
            PrincipalKind.Everyone => true,
            PrincipalKind.Account => Identity.Kind is PrincipalKind.Account or PrincipalKind.Identity
                && Identity.Account is { } account && principal.Account is { } wanted && Wildcard.IsMatch(wanted, account, ignoreCase: false),
            PrincipalKind.Identity => Identity.Kind == PrincipalKind.Identity && Wildcard.IsMatch(principal.Text, Identity.Text, ignoreCase: false),
            PrincipalKind.Deleted => false,
            _ => Identity.Kind == principal.Kind && string.Equals(principal.Text, Identity.Text, StringComparison.Ordinal),
        };
}
