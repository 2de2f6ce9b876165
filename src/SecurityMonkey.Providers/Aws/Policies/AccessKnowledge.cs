using SecurityMonkey.Network;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Rules;

namespace SecurityMonkey.Providers.Aws.Policies;

/// <summary>What the store knows of accounts, networks and names, seen from the account of an item.</summary>
internal sealed class AccessKnowledge : IAccessKnowledge
{
    /// <summary>The field of an AWS account that holds its canonical user id.</summary>
    public const string CanonicalUserId = "CanonicalUserId";

    private readonly Item _item;
    private readonly IAuditContext _context;
    private readonly IReadOnlyList<string> _organizations;

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

    /// <inheritdoc/>
    public (AccessClass Class, string Text) OfAccount(string account)
    {
        if (string.Equals(account, Owner, StringComparison.Ordinal))
        {
            return (AccessClass.SameAccount, "this account");
        }

        var known = _context.Accounts.FirstOrDefault(known => string.Equals(known.Identifier, account, StringComparison.Ordinal));
        return AwsServiceAccounts.Contains(account) ? (AccessClass.AwsService, $"account {account} of AWS")
            : known is null ? (AccessClass.Unknown, $"the unknown account {account}")
            : known.IsThirdParty ? (AccessClass.ThirdParty, $"third-party account {known.Name} ({account})")
            : (AccessClass.Friendly, $"account {known.Name} ({account})");
    }

    /// <inheritdoc/>
    public AccessClass OfNetwork(AddressSet addresses)
    {
        var outside = addresses.Intersect(AddressSet.Internet);
        return outside.IsEmpty || KnownNetworks().IsSupersetOf(outside) ? AccessClass.Friendly : AccessClass.Unknown;
    }

    /// <inheritdoc/>
    public AccessClass OfVpc(string id)
    {
        var itemType = id.StartsWith("vpce-", StringComparison.Ordinal) ? "aws.ec2.vpcendpoint" : "aws.ec2.vpc";
        return Find(itemType, id.StartsWith("vpce-", StringComparison.Ordinal) ? "VpcEndpointId" : "VpcId", id).Count > 0 ? AccessClass.SameAccount : AccessClass.Unknown;
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
    public AccessClass OfOrganization(string id) => _organizations.Contains(id, StringComparer.Ordinal) ? AccessClass.Friendly : AccessClass.Organization;

    /// <inheritdoc/>
    public string? OwnerOfBucket(string bucket)
        => Find("aws.s3.bucket", "Name", bucket).Count > 0 ? Owner : null;

    private IReadOnlyList<Item> Find(string itemType, string path, string value)
    {
        try
        {
            return _context.GetItemsBy(itemType, path, value);
        }
        catch (RuleUnknownException exception)
        {
            Doubts.Add(exception.Message);
            return [];
        }
    }

    private AddressSet KnownNetworks() => AddressSet.Union(_context.Networks.Select(network => AddressSet.TryParse(network.Cidr)).OfType<AddressSet>());

    // An account of documents has no number of its own; its items do.
    private string FindOwner()
        => Arn.IsAccountNumber(_context.Account.Identifier) ? _context.Account.Identifier
            : Arn.AccountOf(_item.NativeId) is { } account && Arn.IsAccountNumber(account) ? account
            : ItemConfig.Of(_item, _context).Text("OwnerId") is { } owner ? owner
            : _context.Account.Identifier;

    private static string Shorten(string id) => id.Length > 12 ? id[..12] + "..." : id;
}
