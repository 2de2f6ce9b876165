using Amazon.EC2;
using Amazon.EC2.Model;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.Aws.Ec2;

/// <summary>Networks, and what is inside them.</summary>
/// <remarks>Sizes of pages: the largest that the API references of the calls allow, or 500.</remarks>
internal static class NetworkWatchers
{
    private const int PageSize = 500;
    private const int SmallPageSize = 100;
    private const int GatewayPageSize = 255;

    /// <summary>Makes the watchers.</summary>
    public static IEnumerable<IWatcher> Create() =>
    [
        new Ec2Watcher<SecurityGroup>(new("aws.ec2.securitygroup", "DescribeSecurityGroups", (region, _) => region.Client.Paginators
            .DescribeSecurityGroups(new DescribeSecurityGroupsRequest { MaxResults = PageSize }).SecurityGroups)),
        new Ec2Watcher<NetworkInterface>(new("aws.ec2.networkinterface", "DescribeNetworkInterfaces", (region, _) => region.Client.Paginators
            .DescribeNetworkInterfaces(new DescribeNetworkInterfacesRequest { MaxResults = PageSize }).NetworkInterfaces)),
        new Ec2Watcher<Address>(new("aws.ec2.address", "DescribeAddresses", (region, token) => region.ListAsync(
            async client => (await client.DescribeAddressesAsync(new DescribeAddressesRequest(), token).ConfigureAwait(false)).Addresses))),
        new Ec2Watcher<Vpc>(new("aws.ec2.vpc", "DescribeVpcs", (region, _) => region.Client.Paginators
            .DescribeVpcs(new DescribeVpcsRequest { MaxResults = PageSize }).Vpcs)),
        new Ec2Watcher<Subnet>(new("aws.ec2.subnet", "DescribeSubnets", (region, _) => region.Client.Paginators
            .DescribeSubnets(new DescribeSubnetsRequest { MaxResults = PageSize }).Subnets)),
        new Ec2Watcher<RouteTable>(new("aws.ec2.routetable", "DescribeRouteTables", (region, _) => region.Client.Paginators
            .DescribeRouteTables(new DescribeRouteTablesRequest { MaxResults = SmallPageSize }).RouteTables)),
        new Ec2Watcher<NetworkAcl>(new("aws.ec2.networkacl", "DescribeNetworkAcls", (region, _) => region.Client.Paginators
            .DescribeNetworkAcls(new DescribeNetworkAclsRequest { MaxResults = PageSize }).NetworkAcls)),
        new Ec2Watcher<InternetGateway>(new("aws.ec2.internetgateway", "DescribeInternetGateways", (region, _) => region.Client.Paginators
            .DescribeInternetGateways(new DescribeInternetGatewaysRequest { MaxResults = PageSize }).InternetGateways)),
        new Ec2Watcher<EgressOnlyInternetGateway>(new("aws.ec2.egressonlyinternetgateway", "DescribeEgressOnlyInternetGateways", (region, _) => region.Client.Paginators
            .DescribeEgressOnlyInternetGateways(new DescribeEgressOnlyInternetGatewaysRequest { MaxResults = GatewayPageSize }).EgressOnlyInternetGateways)),
        new Ec2Watcher<NatGateway>(new("aws.ec2.natgateway", "DescribeNatGateways", (region, _) => region.Client.Paginators
            .DescribeNatGateways(new DescribeNatGatewaysRequest { MaxResults = PageSize }).NatGateways)),
        new Ec2Watcher<FlowLog>(new("aws.ec2.flowlog", "DescribeFlowLogs", (region, _) => region.Client.Paginators
            .DescribeFlowLogs(new DescribeFlowLogsRequest { MaxResults = PageSize }).FlowLogs)),
        new Ec2Watcher<DhcpOptions>(new("aws.ec2.dhcpoptions", "DescribeDhcpOptions", (region, _) => region.Client.Paginators
            .DescribeDhcpOptions(new DescribeDhcpOptionsRequest { MaxResults = PageSize }).DhcpOptions)),
        new Ec2Watcher<ManagedPrefixList>(new("aws.ec2.prefixlist", "DescribeManagedPrefixLists", (region, _) => region.Client.Paginators
            .DescribeManagedPrefixLists(new DescribeManagedPrefixListsRequest { MaxResults = SmallPageSize }).PrefixLists)
        {
            // Those of AWS change whenever AWS adds a network, which is no news of the account.
            Details = [new("Entries", "GetManagedPrefixListEntries", GetEntriesAsync) { When = list => !string.Equals(list.OwnerId, "AWS", StringComparison.Ordinal) }],
        }),
    ];

    private static async Task<object?> GetEntriesAsync(AmazonEC2Client client, ManagedPrefixList list, CancellationToken cancellationToken)
    {
        var request = new GetManagedPrefixListEntriesRequest { PrefixListId = list.PrefixListId, MaxResults = SmallPageSize };
        return await client.Paginators.GetManagedPrefixListEntries(request).Entries.CollectAsync(cancellationToken).ConfigureAwait(false);
    }
}
