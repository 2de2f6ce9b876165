using Amazon.EC2;
using Amazon.EC2.Model;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.Aws.Ec2;

/// <summary>What connects networks with others.</summary>
/// <remarks>Sizes of pages: the largest that the API references of the calls allow, or 500.</remarks>
internal static class ConnectivityWatchers
{
    private const int PageSize = 500;

    /// <summary>Makes the watchers.</summary>
    public static IEnumerable<IWatcher> Create() =>
    [
        new Ec2Watcher<VpcEndpoint>(new("aws.ec2.vpcendpoint", "DescribeVpcEndpoints", (region, _) => region.Client.Paginators
            .DescribeVpcEndpoints(new DescribeVpcEndpointsRequest { MaxResults = PageSize }).VpcEndpoints)),
        new Ec2Watcher<ServiceConfiguration>(new("aws.ec2.vpcendpointservice", "DescribeVpcEndpointServiceConfigurations", (region, _) => region.Client.Paginators
            .DescribeVpcEndpointServiceConfigurations(new DescribeVpcEndpointServiceConfigurationsRequest { MaxResults = PageSize }).ServiceConfigurations)
        {
            Details = [new("AllowedPrincipals", "DescribeVpcEndpointServicePermissions", GetPrincipalsAsync)],
        }),
        new Ec2Watcher<VpcPeeringConnection>(new("aws.ec2.vpcpeering", "DescribeVpcPeeringConnections", (region, _) => region.Client.Paginators
            .DescribeVpcPeeringConnections(new DescribeVpcPeeringConnectionsRequest { MaxResults = PageSize }).VpcPeeringConnections)),
        new Ec2Watcher<VpnConnection>(new("aws.ec2.vpnconnection", "DescribeVpnConnections", (region, token) => region.ListAsync(
            async client => (await client.DescribeVpnConnectionsAsync(new DescribeVpnConnectionsRequest(), token).ConfigureAwait(false)).VpnConnections))),
        new Ec2Watcher<VpnGateway>(new("aws.ec2.vpngateway", "DescribeVpnGateways", (region, token) => region.ListAsync(
            async client => (await client.DescribeVpnGatewaysAsync(new DescribeVpnGatewaysRequest(), token).ConfigureAwait(false)).VpnGateways))),
        new Ec2Watcher<CustomerGateway>(new("aws.ec2.customergateway", "DescribeCustomerGateways", (region, token) => region.ListAsync(
            async client => (await client.DescribeCustomerGatewaysAsync(new DescribeCustomerGatewaysRequest(), token).ConfigureAwait(false)).CustomerGateways))),
        new Ec2Watcher<TransitGateway>(new("aws.ec2.transitgateway", "DescribeTransitGateways", (region, _) => region.Client.Paginators
            .DescribeTransitGateways(new DescribeTransitGatewaysRequest { MaxResults = PageSize }).TransitGateways)),
        new Ec2Watcher<TransitGatewayAttachment>(new("aws.ec2.transitgatewayattachment", "DescribeTransitGatewayAttachments", (region, _) => region.Client.Paginators
            .DescribeTransitGatewayAttachments(new DescribeTransitGatewayAttachmentsRequest { MaxResults = PageSize }).TransitGatewayAttachments)),
        new Ec2Watcher<ClientVpnEndpoint>(new("aws.ec2.clientvpnendpoint", "DescribeClientVpnEndpoints", (region, _) => region.Client.Paginators
            .DescribeClientVpnEndpoints(new DescribeClientVpnEndpointsRequest { MaxResults = PageSize }).ClientVpnEndpoints)),
    ];

    private static async Task<object?> GetPrincipalsAsync(AmazonEC2Client client, ServiceConfiguration service, CancellationToken cancellationToken)
    {
        var request = new DescribeVpcEndpointServicePermissionsRequest { ServiceId = service.ServiceId, MaxResults = PageSize };
        return await client.Paginators.DescribeVpcEndpointServicePermissions(request).AllowedPrincipals.CollectAsync(cancellationToken).ConfigureAwait(false);
    }
}
