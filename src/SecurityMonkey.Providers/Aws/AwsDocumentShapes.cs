namespace SecurityMonkey.Providers.Aws;

/// <summary>The documents of the AWS CLI that are recognised, with the item types they hold.</summary>
/// <remarks>Source of the members: the API references of the services, as <c>aws (service) describe-* --output json</c> prints them.</remarks>
internal static class AwsDocumentShapes
{
    private static readonly string[] Tags = ["Tags"];

    private static readonly Dictionary<string, AwsDocumentShape> ByKey;

    static AwsDocumentShapes()
    {
        All = [.. Compute(), .. Network(), .. Connectivity(), .. Identity(), .. DataAndApplications()];
        ByKey = All.ToDictionary(shape => shape.Key, StringComparer.Ordinal);
    }

    /// <summary>All shapes.</summary>
    public static IReadOnlyList<AwsDocumentShape> All { get; }

    /// <summary>The shape of a top-level member, or null.</summary>
    public static AwsDocumentShape? Find(string key) => ByKey.GetValueOrDefault(key);

    /// <summary>The shape that holds an item type, or null.</summary>
    public static AwsDocumentShape? OfItemType(string itemType) => All.FirstOrDefault(shape => string.Equals(shape.ItemType.Id, itemType, StringComparison.Ordinal));

    private static IEnumerable<AwsDocumentShape> Compute() =>
    [
        new("Reservations", Define("aws.ec2.instance", "EC2 instance", ["ec2instance"]) with
        {
            UnorderedPaths =
            [
                .. Tags, "SecurityGroups", "BlockDeviceMappings", "NetworkInterfaces", "NetworkInterfaces[].Groups", "NetworkInterfaces[].Ipv6Addresses",
                "NetworkInterfaces[].PrivateIpAddresses", "ProductCodes",
            ],
            EphemeralPaths = ["UsageOperationUpdateTime?"],
            SecretPaths = ["UserData"],
        }, "InstanceId")
        { NestedKey = "Instances" },
        new("Volumes", Define("aws.ec2.volume", "EBS volume", ["ebsvolume"]) with { UnorderedPaths = [.. Tags, "Attachments"] }, "VolumeId"),
        new("Snapshots", Define("aws.ec2.snapshot", "EBS snapshot", ["ebssnapshot"]) with
        {
            EphemeralPaths = ["Progress?"],
            UnorderedPaths = [.. Tags, "CreateVolumePermissions"],
        }, "SnapshotId"),
        new("Images", Define("aws.ec2.image", "Machine image", ["ec2image"]) with
        {
            EphemeralPaths = ["LastLaunchedTime?"],
            UnorderedPaths = [.. Tags, "LaunchPermissions"],
        }, "ImageId")
        { NameMember = "Name" },
        new("KeyPairs", Define("aws.ec2.keypair", "Key pair", ["keypair"]), "KeyPairId") { NameMember = "KeyName" },
        new("LaunchTemplates", Define("aws.ec2.launchtemplate", "Launch template"), "LaunchTemplateId") { NameMember = "LaunchTemplateName" },
        new("LaunchTemplateVersions", Define("aws.ec2.launchtemplateversion", "Launch template version") with
        {
            SecretPaths = ["LaunchTemplateData.UserData"],
        }, "LaunchTemplateId", "VersionNumber")
        {
            NameMember = "LaunchTemplateName",
        },
    ];

