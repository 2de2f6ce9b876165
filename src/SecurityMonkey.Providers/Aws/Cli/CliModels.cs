using Amazon.EC2.Model;

namespace SecurityMonkey.Providers.Aws.Cli;

/// <summary>Which type of the SDK the resources of an item type are read into, and so what the AWS CLI prints of them.</summary>
internal static class CliModels
{
    private static readonly Dictionary<string, Type> Types = new(StringComparer.Ordinal)
    {
        ["aws.ec2.instance"] = typeof(Instance),
        ["aws.ec2.volume"] = typeof(Volume),
        ["aws.ec2.snapshot"] = typeof(Snapshot),
        ["aws.ec2.image"] = typeof(Image),
        ["aws.ec2.keypair"] = typeof(KeyPairInfo),
        ["aws.ec2.launchtemplate"] = typeof(LaunchTemplate),
        ["aws.ec2.launchtemplateversion"] = typeof(LaunchTemplateVersion),
        ["aws.ec2.securitygroup"] = typeof(SecurityGroup),
        ["aws.ec2.networkinterface"] = typeof(NetworkInterface),
        ["aws.ec2.address"] = typeof(Address),
        ["aws.ec2.vpc"] = typeof(Vpc),
        ["aws.ec2.subnet"] = typeof(Subnet),
        ["aws.ec2.routetable"] = typeof(RouteTable),
        ["aws.ec2.networkacl"] = typeof(NetworkAcl),
        ["aws.ec2.internetgateway"] = typeof(InternetGateway),
        ["aws.ec2.egressonlyinternetgateway"] = typeof(EgressOnlyInternetGateway),
        ["aws.ec2.natgateway"] = typeof(NatGateway),
        ["aws.ec2.flowlog"] = typeof(FlowLog),
        ["aws.ec2.dhcpoptions"] = typeof(DhcpOptions),
        ["aws.ec2.prefixlist"] = typeof(ManagedPrefixList),
        ["aws.ec2.vpcendpoint"] = typeof(VpcEndpoint),
        ["aws.ec2.vpcendpointservice"] = typeof(ServiceConfiguration),
        ["aws.ec2.vpcpeering"] = typeof(VpcPeeringConnection),
        ["aws.ec2.vpnconnection"] = typeof(VpnConnection),
        ["aws.ec2.vpngateway"] = typeof(VpnGateway),
        ["aws.ec2.customergateway"] = typeof(CustomerGateway),
        ["aws.ec2.transitgateway"] = typeof(TransitGateway),
        ["aws.ec2.transitgatewayattachment"] = typeof(TransitGatewayAttachment),
        ["aws.ec2.clientvpnendpoint"] = typeof(ClientVpnEndpoint),
    };

    /// <summary>What the CLI prints of an item type; null where the module does not know.</summary>
    /// <param name="itemTypeId">The id of the item type.</param>
    public static CliShape? Find(string itemTypeId) => Types.TryGetValue(itemTypeId, out var type) ? CliShape.Of(type) : null;
}
