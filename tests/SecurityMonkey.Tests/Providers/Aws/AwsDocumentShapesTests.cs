using SecurityMonkey.Providers.Aws;
using SecurityMonkey.Tests.Providers.Export;

namespace SecurityMonkey.Tests.Providers.Aws;

public sealed class AwsDocumentShapesTests
{
    private const string Account = "123456789012";

    /// <summary>Member, a minimal resource as the AWS CLI prints it, item type, native id, name, region.</summary>
    public static TheoryData<string, string, string, string, string, string> Lists => new()
    {
        { "Volumes", """{"AvailabilityZone":"eu-west-1a","VolumeId":"vol-1"}""", "aws.ec2.volume", "vol-1", "vol-1", "eu-west-1" },
        { "Snapshots", """{"SnapshotId":"snap-1","VolumeId":"vol-1"}""", "aws.ec2.snapshot", "snap-1", "snap-1", "unknown" },
        { "Images", """{"ImageId":"ami-1","Name":"base-2024"}""", "aws.ec2.image", "ami-1", "base-2024", "unknown" },
        { "KeyPairs", """{"KeyPairId":"key-1","KeyName":"ops"}""", "aws.ec2.keypair", "key-1", "ops", "unknown" },
        { "LaunchTemplates", """{"LaunchTemplateId":"lt-1","LaunchTemplateName":"web"}""", "aws.ec2.launchtemplate", "lt-1", "web", "unknown" },
        {
            "LaunchTemplateVersions", """{"LaunchTemplateId":"lt-1","LaunchTemplateName":"web","VersionNumber":12}""",
            "aws.ec2.launchtemplateversion", "lt-1:12", "web", "unknown"
        },
        { "SecurityGroups", """{"GroupName":"web","GroupId":"sg-1"}""", "aws.ec2.securitygroup", "sg-1", "web", "unknown" },
        {
            "NetworkInterfaces", """{"AvailabilityZone":"us-east-1b","NetworkInterfaceId":"eni-1","TagSet":[{"Key":"Name","Value":"front"}]}""",
            "aws.ec2.networkinterface", "eni-1", "front", "us-east-1"
        },
        { "Addresses", """{"PublicIp":"203.0.113.7","AllocationId":"eipalloc-1"}""", "aws.ec2.address", "eipalloc-1", "203.0.113.7", "unknown" },
        { "Vpcs", """{"VpcId":"vpc-1","Tags":[{"Key":"Name","Value":"prod"}]}""", "aws.ec2.vpc", "vpc-1", "prod", "unknown" },
        {
            "Subnets", $$"""{"AvailabilityZone":"eu-west-1a","SubnetId":"subnet-1","SubnetArn":"arn:aws:ec2:eu-west-1:{{Account}}:subnet/subnet-1"}""",
            "aws.ec2.subnet", "subnet-1", "subnet-1", "eu-west-1"
        },
        { "RouteTables", """{"RouteTableId":"rtb-1"}""", "aws.ec2.routetable", "rtb-1", "rtb-1", "unknown" },
        { "NetworkAcls", """{"NetworkAclId":"acl-1"}""", "aws.ec2.networkacl", "acl-1", "acl-1", "unknown" },
        { "InternetGateways", """{"InternetGatewayId":"igw-1"}""", "aws.ec2.internetgateway", "igw-1", "igw-1", "unknown" },
        { "EgressOnlyInternetGateways", """{"EgressOnlyInternetGatewayId":"eigw-1"}""", "aws.ec2.egressonlyinternetgateway", "eigw-1", "eigw-1", "unknown" },
        { "NatGateways", """{"NatGatewayId":"nat-1"}""", "aws.ec2.natgateway", "nat-1", "nat-1", "unknown" },
        { "FlowLogs", """{"FlowLogId":"fl-1"}""", "aws.ec2.flowlog", "fl-1", "fl-1", "unknown" },
        { "DhcpOptions", """{"DhcpOptionsId":"dopt-1"}""", "aws.ec2.dhcpoptions", "dopt-1", "dopt-1", "unknown" },
        { "PrefixLists", """{"PrefixListId":"pl-1","PrefixListName":"office"}""", "aws.ec2.prefixlist", "pl-1", "office", "unknown" },
        { "VpcEndpoints", """{"VpcEndpointId":"vpce-1"}""", "aws.ec2.vpcendpoint", "vpce-1", "vpce-1", "unknown" },
        { "ServiceConfigurations", """{"ServiceId":"vpce-svc-1","ServiceName":"billing"}""", "aws.ec2.vpcendpointservice", "vpce-svc-1", "billing", "unknown" },
        { "VpcPeeringConnections", """{"VpcPeeringConnectionId":"pcx-1"}""", "aws.ec2.vpcpeering", "pcx-1", "pcx-1", "unknown" },
        { "VpnConnections", """{"VpnConnectionId":"vpn-1"}""", "aws.ec2.vpnconnection", "vpn-1", "vpn-1", "unknown" },
        { "VpnGateways", """{"VpnGatewayId":"vgw-1"}""", "aws.ec2.vpngateway", "vgw-1", "vgw-1", "unknown" },
        { "CustomerGateways", """{"CustomerGatewayId":"cgw-1"}""", "aws.ec2.customergateway", "cgw-1", "cgw-1", "unknown" },
        {
            "TransitGateways", $$"""{"TransitGatewayId":"tgw-1","TransitGatewayArn":"arn:aws:ec2:eu-north-1:{{Account}}:transit-gateway/tgw-1"}""",
            "aws.ec2.transitgateway", "tgw-1", "tgw-1", "eu-north-1"
        },
        { "TransitGatewayAttachments", """{"TransitGatewayAttachmentId":"tgw-attach-1"}""", "aws.ec2.transitgatewayattachment", "tgw-attach-1", "tgw-attach-1", "unknown" },
        { "ClientVpnEndpoints", """{"ClientVpnEndpointId":"cvpn-1"}""", "aws.ec2.clientvpnendpoint", "cvpn-1", "cvpn-1", "unknown" },
        {
            "UserDetailList", $$"""{"UserName":"alice","Arn":"arn:aws:iam::{{Account}}:user/alice"}""",
            "aws.iam.user", $"arn:aws:iam::{Account}:user/alice", "alice", "global"
        },
        {
            "GroupDetailList", $$"""{"GroupName":"ops","Arn":"arn:aws:iam::{{Account}}:group/ops"}""",
            "aws.iam.group", $"arn:aws:iam::{Account}:group/ops", "ops", "global"
        },
        {
            "RoleDetailList", $$"""{"RoleName":"deploy","Arn":"arn:aws:iam::{{Account}}:role/deploy"}""",
            "aws.iam.role", $"arn:aws:iam::{Account}:role/deploy", "deploy", "global"
        },
        {
            "Policies", $$"""{"PolicyName":"readers","Arn":"arn:aws:iam::{{Account}}:policy/readers"}""",
            "aws.iam.policy", $"arn:aws:iam::{Account}:policy/readers", "readers", "global"
        },
        {
            "DBInstances", $$"""{"DBInstanceIdentifier":"orders","DBInstanceArn":"arn:aws:rds:eu-west-1:{{Account}}:db:orders"}""",
            "aws.rds.instance", $"arn:aws:rds:eu-west-1:{Account}:db:orders", "orders", "eu-west-1"
        },
        {
            "DBClusters", $$"""{"DBClusterIdentifier":"orders","DBClusterArn":"arn:aws:rds:eu-west-1:{{Account}}:cluster:orders"}""",
            "aws.rds.cluster", $"arn:aws:rds:eu-west-1:{Account}:cluster:orders", "orders", "eu-west-1"
        },
        {
            "DBSnapshots", $$"""{"DBSnapshotIdentifier":"nightly","DBSnapshotArn":"arn:aws:rds:eu-west-1:{{Account}}:snapshot:nightly"}""",
            "aws.rds.snapshot", $"arn:aws:rds:eu-west-1:{Account}:snapshot:nightly", "nightly", "eu-west-1"
        },
        {
            "DBClusterSnapshots",
            $$"""{"DBClusterSnapshotIdentifier":"nightly","DBClusterSnapshotArn":"arn:aws:rds:eu-west-1:{{Account}}:cluster-snapshot:nightly"}""",
            "aws.rds.clustersnapshot", $"arn:aws:rds:eu-west-1:{Account}:cluster-snapshot:nightly", "nightly", "eu-west-1"
        },
        {
            "LoadBalancers",
            $$"""{"LoadBalancerArn":"arn:aws:elasticloadbalancing:us-west-2:{{Account}}:loadbalancer/app/web/50dc","LoadBalancerName":"web"}""",
            "aws.elbv2.loadbalancer", $"arn:aws:elasticloadbalancing:us-west-2:{Account}:loadbalancer/app/web/50dc", "web", "us-west-2"
        },
        { "LoadBalancerDescriptions", """{"LoadBalancerName":"legacy"}""", "aws.elb.loadbalancer", "legacy", "legacy", "unknown" },
        {
            "Functions", $$"""{"FunctionName":"resize","FunctionArn":"arn:aws:lambda:ap-southeast-2:{{Account}}:function:resize"}""",
            "aws.lambda.function", $"arn:aws:lambda:ap-southeast-2:{Account}:function:resize", "resize", "ap-southeast-2"
        },
        {
            "trailList", $$"""{"Name":"audit","TrailARN":"arn:aws:cloudtrail:us-east-1:{{Account}}:trail/audit"}""",
            "aws.cloudtrail.trail", $"arn:aws:cloudtrail:us-east-1:{Account}:trail/audit", "audit", "us-east-1"
        },
    };

