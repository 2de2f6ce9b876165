using SecurityMonkey.Network;
using SecurityMonkey.Providers.Aws.Policies;

namespace SecurityMonkey.Tests.Providers.Aws.Policies;

/// <summary>A small world: we are 111..., 222... is ours too, 333... is a partner's.</summary>
internal sealed class FakeKnowledge : IAccessKnowledge
{
    public string Owner => "111111111111";

    public (AccessClass Class, string Text) OfAccount(string account) => account switch
    {
        "111111111111" => (AccessClass.SameAccount, "this account"),
        "222222222222" => (AccessClass.Friendly, "account dev"),
        "333333333333" => (AccessClass.ThirdParty, "account partner"),
        _ when AwsServiceAccounts.Contains(account) => (AccessClass.AwsService, "AWS"),
        _ => (AccessClass.Unknown, $"unknown account {account}"),
    };

    public AccessClass OfNetwork(AddressSet addresses) => AddressSet.Parse("203.0.113.0/24").IsSupersetOf(addresses) ? AccessClass.Friendly : AccessClass.Unknown;

    public AccessClass OfVpc(string id) => id is "vpc-1" or "vpce-1" ? AccessClass.SameAccount : AccessClass.Unknown;

    public (AccessClass Class, string Text) OfCanonicalUser(string id) => id is "c0ffee" ? (AccessClass.Friendly, "account dev") : (AccessClass.Unknown, "unknown");

    public AccessClass OfOrganization(string id) => id is "o-mine" ? AccessClass.Friendly : AccessClass.Unknown;

    public string? OwnerOfBucket(string bucket) => bucket is "mine" ? Owner : null;
}
