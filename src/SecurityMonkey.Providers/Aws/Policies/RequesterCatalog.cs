using SecurityMonkey.Network;

namespace SecurityMonkey.Providers.Aws.Policies;

/// <summary>Those with whom a policy is tried out: strangers, whom the policy speaks of, and the places it speaks of.</summary>
internal sealed class RequesterCatalog
{
    private static readonly string[] StrangerAddresses = ["93.184.216.34", "1.2.3.4", "212.58.244.20", "200.160.2.3", "128.101.101.101", "44.192.7.7"];

    private const int MostSwitches = 3;

    private readonly PolicyVocabulary _words;
    private readonly IAccessKnowledge _knowledge;

    /// <summary>Makes them.</summary>
    public RequesterCatalog(PolicyVocabulary words, IAccessKnowledge knowledge)
    {
        (_words, _knowledge) = (words, knowledge);
        var choices = FindChoices(words.Switches).ToArray();
        Places = [.. FindPlaces().SelectMany(place => choices.Select(choice => place with { Choices = choice }))];
        Identities = [.. FindIdentities()];
    }

    /// <summary>Where they ask from; first the places that no policy names.</summary>
    public IReadOnlyList<RequesterPlace> Places { get; }

    /// <summary>Who they are; first the strangers.</summary>
    public IReadOnlyList<RequesterIdentity> Identities { get; }