    private static IEnumerable<AwsDocumentShape> Network() =>
    [
        new("SecurityGroups", Define("aws.ec2.securitygroup", "Security group", ["securitygroup"]) with
        {
            UnorderedPaths =
            [
                .. Tags, "IpPermissions", "IpPermissions[].*", "IpPermissionsEgress", "IpPermissionsEgress[].*",
            ],
        }, "GroupId")
        { NameMember = "GroupName" },
        new("NetworkInterfaces", Define("aws.ec2.networkinterface", "Network interface", ["networkinterface"]) with
        {
            UnorderedPaths = ["TagSet", "Groups", "Ipv6Addresses", "PrivateIpAddresses"],
        }, "NetworkInterfaceId"),
        new("Addresses", Define("aws.ec2.address", "Elastic IP address", ["elasticip"]), "AllocationId") { NameMember = "PublicIp" },
        new("Vpcs", Define("aws.ec2.vpc", "VPC", ["vpc"]) with
        {
            UnorderedPaths = [.. Tags, "CidrBlockAssociationSet", "Ipv6CidrBlockAssociationSet"],
        }, "VpcId"),
        new("Subnets", Define("aws.ec2.subnet", "Subnet", ["subnet"]) with { EphemeralPaths = ["AvailableIpAddressCount"] }, "SubnetId"),
        new("RouteTables", Define("aws.ec2.routetable", "Route table", ["routetable"]) with
        {
            UnorderedPaths = [.. Tags, "Routes", "Associations", "PropagatingVgws"],
        }, "RouteTableId"),
        new("NetworkAcls", Define("aws.ec2.networkacl", "Network ACL", ["networkacl"]) with
        {
            UnorderedPaths = [.. Tags, "Entries", "Associations"],
        }, "NetworkAclId"),
        new("InternetGateways", Define("aws.ec2.internetgateway", "Internet gateway"), "InternetGatewayId"),
        new("EgressOnlyInternetGateways", Define("aws.ec2.egressonlyinternetgateway", "Egress-only internet gateway"), "EgressOnlyInternetGatewayId"),
        new("NatGateways", Define("aws.ec2.natgateway", "NAT gateway", ["natgateway"]), "NatGatewayId"),
        new("FlowLogs", Define("aws.ec2.flowlog", "Flow log", ["flowlog"]), "FlowLogId"),
        new("DhcpOptions", Define("aws.ec2.dhcpoptions", "DHCP options", ["dhcp"]), "DhcpOptionsId"),
        new("PrefixLists", Define("aws.ec2.prefixlist", "Prefix list") with { UnorderedPaths = [.. Tags, "Entries"] }, "PrefixListId") { NameMember = "PrefixListName" },
    ];

    private static IEnumerable<AwsDocumentShape> Connectivity() =>
    [
        new("VpcEndpoints", Define("aws.ec2.vpcendpoint", "VPC endpoint", ["endpoint"]), "VpcEndpointId"),
        new("ServiceConfigurations", Define("aws.ec2.vpcendpointservice", "VPC endpoint service") with
        {
            UnorderedPaths = [.. Tags, "AllowedPrincipals"],
        }, "ServiceId") { NameMember = "ServiceName" },
        new("VpcPeeringConnections", Define("aws.ec2.vpcpeering", "VPC peering connection", ["peering"]), "VpcPeeringConnectionId"),
        new("VpnConnections", Define("aws.ec2.vpnconnection", "VPN connection", ["vpn"]) with
        {
            EphemeralPaths =
            [
                "VgwTelemetry[].LastStatusChange?", "VgwTelemetry[].StatusMessage?", "VgwTelemetry[].AcceptedRouteCount?",
            ],
            SecretPaths = ["CustomerGatewayConfiguration", "Options.TunnelOptions[].PreSharedKey"],
        }, "VpnConnectionId"),
        new("VpnGateways", Define("aws.ec2.vpngateway", "VPN gateway"), "VpnGatewayId"),
        new("CustomerGateways", Define("aws.ec2.customergateway", "Customer gateway"), "CustomerGatewayId"),
        new("TransitGateways", Define("aws.ec2.transitgateway", "Transit gateway"), "TransitGatewayId"),
        new("TransitGatewayAttachments", Define("aws.ec2.transitgatewayattachment", "Transit gateway attachment"), "TransitGatewayAttachmentId"),
        new("ClientVpnEndpoints", Define("aws.ec2.clientvpnendpoint", "Client VPN endpoint"), "ClientVpnEndpointId"),
    ];

