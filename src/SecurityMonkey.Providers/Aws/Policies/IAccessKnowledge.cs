using SecurityMonkey.Network;

namespace SecurityMonkey.Providers.Aws.Policies;

/// <summary>What is known of accounts, networks and names.</summary>
internal interface IAccessKnowledge
{
    /// <summary>The number of the account that owns the resource.</summary>
    string Owner { get; }

    /// <summary>How well an account is known, and what it is called.</summary>
    (AccessClass Class, string Text) OfAccount(string account);

    /// <summary>How well a network is known.</summary>
    AccessClass OfNetwork(AddressSet addresses);

    /// <summary>How well a VPC or an endpoint is known.</summary>
    AccessClass OfVpc(string id);

    /// <summary>How well the owner of a canonical id is known, and what he is called.</summary>
    (AccessClass Class, string Text) OfCanonicalUser(string id);

    /// <summary>How well an organisation is known.</summary>
    AccessClass OfOrganization(string id);

    /// <summary>The account that owns a bucket; null where nobody knows.</summary>
    string? OwnerOfBucket(string bucket);
}
