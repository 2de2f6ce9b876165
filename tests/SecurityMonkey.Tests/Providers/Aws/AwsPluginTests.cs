using SecurityMonkey.Providers.Aws;
using SecurityMonkey.Tests.Providers.Export;

namespace SecurityMonkey.Tests.Providers.Aws;

public sealed class AwsPluginTests
{
    [Fact]
    public void Plugin_brings_its_account_type_and_item_types()
    {
        Assert.Equal("AWS", new AwsPlugin().Name);
        Assert.IsType<AwsAccountType>(ExportFolder.Plugins.GetAccountType("aws"));
        Assert.Superset(
            AwsDocumentShapes.All.Select(shape => shape.ItemType.Id).Concat(AwsItemTypes.All.Select(type => type.Id)).Append("aws.iam.credentialreport").ToHashSet(StringComparer.Ordinal),
            ExportFolder.Plugins.ItemTypes.Select(itemType => itemType.Id).ToHashSet(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("securitygroup", "aws.ec2.securitygroup")]
    [InlineData("ec2instance", "aws.ec2.instance")]
    [InlineData("iamrole", "aws.iam.role")]
    [InlineData("elb", "aws.elb.loadbalancer")]
    [InlineData("alb", "aws.elbv2.loadbalancer")]
    public void Alias_of_Security_Monkey_leads_to_the_item_type(string alias, string itemType)
        => Assert.Equal(itemType, ExportFolder.Plugins.ResolveItemType(alias));

    [Fact]
    public void Secrets_of_resources_are_declared()
    {
        Assert.Contains("Environment.Variables.*", ExportFolder.Plugins.GetItemType("aws.lambda.function").SecretPaths);
        Assert.Contains("CustomerGatewayConfiguration", ExportFolder.Plugins.GetItemType("aws.ec2.vpnconnection").SecretPaths);
    }
}
