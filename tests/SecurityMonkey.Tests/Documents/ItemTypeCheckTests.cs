using SecurityMonkey.Engine.Plugins;
using SecurityMonkey.Tests.Providers.Export;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Documents;

public sealed class ItemTypeCheckTests
{
    private static readonly ItemTypeCheck Check = new(new PluginCatalog(
        [new SecurityMonkey.Providers.Aws.AwsPlugin(), new SecurityMonkey.Providers.Azure.AzurePlugin()], [Repository.Combine("module", "watchers")]));

    [Theory]
    [InlineData("securitygroup", "'securitygroup' is a short name of an item type, which documents do not know; write 'aws.ec2.securitygroup'.")]
    [InlineData("aws.ec2.securitygroups", "There is no item type 'aws.ec2.securitygroups'. Did you mean 'aws.ec2.securitygroup'?")]
    [InlineData("aws.s3.buckett", "There is no item type 'aws.s3.buckett'. Did you mean 'aws.s3.bucket'?")]
    [InlineData("azure.keyvault.vault", "There is no item type 'azure.keyvault.vault'. Did you mean 'azure.keyvault.vaults'?")]
    [InlineData("ebsvolumes", "'ebsvolumes' is no id of an item type: provider.service.thing, such as aws.ec2.securitygroup. Did you mean 'ebsvolume'?")]
    public void Slip_is_told_with_what_was_meant(string itemType, string expected) => Assert.Equal(expected, Check.FindFault(itemType));

    [Theory]
    [InlineData("aws.ec2.securitygroup")]
    [InlineData("aws.ec2.*")]
    [InlineData("*")]
    [InlineData("aws.braket.quantumtask")]
    [InlineData("azure.healthbot.healthbots")]
    [InlineData("lab.file.script")]
    public void What_may_be_a_type_is_left_alone(string itemType) => Assert.Null(Check.FindFault(itemType));

    [Fact]
    public void Shipped_rules_have_no_slip()
        => Assert.Empty(
            from document in SecurityMonkey.Engine.Rules.RuleCatalog.ReadPath(Repository.Combine("module", "rules"), ExportFolder.Plugins.Evaluators).Rules
            from type in document.ItemTypes
            where Check.FindFault(type.Text) is not null
            select $"{document.Rule.Id}: {Check.FindFault(type.Text)}");
}
