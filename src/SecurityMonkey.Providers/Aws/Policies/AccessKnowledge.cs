using SecurityMonkey.Network;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Rules;

namespace SecurityMonkey.Providers.Aws.Policies;

/// <summary>What the store knows of accounts, networks and names, seen from the account of an item.</summary>
internal sealed class AccessKnowledge : IAccessKnowledge
{
    /// <summary>The field of an AWS account that holds its canonical user id.</summary>
    public const string CanonicalUserId = "CanonicalUserId";

    private const string Addresses = "aws.ec2.address";
    private const string Buckets = "aws.s3.bucket";
    private const string Endpoints = "aws.ec2.vpcendpoint";
    private const string Organizations = "aws.organizations.organization";
    private const string Vpcs = "aws.ec2.vpc";

    private const int MostAddresses = 256;

    private readonly Item _item;
    private readonly IAuditContext _context;
    private readonly IReadOnlyList<string> _organizations;
    private AddressSet? _knownNetworks;
    private AddressSet? _ownBlocks;
    private AddressSet? _ownAddresses;

    /// <summary>The item types that tell who and what is ours.</summary>
    public static IReadOnlyList<string> ItemTypes { get; } = [Addresses, Buckets, Endpoints, Organizations, Vpcs];

    /// <summary>Creates the view of an item.</summary>
    /// <param name="item">The audited item.</param>
    /// <param name="context">What is known.</param>
    /// <param name="organizations">The ids of organisations that are ours.</param>
    public AccessKnowledge(Item item, IAuditContext context, IReadOnlyList<string>? organizations = null)
    {
        (_item, _context, _organizations) = (item, context, organizations ?? []);
        Owner = FindOwner();
    }

    /// <inheritdoc/>
    public string Owner { get; }

    /// <summary>What could not be looked up, so that who is named by it may be ours.</summary>
    public IList<string> Doubts { get; } = [];

    /// <summary>Says that an answer is none where somebody who is not known may be one of ours.</summary>
    /// <exception cref="RuleUnknownException">What would tell was not read.</exception>
    public void RequireNoDoubts()
    {
        if (Doubts.Count > 0)
        {
            throw new RuleUnknownException(Doubts[0]);
        }
    }

    /// <inheritdoc/>
    public (AccessClass Class, string Text) OfAccount(string account)
    {
        if (string.Equals(account, Owner, StringComparison.Ordinal))
        {
            return (AccessClass.SameAccount, "this account");
        }

        var known = _context.Accounts.FirstOrDefault(known => string.Equals(known.Identifier, account, StringComparison.Ordinal));
        return AwsServiceAccounts.Contains(account) ? (AccessClass.AwsService, $"account {account} of AWS")
            : known is null ? (Arn.IsAccountNumber(account) ? AccessClass.Unknown : UnknownUnlessInDoubt, $"the unknown account {account}")
            : known.IsThirdParty ? (AccessClass.ThirdParty, $"third-party account {known.Name} ({account})")
            : (AccessClass.Friendly, $"account {known.Name} ({account})");
    }

    /// <inheritdoc/>
    public AccessClass OfNetwork(AddressSet addresses)
    {
        var outside = addresses.Intersect(AddressSet.Internet).Subtract(KnownNetworks());
        return outside.IsEmpty ? AccessClass.Friendly
            : IsOwn(outside) ? AccessClass.SameAccount
            : UnknownUnlessInDoubt;
    }

    /// <inheritdoc/>
    public AccessClass OfVpc(string id)
    {
        var (itemType, member) = id.StartsWith("vpce-", StringComparison.Ordinal) ? (Endpoints, "VpcEndpointId") : (Vpcs, "VpcId");
        return Find(context => context.GetItemsBy(itemType, member, id)).Count > 0 ? AccessClass.SameAccount : UnknownUnlessInDoubt;
    }

    /// <inheritdoc/>
    public (AccessClass Class, string Text) OfCanonicalUser(string id)
    {
        var known = _context.Accounts.FirstOrDefault(known => string.Equals(known.GetField(CanonicalUserId), id, StringComparison.OrdinalIgnoreCase));
        return known is null ? (AccessClass.Unknown, $"the unknown canonical user {Shorten(id)}")
            : string.Equals(known.Identifier, Owner, StringComparison.Ordinal) ? (AccessClass.SameAccount, "this account")
            : (known.IsThirdParty ? AccessClass.ThirdParty : AccessClass.Friendly, $"account {known.Name} ({known.Identifier})");
    }

    /// <inheritdoc/>
    public AccessClass OfOrganization(string id)
        => _organizations.Contains(id, StringComparer.Ordinal) || Find(context => context.GetItemsBy(Organizations, "Id", id)).Count > 0 ? AccessClass.Friendly : UnknownUnlessInDoubt;

    /// <inheritdoc/>
    public string? OwnerOfBucket(string bucket)
        => Find(context => context.GetItemsBy(Buckets, "Name", bucket)).Count > 0 ? Owner : null;

    // Who is not found among ours may be one of ours where not all of ours was read.
    private AccessClass UnknownUnlessInDoubt => Doubts.Count > 0 ? AccessClass.Undetermined : AccessClass.Unknown;

    private IReadOnlyList<Item> Find(Func<IAuditContext, IReadOnlyList<Item>> find)
    {
        try
        {
            return find(_context);
        }
        catch (RuleUnknownException exception)
        {
            Doubts.Add(exception.Message);
            return [];
        }
    }

    private AddressSet KnownNetworks() => _knownNetworks ??= AddressSet.Union(_context.Networks.Select(network => AddressSet.TryParse(network.Cidr)).OfType<AddressSet>());

    // Blocks of the account's VPCs, of which those of IPv6 are public; and the addresses it holds, which never make up a large block.
    private bool IsOwn(AddressSet addresses)
    {
        _ownBlocks ??= BlocksOf(Vpcs);
        return _ownBlocks.IsSupersetOf(addresses)
            || (addresses.IPv6.IsEmpty && addresses.CountIPv4 <= MostAddresses && _ownBlocks.Union(_ownAddresses ??= BlocksOf(Addresses)).IsSupersetOf(addresses));
    }

    private AddressSet BlocksOf(string itemType)
        => AddressSet.Union(Find(context => context.GetItems(itemType)).Select(item => _context.Derive(item, _ => new Blocks(ItemConfig.Of(item, _context))).Addresses));

    // An account of documents has no number of its own; its items do.
    private string FindOwner()
        => Arn.IsAccountNumber(_context.Account.Identifier) ? _context.Account.Identifier
            : Arn.AccountOf(_item.NativeId) is { } account && Arn.IsAccountNumber(account) ? account
            : ItemConfig.Of(_item, _context).Text("OwnerId") is { } owner ? owner
            : _context.Account.Identifier;

    private static string Shorten(string id) => id.Length > 12 ? id[..12] + "..." : id;

    private sealed class Blocks(ItemConfig config)
    {
        private static readonly string[] Paths = ["PublicIp", "CidrBlock", "CidrBlockAssociationSet[].CidrBlock", "Ipv6CidrBlockAssociationSet[].Ipv6CidrBlock"];

        public AddressSet Addresses { get; } = AddressSet.Union(Paths.SelectMany(config.Texts).Select(AddressSet.TryParse).OfType<AddressSet>());
    }
}
