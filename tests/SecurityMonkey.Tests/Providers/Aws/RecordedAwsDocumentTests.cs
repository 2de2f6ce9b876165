using System.Text;
using System.Text.Json.Nodes;
using SecurityMonkey.Providers.Aws.Cli;
using SecurityMonkey.Tests.Providers.Export;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.Aws;

/// <summary>Answers that were recorded over the wire, as the AWS CLI prints them.</summary>
public sealed class RecordedAwsDocumentTests
{
    [SkippableTheory]
    [InlineData("DescribeSecurityGroups", "SecurityGroups", "aws.ec2.securitygroup", 5)]
    [InlineData("DescribeSecurityGroups.page1", "SecurityGroups", "aws.ec2.securitygroup", 17)]
    [InlineData("DescribeVolumes", "Volumes", "aws.ec2.volume", 5)]
    [InlineData("DescribeSnapshots", "Snapshots", "aws.ec2.snapshot", 1179)]
    [InlineData("DescribeVpcs", "Vpcs", "aws.ec2.vpc", 2)]
    [InlineData("DescribeSubnets", "Subnets", "aws.ec2.subnet", 7)]
    [InlineData("DescribeNetworkInterfaces", "NetworkInterfaces", "aws.ec2.networkinterface", 3)]
    [InlineData("DescribeRouteTables", "RouteTables", "aws.ec2.routetable", 3)]
    [InlineData("DescribeNetworkAcls", "NetworkAcls", "aws.ec2.networkacl", 2)]
    [InlineData("DescribeInternetGateways", "InternetGateways", "aws.ec2.internetgateway", 1)]
    [InlineData("DescribeAddresses", "Addresses", "aws.ec2.address", 1)]
    [InlineData("DescribeImages", "Images", "aws.ec2.image", 1)]
    [InlineData("DescribeKeyPairs", "KeyPairs", "aws.ec2.keypair", 1)]
    [InlineData("DescribeManagedPrefixLists", "PrefixLists", "aws.ec2.prefixlist", 6)]
    [InlineData("DescribeNatGateways", "NatGateways", "aws.ec2.natgateway", 0)]
    [InlineData("DescribeVpcEndpoints", "VpcEndpoints", "aws.ec2.vpcendpoint", 0)]
    [InlineData("DescribeVpcPeeringConnections", "VpcPeeringConnections", "aws.ec2.vpcpeering", 0)]
    [InlineData("DescribeFlowLogs", "FlowLogs", "aws.ec2.flowlog", 0)]
    [InlineData("DescribeDhcpOptions", "DhcpOptions", "aws.ec2.dhcpoptions", 0)]
    [InlineData("DescribeVpnConnections", "VpnConnections", "aws.ec2.vpnconnection", 0)]
    [InlineData("DescribeVpnGateways", "VpnGateways", "aws.ec2.vpngateway", 0)]
    [InlineData("DescribeCustomerGateways", "CustomerGateways", "aws.ec2.customergateway", 0)]
    [InlineData("DescribeLaunchTemplates", "LaunchTemplates", "aws.ec2.launchtemplate", 0)]
    [InlineData("DescribeTransitGateways", "TransitGateways", "aws.ec2.transitgateway", 0)]
    public async Task List_of_EC2_is_recognised(string call, string member, string itemType, int count)
    {
        var json = Read($"ec2.{call}.xml");

        var collection = await ExportFolder.CollectAsync("export.json", json);

        collection.AssertWhole();
        Assert.Equal([itemType], collection.ItemTypes);
        Assert.Equal(count, collection.Items.Count);
        Assert.Equal(JsonNode.Parse(json)![member]!.AsArray().Select(resource => Normalize(itemType, resource!.ToJsonString())), collection.Items.Select(item => item.Config));
        Assert.Distinct(collection.Items.Select(item => item.NativeId));
        Assert.True(collection.TellsDeleted(itemType, "export.json"));
    }

    [SkippableFact]
    public async Task Instances_are_recognised_with_their_region()
    {
        var collection = await ExportFolder.CollectAsync("export.json", Read("ec2.DescribeInstances.xml"));

        collection.AssertWhole();
        Assert.NotEmpty(collection.Items);
        Assert.All(collection.Items, item => Assert.Equal(("aws.ec2.instance", "us-east-1"), (item.ItemType, item.Region)));
        Assert.All(collection.Items, item => Assert.Equal(item.NativeId, (string?)JsonNode.Parse(item.Config)!["InstanceId"]));
        Assert.All(collection.Items, item => Assert.NotNull(JsonNode.Parse(item.Config)!["NetworkInterfaces"]![0]!["Groups"]![0]!["GroupId"]));
    }