    private static IEnumerable<AwsDocumentShape> Identity() =>
    [
        new("UserDetailList", Define("aws.iam.user", "IAM user", ["iamuser"]) with
        {
            UnorderedPaths = [.. Tags, "GroupList", "UserPolicyList", "AttachedManagedPolicies"],
        }, "Arn")
        { NameMember = "UserName", IsGlobal = true },
        new("GroupDetailList", Define("aws.iam.group", "IAM group", ["iamgroup"]) with
        {
            UnorderedPaths = ["GroupPolicyList", "AttachedManagedPolicies"],
        }, "Arn")
        { NameMember = "GroupName", IsGlobal = true },
        new("RoleDetailList", Define("aws.iam.role", "IAM role", ["iamrole"]) with
        {
            EphemeralPaths = ["RoleLastUsed?"],
            UnorderedPaths = [.. Tags, "RolePolicyList", "AttachedManagedPolicies", "InstanceProfileList"],
        }, "Arn")
        {
            NameMember = "RoleName",
            IsGlobal = true,
        },
        new("Policies", Define("aws.iam.policy", "IAM managed policy", ["policy"]) with
        {
            EphemeralPaths = ["AttachmentCount?", "PermissionsBoundaryUsageCount?"],
            UnorderedPaths = [.. Tags, "PolicyVersionList"],
        }, "Arn")
        {
            NameMember = "PolicyName",
            IsGlobal = true,
        },
        new("PasswordPolicy", Define("aws.iam.passwordpolicy", "IAM password policy"))
        {
            IsSingle = true,
            IsGlobal = true,
            FixedId = "password-policy",
        },
        new("KeyMetadata", Define("aws.kms.key", "KMS key", ["kms"]), "Arn") { IsSingle = true, NameMember = "KeyId" },
    ];

    private static IEnumerable<AwsDocumentShape> DataAndApplications() =>
    [
        new("DBInstances", Define("aws.rds.instance", "RDS instance", ["rdsdbinstance"]) with
        {
            EphemeralPaths = ["LatestRestorableTime?"],
            UnorderedPaths = ["TagList", "VpcSecurityGroups"],
        }, "DBInstanceArn")
        { NameMember = "DBInstanceIdentifier" },
        new("DBClusters", Define("aws.rds.cluster", "RDS cluster", ["rdsdbcluster"]) with
        {
            EphemeralPaths = ["LatestRestorableTime?", "EarliestRestorableTime?"],
            UnorderedPaths = ["TagList", "VpcSecurityGroups"],
        }, "DBClusterArn")
        { NameMember = "DBClusterIdentifier" },
        new("DBSnapshots", Define("aws.rds.snapshot", "RDS snapshot", ["rdssnapshot"]), "DBSnapshotArn") { NameMember = "DBSnapshotIdentifier" },
        new("DBClusterSnapshots", Define("aws.rds.clustersnapshot", "RDS cluster snapshot"), "DBClusterSnapshotArn") { NameMember = "DBClusterSnapshotIdentifier" },
        new("LoadBalancers", Define("aws.elbv2.loadbalancer", "Load balancer", ["alb"]), "LoadBalancerArn") { NameMember = "LoadBalancerName" },
        new("LoadBalancerDescriptions", Define("aws.elb.loadbalancer", "Classic load balancer", ["elb"]), "LoadBalancerName") { NameMember = "LoadBalancerName" },
        new("Functions", Define("aws.lambda.function", "Lambda function", ["lambda"]) with
        {
            SecretPaths = ["Environment.Variables.*"],
            EphemeralPaths = ["LastModified?", "RevisionId?"],
        }, "FunctionArn")
        { NameMember = "FunctionName" },
        new("trailList", Define("aws.cloudtrail.trail", "CloudTrail trail", ["cloudtrail"]), "TrailARN") { NameMember = "Name" },
    ];

    private static ItemType Define(string id, string title, string[]? aliases = null)
        => new(id, title)
        {
            Aliases = aliases ?? [],
            UnorderedPaths = Tags,
        };
}
