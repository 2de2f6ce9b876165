using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace SecurityMonkey.Tests.Providers.Aws;

/// <summary>Writes the XML answers of AWS query APIs (EC2, IAM) as the AWS CLI prints them.</summary>
/// <remarks>Lists and names as in the service models of the CLI, for the calls whose recordings the tests read.</remarks>
internal static class QueryXml
{
    /// <summary>The CLI's names, where they are not the XML's with a capital; a list inside another member may have another name.</summary>
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["securityGroupInfo"] = "SecurityGroups",
        ["addressesSet"] = "Addresses",
        ["dhcpOptionsSet"] = "DhcpOptions",
        ["entrySet"] = "Entries",
        ["internetGatewaySet"] = "InternetGateways",
        ["ipv6AddressesSet"] = "Ipv6Addresses",
        ["imagesSet"] = "Images",
        ["instancesSet"] = "Instances",
        ["keySet"] = "KeyPairs",
        ["launchTemplates"] = "LaunchTemplates",
        ["privateIpAddressesSet"] = "PrivateIpAddresses",
        ["propagatingVgwSet"] = "PropagatingVgws",
        ["ipv6CidrBlockAssociationSet"] = "Ipv6CidrBlockAssociationSet",
        ["cidrBlockAssociationSet"] = "CidrBlockAssociationSet",
        ["blockDeviceMapping"] = "BlockDeviceMappings",
        ["groupDescription"] = "Description",
        ["imageOwnerId"] = "OwnerId",
        ["imageState"] = "State",
        ["isPublic"] = "Public",
        ["instanceState"] = "State",
        ["instancesSet/reason"] = "StateTransitionReason",
        ["dnsName"] = "PublicDnsName",
        ["ipAddress"] = "PublicIpAddress",
        ["default"] = "IsDefault",
        ["ipPermissions/groups"] = "UserIdGroupPairs",
        ["ipPermissionsEgress/groups"] = "UserIdGroupPairs",
        ["reservationSet/groupSet"] = "Groups",
        ["instancesSet/groupSet"] = "SecurityGroups",
        ["networkInterfaceSet/groupSet"] = "Groups",
        ["DescribeNetworkInterfacesResponse/networkInterfaceSet/tagSet"] = "TagSet",
        ["snapshotSet/status"] = "State",
        ["volumeSet/status"] = "State",
        ["volumeSet/attachmentSet/status"] = "State",
    };

    private static readonly HashSet<string> Lists = new(StringComparer.Ordinal)
    {
        "blockDeviceMapping", "groups", "ipPermissions", "ipPermissionsEgress", "ipRanges", "ipv6Ranges", "launchTemplates", "prefixListIds", "productCodes",
        "securityGroupInfo", "AttachedManagedPolicies", "Policies", "Tags",
    };

    private static readonly HashSet<string> Structures = new(StringComparer.Ordinal) { "hibernationOptions" };

    private static readonly HashSet<string> Numbers = new(StringComparer.Ordinal)
    {
        "amiLaunchIndex", "availableIpAddressCount", "code", "deviceIndex", "fromPort", "httpPutResponseHopLimit", "networkCardIndex", "ruleNumber", "size", "toPort", "volumeSize", "maxEntries",
        "version", "iops", "AttachmentCount", "MinimumPasswordLength", "MaxPasswordAge",
    };

    /// <summary>The answer as JSON text.</summary>
    public static string ToJson(string xml)
    {
        var response = XElement.Parse(xml);

        // IAM wraps the answer once more.
        var result = response.Elements().FirstOrDefault(element => element.Name.LocalName.EndsWith("Result", StringComparison.Ordinal)) ?? response;
        var members = result.Elements().Where(element => element.Name.LocalName is not ("requestId" or "ResponseMetadata"));
        return Object(members).ToJsonString();
    }

    private static JsonObject Object(IEnumerable<XElement> members)
        => new(members.Select(member => KeyValuePair.Create(NameOf(member), Value(member))));

    private static JsonNode? Value(XElement element)
    {
        var name = element.Name.LocalName;
        if (Lists.Contains(name) || name.EndsWith("Set", StringComparison.Ordinal) || name.EndsWith("List", StringComparison.Ordinal))
        {
            return new JsonArray([.. element.Elements().Select(Value)]);
        }

        return element.HasElements || Structures.Contains(name) ? Object(element.Elements())
            : element.Value is "true" or "false" ? JsonValue.Create(element.Value is "true")
            : Numbers.Contains(name) && long.TryParse(element.Value, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number)
            : JsonValue.Create(element.Value);
    }

    // The longest path that has a name of its own counts; elements of lists are not part of paths.
    private static string NameOf(XElement element)
    {
        var parts = element.AncestorsAndSelf().Select(part => part.Name.LocalName).Where(part => part is not ("item" or "member")).Reverse().ToArray();
        for (var first = 0; first < parts.Length; first++)
        {
            if (Names.TryGetValue(string.Join('/', parts[first..]), out var name))
            {
                return name;
            }
        }

        var own = parts[^1];
        var singular = own.EndsWith("Set", StringComparison.Ordinal) ? own[..^3] + "s" : own;
        return char.ToUpperInvariant(singular[0]) + singular[1..];
    }
}