    /// <summary>A document, item type, native id, name, region, and the resource in it.</summary>
    public static TheoryData<string, string, string, string, string, string> Documents => new()
    {
        {
            """{"Reservations":[{"ReservationId":"r-1","Instances":[{"InstanceId":"i-1","Placement":{"Tenancy":"default","AvailabilityZone":"us-west-2-lax-1a"}}]}]}""",
            "aws.ec2.instance", "i-1", "i-1", "us-west-2", """{"InstanceId":"i-1","Placement":{"Tenancy":"default","AvailabilityZone":"us-west-2-lax-1a"}}"""
        },
        {
            """{"PasswordPolicy":{"MinimumPasswordLength":14}}""",
            "aws.iam.passwordpolicy", "password-policy", "password-policy", "global", """{"MinimumPasswordLength":14}"""
        },
        {
            $$"""{"KeyMetadata":{"KeyId":"1234abcd","Arn":"arn:aws:kms:us-east-2:{{Account}}:key/1234abcd"} }""",
            "aws.kms.key", $"arn:aws:kms:us-east-2:{Account}:key/1234abcd", "1234abcd", "us-east-2",
            $$"""{"KeyId":"1234abcd","Arn":"arn:aws:kms:us-east-2:{{Account}}:key/1234abcd"}"""
        },
    };

