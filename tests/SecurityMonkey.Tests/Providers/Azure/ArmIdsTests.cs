using SecurityMonkey.Providers.Azure;

namespace SecurityMonkey.Tests.Providers.Azure;

public sealed class ArmIdsTests
{
    private const string Subscription = "/subscriptions/00000000-0000-0000-0000-00000000000A";

    [Fact]
    public void Type_of_the_resource_counts_where_it_has_one()
        => Assert.Equal(
            "microsoft.web/sites/config",
            ArmIds.ResourceTypeOf(Subscription + "/resourceGroups/rg/providers/Microsoft.Web/sites/web", "microsoft.web/sites/config"));

    [Theory]
    [InlineData("", "Microsoft.Resources/subscriptions")]
    [InlineData("/resourceGroups/rg", "Microsoft.Resources/resourceGroups")]
    [InlineData("/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v", "Microsoft.Network/virtualNetworks")]
    [InlineData("/resourceGroups/rg/providers/Microsoft.Sql/servers/s/databases/d", "Microsoft.Sql/servers/databases")]
    [InlineData("/providers/Microsoft.Security/pricings/Dns", "Microsoft.Security/pricings")]
    [InlineData("/resourceGroups/rg/providers/Microsoft.Compute/disks/d/providers/Microsoft.Authorization/locks/l", "Microsoft.Authorization/locks")]
    public void Id_tells_the_type_where_the_resource_does_not(string path, string resourceType)
    {
        Assert.Equal(resourceType, ArmIds.ResourceTypeOf(Subscription + path, null));
        Assert.Equal(resourceType, ArmIds.ResourceTypeOf(Subscription + path, "not a resource type"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("5f0e8a3c-0000-0000-0000-000000000000")]
    [InlineData("https://vault.example/secrets/one")]
    public void Text_that_is_no_id_tells_nothing(string id) => Assert.Null(ArmIds.ResourceTypeOf(id, null));

    [Theory]
    [InlineData("/anything", true)]
    [InlineData("subscriptions/abc/providers/Microsoft.Security/pricings/Api", true)]
    [InlineData("providers/Microsoft.Authorization/roleDefinitions/abc", true)]
    [InlineData("subscription", false)]
    [InlineData("5f0e8a3c-0000-0000-0000-000000000000", false)]
    [InlineData("", false)]
    public void Id_may_lack_its_first_slash(string text, bool isId)
    {
        Assert.Equal(isId, ArmIds.IsId(text));
        Assert.Equal("microsoft.security/pricings", ArmIds.ResourceTypeOf(Subscription[1..] + "/providers/microsoft.security/pricings/api", null));
        Assert.Equal(ArmIds.Normalize(Subscription), ArmIds.Normalize(Subscription[1..]));
    }

    [Fact]
    public void Normalized_ids_differ_in_nothing_but_what_they_name()
    {
        Assert.Equal(ArmIds.Normalize(Subscription + "/resourceGroups/RG"), ArmIds.Normalize("/SUBSCRIPTIONS/00000000-0000-0000-0000-00000000000a/resourcegroups/rg/"));
        Assert.Equal("/subscriptions/00000000-0000-0000-0000-00000000000a", ArmIds.Normalize(Subscription));
    }

    [Theory]
    [InlineData("/subscriptions/ABC", "abc")]
    [InlineData("/Subscriptions/ABC/resourceGroups/rg", "abc")]
    [InlineData("/providers/Microsoft.Management/managementGroups/root", null)]
    [InlineData("/subscriptions", null)]
    [InlineData("", null)]
    public void Subscription_is_read_from_the_id(string id, string? subscription) => Assert.Equal(subscription, ArmIds.SubscriptionOf(id));
}