    // A request has one value of a key: what one statement demands and another refuses cannot both be had. Beyond a few keys that is let pass.
    private static IEnumerable<IReadOnlyDictionary<string, string?>> FindChoices(IReadOnlyList<string> switches)
        => switches.Take(MostSwitches).Aggregate(
            new[] { new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) }.AsEnumerable(),
            (choices, key) => choices.SelectMany(choice => ValuesOf(key).Select(value => new Dictionary<string, string?>(choice, StringComparer.OrdinalIgnoreCase) { [key] = value })));

    private static string?[] ValuesOf(string key)
        => string.Equals(key, "aws:SecureTransport", StringComparison.OrdinalIgnoreCase) ? ["true", "false"] : ["true", "false", null];

    private IEnumerable<RequesterPlace> FindPlaces()
    {
        var blocks = _words.ValuesOf("aws:SourceIp", "aws:VpcSourceIp")
            .Select(text => (Text: text, Addresses: AddressSet.TryParse(text)))
            .Where(block => block.Addresses is not null)
            .ToArray();
        var narrow = AddressSet.Union(blocks.Select(block => block.Addresses!).Where(addresses => !addresses.IsInternet));
        var address = StrangerAddresses.FirstOrDefault(text => !narrow.Overlaps(AddressSet.Parse(text)), StrangerAddresses[0]);
        yield return new RequesterPlace("the internet", Map(("aws:SourceIp", address)));
        yield return new RequesterPlace("any VPC", Map(("aws:SourceVpc", "vpc-zq7"), ("aws:SourceVpce", "vpce-zq7"), ("aws:SourceVpcArn", VpcArn(RequesterIdentity.Stranger))));
        foreach (var (text, addresses) in blocks)
        {
            yield return new RequesterPlace($"network {text}", Map(("aws:SourceIp", text), ("aws:VpcSourceIp", text)), addresses);
        }

        var (vpcs, endpoints) = (_words.ValuesOf("aws:SourceVpc"), _words.ValuesOf("aws:SourceVpce"));
        foreach (var vpc in vpcs)
        {
            yield return new RequesterPlace($"VPC {vpc}", Map(("aws:SourceVpc", Wildcard.Example(vpc)), ("aws:SourceVpce", endpoints is [var only] ? only : "vpce-zq7")), Vpc: vpc);
        }

        foreach (var endpoint in endpoints)
        {
            yield return new RequesterPlace($"VPC endpoint {endpoint}", Map(("aws:SourceVpce", Wildcard.Example(endpoint)), ("aws:SourceVpc", vpcs is [var only] ? only : "vpc-zq7")), Vpc: endpoint);
        }
    }

    private IEnumerable<RequesterIdentity> FindIdentities()
    {
        yield return new RequesterIdentity(PrincipalKind.Everyone, "*", null, Map(("aws:PrincipalIsAWSService", "false"), ("aws:userid", "anonymous")));
        yield return Member(RequesterIdentity.Stranger);
        yield return Member(_knowledge.Owner);
        foreach (var identity in FindAccounts().Concat(FindOrganizations()).Concat(FindServices()).Concat(FindOthers()))
        {
            yield return identity;
        }
    }

    private IEnumerable<RequesterIdentity> FindAccounts()
    {
        var accounts = _words.Principals.Where(principal => principal.Kind == PrincipalKind.Account).Select(principal => principal.Account!)
            .Concat(_words.ValuesOf("aws:PrincipalAccount", "aws:SourceAccount", "aws:SourceOwner", "kms:CallerAccount", "s3:DataAccessPointAccount"))
            .Concat(_words.ValuesOf("s3:DataAccessPointArn", "aws:SourceVpcArn").Select(arn => Arn.AccountOf(arn) ?? "*"))
            .Select(KnownAccount)
            .Distinct(StringComparer.Ordinal);
        foreach (var account in accounts)
        {
            yield return Member(account);
        }

        var arns = _words.Principals.Where(principal => principal.Kind == PrincipalKind.Identity).Select(principal => principal.Text).Concat(_words.ValuesOf("aws:PrincipalArn"));
        foreach (var arn in arns.Distinct(StringComparer.Ordinal).Where(arn => Arn.AccountOf(arn) is not null))
        {
            var account = KnownAccount(Arn.AccountOf(arn)!);
            yield return Member(account, ExampleOf(arn, account));
        }

        foreach (var arn in _words.ValuesOf("aws:SourceArn"))
        {
            var account = AccountOfSource(arn);
            yield return Member(account) with { Values = Merge(Member(account).Values, ("aws:SourceArn", ExampleOf(arn, account))), Source = arn };
        }
    }

    private IEnumerable<RequesterIdentity> FindOrganizations()
    {
        foreach (var path in _words.ValuesOf("aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:SourceOrgID", "aws:SourceOrgPaths"))
        {
            var organization = Wildcard.Example(path.Split('/')[0]);
            var stranger = Member(RequesterIdentity.Stranger);
            yield return stranger with
            {
                Organization = organization,
                Values = Merge(
                    stranger.Values,
                    ("aws:PrincipalOrgID", organization), ("aws:PrincipalOrgPaths", Wildcard.Example(path)), ("aws:SourceOrgID", organization), ("aws:SourceOrgPaths", Wildcard.Example(path))),
            };
        }
    }

    private IEnumerable<RequesterIdentity> FindServices()
    {
        var services = _words.Principals.Where(principal => principal.Kind == PrincipalKind.Service).Select(principal => principal.Text)
            .Concat(_words.ValuesOf("aws:PrincipalServiceName", "aws:PrincipalServiceNamesList").Select(name => Wildcard.Example(name)))
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        services = services.Length > 0 ? services : ["zq7.amazonaws.com"];
        (string Account, string? Arn, string? Organization)[] sources =
        [
            (RequesterIdentity.Stranger, null, null),
            (_knowledge.Owner, null, null),
            .. _words.ValuesOf("aws:SourceAccount", "aws:SourceOwner").Select(account => (KnownAccount(account), (string?)null, (string?)null)),
            .. _words.ValuesOf("aws:SourceArn").Select(arn => (AccountOfSource(arn), (string?)arn, (string?)null)),
            .. _words.ValuesOf("aws:SourceOrgID", "aws:SourceOrgPaths").Select(path => (RequesterIdentity.Stranger, (string?)null, (string?)path)),
        ];
        return from service in services from source in sources select Service(service, source.Account, source.Arn, source.Organization);
    }

    private IEnumerable<RequesterIdentity> FindOthers()
        => _words.Principals
            .Where(principal => principal.Kind is PrincipalKind.Federated or PrincipalKind.CanonicalUser)
            .Select(principal => new RequesterIdentity(principal.Kind, principal.Text, principal.Account, Map()))
            .Concat(_words.ValuesOf("aws:userid").Where(id => id is not "anonymous").Select(id => new RequesterIdentity(
                PrincipalKind.Identity, $"unique id {id}", Wildcard.Example(id, "") is "" or ":" ? RequesterIdentity.Stranger : null, Map(("aws:userid", Wildcard.Example(id))))));

    private string AccountOfSource(string arn)
        => Arn.AccountOf(arn) is not { } account ? RequesterIdentity.Stranger
            : account.Length > 0 ? KnownAccount(account)
            : Arn.ServiceOf(arn) is "s3" && !Wildcard.HasWildcard(Arn.ResourceOf(arn).Split('/')[0])
                ? _knowledge.OwnerOfBucket(Arn.ResourceOf(arn).Split('/')[0]) ?? $"of bucket {Arn.ResourceOf(arn)}"
                : RequesterIdentity.Stranger;

    private static string KnownAccount(string account)
        => Wildcard.HasWildcard(account) ? RequesterIdentity.Stranger : Arn.AccountOf(account) is { Length: > 0 } inArn ? inArn : account;

    private static string ExampleOf(string arn, string account)
    {
        var parts = arn.Split(':', 6);
        if (parts.Length == 6 && Wildcard.HasWildcard(parts[4]))
        {
            parts[4] = account;
        }

        return Wildcard.Example(string.Join(':', parts));
    }

    private static RequesterIdentity Member(string account, string? arn = null)
    {
        var text = arn ?? $"arn:aws:iam::{account}:role/zq7";
        return new RequesterIdentity(PrincipalKind.Identity, text, account, Map(
            ("aws:PrincipalArn", text), ("aws:PrincipalAccount", account), ("aws:PrincipalOrgID", "o-zq7"), ("aws:PrincipalOrgPaths", "o-zq7/r-zq7/ou-zq7/"),
            ("aws:userid", "AROAZQ7:zq7"), ("aws:PrincipalIsAWSService", "false"), ("kms:CallerAccount", account), ("s3:DataAccessPointAccount", account),
            ("s3:DataAccessPointArn", $"arn:aws:s3:zq7:{account}:accesspoint/zq7"), ("aws:SourceAccount", account), ("aws:SourceOwner", account),
            ("aws:SourceArn", $"arn:aws:zq7:zq7:{account}:zq7"), ("aws:SourceOrgID", "o-zq7"), ("aws:SourceOrgPaths", "o-zq7/r-zq7/ou-zq7/")));
    }

    private static RequesterIdentity Service(string service, string account, string? arn, string? organization)
        => new(PrincipalKind.Service, service, account, Map(
            ("aws:PrincipalIsAWSService", "true"), ("aws:PrincipalServiceName", service), ("aws:PrincipalServiceNamesList", service), ("aws:SourceAccount", account),
            ("aws:SourceOwner", account), ("aws:SourceArn", arn is null ? $"arn:aws:zq7:zq7:{account}:zq7" : ExampleOf(arn, account)),
            ("aws:SourceOrgID", Wildcard.Example(organization?.Split('/')[0] ?? "o-zq7")), ("aws:SourceOrgPaths", Wildcard.Example(organization ?? "o-zq7/r-zq7/ou-zq7/"))))
        {
            Source = arn ?? (organization is null ? account : null),
            Organization = organization?.Split('/')[0],
        };

    private static string VpcArn(string account) => $"arn:aws:ec2:zq7:{account}:vpc/vpc-zq7";

    private static IReadOnlyDictionary<string, IReadOnlyList<string>> Map(params (string Key, string Value)[] values)
        => values.ToDictionary(value => value.Key, value => (IReadOnlyList<string>)[value.Value], StringComparer.OrdinalIgnoreCase);

    private static IReadOnlyDictionary<string, IReadOnlyList<string>> Merge(
        IReadOnlyDictionary<string, IReadOnlyList<string>> known, params (string Key, string Value)[] values)
    {
        var merged = new Dictionary<string, IReadOnlyList<string>>(known, StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in values)
        {
            merged[key] = [value];
        }

        return merged;
    }
}