    public static TheoryData<string> ListKeys => [.. AwsDocumentShapes.All.Where(shape => !shape.IsSingle).Select(shape => shape.Key)];

    [Fact]
    public void All_shapes_are_in_the_tables_of_this_test()
    {
        var tested = Lists.Select(row => (string)row[2]).Concat(Documents.Select(row => (string)row[1]));

        Assert.Equal(AwsDocumentShapes.All.Select(shape => shape.ItemType.Id).Order(StringComparer.Ordinal), tested.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Item_types_have_ids_and_aliases_of_their_own()
    {
        var names = AwsDocumentShapes.All.SelectMany(shape => shape.ItemType.Aliases.Prepend(shape.ItemType.Id)).ToArray();

        Assert.Equal(names.Distinct(StringComparer.OrdinalIgnoreCase), names);
        Assert.All(AwsDocumentShapes.All, shape => Assert.Matches(@"\Aaws\.[a-z0-9]+\.[a-z0-9]+\z", shape.ItemType.Id));
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task List_is_recognised_by_its_member(string key, string resource, string itemType, string nativeId, string name, string region)
    {
        var collection = await ExportFolder.CollectAsync("export.json", $$"""{ "{{key}}": [ {{resource}} ] }""");

        Assert.Equal(new ExportedItem(itemType, nativeId, name, region, "export.json", resource), collection.Single() with { Config = collection.Single().AsWritten });
        Assert.Equal([itemType], collection.ItemTypes);
        Assert.Equal(1, collection.Expected[itemType]);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Document_of_another_shape_is_recognised(string document, string itemType, string nativeId, string name, string region, string resource)
    {
        var collection = await ExportFolder.CollectAsync("export.json", document);

        Assert.Equal(new ExportedItem(itemType, nativeId, name, region, "export.json", resource), collection.Single() with { Config = collection.Single().AsWritten });
    }

    [Theory]
    [MemberData(nameof(ListKeys))]
    public async Task Empty_list_says_that_nothing_is_left(string key)
    {
        var itemType = AwsDocumentShapes.Find(key)!.ItemType.Id;

        var collection = await ExportFolder.CollectAsync("export.json", $$"""{"{{key}}":[]}""");

        Assert.Empty(collection.Items);
        Assert.Equal([(itemType, "export.json")], collection.Completed);
        Assert.True(collection.TellsDeleted(itemType, "export.json"));
    }

    [Fact]
    public async Task Reservations_give_the_instances_of_all_of_them()
    {
        var collection = await ExportFolder.CollectAsync("instances.json", """
            {
              "Reservations": [
                { "Groups": [], "Instances": [ { "InstanceId": "i-1" }, { "InstanceId": "i-2", "Tags": [ { "Key": "Name", "Value": "web" } ] } ], "OwnerId": "1" },
                { "OwnerId": "1", "ReservationId": "r-2", "Instances": [ { "InstanceId": "i-3" } ] },
                { "Instances": [] }
              ]
            }
            """);

        collection.AssertWhole();
        Assert.Equal([("i-1", "i-1"), ("i-2", "web"), ("i-3", "i-3")], collection.Items.Select(item => (item.NativeId, item.Name)));
        Assert.Equal("""{ "InstanceId": "i-2", "Tags": [ { "Key": "Name", "Value": "web" } ] }""", collection.Items[1].AsWritten);
        Assert.Equal(3, collection.Expected["aws.ec2.instance"]);
    }

    [Theory]
    [InlineData("""{"ReservationId":"r-1"}""")]
    [InlineData("""{"Arn":"arn:aws:medialive:eu-west-1:1:reservation:1","Count":1}""")]
    [InlineData("""{"ReservationId":"r-1","Instances":null}""")]
    [InlineData("{}")]
    public async Task Reservation_without_a_list_of_instances_fails_the_document(string reservation)
    {
        var collection = await ExportFolder.CollectAsync("instances.json", $$"""{"Reservations":[{"Instances":[{"InstanceId":"i-1"}]},{{reservation}}]}""");

        var failure = collection.AssertFailed("aws.ec2.instance", "instances.json", "DocumentNotRecognized");
        Assert.Contains("Element 2 of the list has no list 'Instances'", failure.Error.Message, StringComparison.Ordinal);
        Assert.Equal("i-1", Assert.Single(collection.Items).NativeId);
    }

    [Fact]
    public async Task Authorization_details_give_users_groups_roles_and_policies()
    {
        var collection = await ExportFolder.CollectAsync("iam.json", """
            {
              "UserDetailList": [ { "UserName": "alice", "Arn": "arn:aws:iam::1:user/alice" } ],
              "GroupDetailList": [],
              "RoleDetailList": [ { "RoleName": "a", "Arn": "arn:aws:iam::1:role/a" }, { "RoleName": "b", "Arn": "arn:aws:iam::1:role/b" } ],
              "Policies": [ { "PolicyName": "p", "Arn": "arn:aws:iam::1:policy/p" } ],
              "IsTruncated": false
            }
            """);

        collection.AssertWhole();
        Assert.Equal(["aws.iam.group", "aws.iam.policy", "aws.iam.role", "aws.iam.user"], collection.ItemTypes);
        Assert.Equal(["p", "a", "b", "alice"], collection.Items.Select(item => item.Name));
        Assert.All(collection.ItemTypes, itemType => Assert.True(collection.TellsDeleted(itemType, "iam.json")));
    }

    [Theory]
    [InlineData("""{"GroupName":"web"}""")]
    [InlineData("""{"GroupName":"web","GroupId":""}""")]
    [InlineData("""{"GroupName":"web","GroupId":null}""")]
    [InlineData("""{"GroupName":"web","GroupId":{"Value":"sg-1"}}""")]
    public async Task Element_without_an_id_fails_the_document(string element)
    {
        var collection = await ExportFolder.CollectAsync("groups.json", $$"""{"SecurityGroups":[{"GroupId":"sg-1"},{{element}},{"GroupId":"sg-2"}]}""");

        var failure = collection.AssertFailed("aws.ec2.securitygroup", "groups.json", "ResourceWithoutId");
        Assert.Contains("has no id", failure.Error.Message, StringComparison.Ordinal);
        Assert.Equal(["sg-1", "sg-2"], collection.Items.Select(item => item.NativeId));
    }

    [Fact]
    public async Task Launch_template_version_without_its_number_has_no_id()
    {
        var collection = await ExportFolder.CollectAsync("versions.json", """{"LaunchTemplateVersions":[{"LaunchTemplateId":"lt-1"}]}""");

        collection.AssertFailed("aws.ec2.launchtemplateversion", "versions.json", "ResourceWithoutId");
        Assert.Empty(collection.Items);
    }

    [Fact]
    public async Task Launch_template_versions_are_items_of_their_own()
    {
        var collection = await ExportFolder.CollectAsync("versions.json", """
            {"LaunchTemplateVersions":[{"VersionNumber":2,"LaunchTemplateId":"lt-1"},{"LaunchTemplateId":"lt-1","VersionNumber":1}]}
            """);

        collection.AssertWhole();
        Assert.Equal(["lt-1:2", "lt-1:1"], collection.Items.Select(item => item.NativeId));
    }

    [Theory]
    [InlineData("""{"SecurityGroups":null}""")]
    [InlineData("""{"SecurityGroups":{"GroupId":"sg-1"}}""")]
    [InlineData("""{"PasswordPolicy":[]}""")]
    [InlineData("""{"securityGroups":[]}""")]
    public async Task Member_of_another_kind_is_not_recognised(string document)
    {
        var collection = await ExportFolder.CollectAsync("export.json", document);

        collection.AssertFailed("export.document", "export.json", "DocumentNotRecognized");
        Assert.Empty(collection.Items);
    }
}