    [SkippableTheory]
    [InlineData("DescribeVolumes")]
    [InlineData("DescribeSubnets")]
    [InlineData("DescribeNetworkInterfaces")]
    [InlineData("DescribeManagedPrefixLists")]
    public async Task Region_is_read_where_the_resource_says_it(string call)
    {
        var collection = await ExportFolder.CollectAsync("export.json", Read($"ec2.{call}.xml"));

        Assert.All(collection.Items, item => Assert.Equal("us-east-1", item.Region));
    }

    [SkippableFact]
    public async Task Security_groups_have_the_members_that_rules_look_at()
    {
        var collection = await ExportFolder.CollectAsync("eu-west-1/groups.json", Read("ec2.DescribeSecurityGroups.xml"));

        var web = collection.Items.Single(item => item.Name == "web");
        Assert.Equal("eu-west-1", web.Region);
        var permissions = JsonNode.Parse(web.Config)!["IpPermissions"]!.AsArray();
        Assert.Contains(permissions, permission => (int)permission!["FromPort"]! == 22 && (string?)permission["IpRanges"]![0]!["CidrIp"] == "0.0.0.0/0");
        var database = JsonNode.Parse(collection.Items.Single(item => item.Name == "db").Config)!;
        Assert.Equal(web.NativeId, (string?)database["IpPermissions"]![0]!["UserIdGroupPairs"]![0]!["GroupId"]);
    }

    [SkippableFact]
    public async Task Vpc_is_called_by_its_name_tag()
    {
        var collection = await ExportFolder.CollectAsync("vpcs.json", Read("ec2.DescribeVpcs.xml"));

        Assert.Equal("prod", collection.Items.Single(item => item.NativeId == "vpc-7bc7c016997fb0a2f").Name);
    }

    [SkippableFact]
    public async Task Authorization_details_of_IAM_are_recognised()
    {
        var collection = await ExportFolder.CollectAsync("iam.json", Read("iam.GetAccountAuthorizationDetails.xml"));

        collection.AssertWhole();
        Assert.Equal(
            [("aws.iam.group", "group/devs"), ("aws.iam.policy", "policy/wide"), ("aws.iam.role", "role/cross"), ("aws.iam.user", "user/alice")],
            collection.Items.Select(item => (item.ItemType, item.NativeId["arn:aws:iam::123456789012:".Length..])));
        Assert.All(collection.Items, item => Assert.Equal("global", item.Region));
    }

    [SkippableFact]
    public async Task Password_policy_of_IAM_is_recognised()
        => Assert.Equal("aws.iam.passwordpolicy", (await ExportFolder.CollectAsync("iam.json", Read("iam.GetAccountPasswordPolicy.xml"))).Single().ItemType);

    [SkippableFact]
    public async Task Key_of_KMS_is_recognised()
    {
        var json = await File.ReadAllTextAsync(Path.Combine(SharedFixtures.Require("aws"), "kms.DescribeKey.json"));

        var item = (await ExportFolder.CollectAsync("key.json", json)).Single();

        Assert.Equal(("aws.kms.key", "831d4b33-f89b-491f-8608-4d4c5f944637", "us-east-1"), (item.ItemType, item.Name, item.Region));
        Assert.Equal("arn:aws:kms:us-east-1:123456789012:key/831d4b33-f89b-491f-8608-4d4c5f944637", item.NativeId);
    }

    [SkippableTheory]
    [InlineData("kms.ListKeys.json")]
    [InlineData("kms.GetKeyPolicy.json")]
    [InlineData("kms.GetKeyRotationStatus.json")]
    [InlineData("s3.GetBucketPolicy.json")]
    public async Task Answer_without_an_item_type_is_not_recognised(string name)
    {
        var json = await File.ReadAllTextAsync(Path.Combine(SharedFixtures.Require("aws"), name));

        (await ExportFolder.CollectAsync("export.json", json)).AssertFailed("export.document", "export.json", "DocumentNotRecognized");
    }

    [SkippableFact]
    public async Task Answer_in_xml_is_not_json()
    {
        var xml = await File.ReadAllTextAsync(Path.Combine(SharedFixtures.Require("aws"), "ec2.DescribeVpcs.xml"));

        (await ExportFolder.CollectAsync("vpcs.json", xml)).AssertFailed("export.document", "vpcs.json", "DocumentNotJson");
    }

    private static string Normalize(string itemType, string json)
        => Encoding.UTF8.GetString(CliNormalizer.Normalize(Encoding.UTF8.GetBytes(json), CliModels.Find(itemType)!).Span);

    private static string Read(string name) => QueryXml.ToJson(File.ReadAllText(Path.Combine(SharedFixtures.Require("aws"), name)));
}
