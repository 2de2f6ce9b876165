using System.Globalization;
using System.Text.Json.Nodes;

namespace SecurityMonkey.Tests.Providers.Azure.Evaluators;

/// <summary>Writes network security groups as the Azure REST API gives them.</summary>
internal static class SecurityGroupConfig
{
    /// <summary>The rules every group comes with.</summary>
    private static readonly string[] DefaultRules =
    [
        "65000 Allow from=VirtualNetwork to=VirtualNetwork name=AllowVnetInBound",
        "65001 Allow from=AzureLoadBalancer name=AllowAzureLoadBalancerInBound",
        "65500 Deny name=DenyAllInBound",
        "65001 Allow direction=Outbound to=Internet name=AllowInternetOutBound",
    ];

    /// <summary>A group with the default rules and others.</summary>
    /// <param name="rules">Each as in <c>100 Allow Tcp 22 from=Internet</c>; see <see cref="Rule"/>.</param>
    public static string Write(params string[] rules) => new JsonObject
    {
        ["id"] = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/nsg",
        ["properties"] = new JsonObject
        {
            ["securityRules"] = new JsonArray([.. rules.Select(Rule)]),
            ["defaultSecurityRules"] = new JsonArray([.. DefaultRules.Select(Rule)]),
        },
    }.ToJsonString();

    /// <summary>
    /// A rule: priority, access, then protocol and port (both <c>*</c> where not given), then <c>from</c>, <c>fromPort</c>, <c>to</c>,
    /// <c>direction</c> and <c>name</c>. A comma makes a list; <c>asg:x</c> is an application security group.
    /// </summary>
    public static JsonNode Rule(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var positions = words.Where(word => !word.Contains('=')).ToArray();
        var named = words.Where(word => word.Contains('=')).Select(word => word.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1]);
        var properties = new JsonObject
        {
            ["priority"] = int.Parse(positions[0], CultureInfo.InvariantCulture),
            ["access"] = positions[1],
            ["protocol"] = positions.ElementAtOrDefault(2) ?? "*",
            ["direction"] = named.GetValueOrDefault("direction", "Inbound"),
        };
        Set(properties, "destinationPortRange", "destinationPortRanges", positions.ElementAtOrDefault(3) ?? "*");
        Set(properties, "sourcePortRange", "sourcePortRanges", named.GetValueOrDefault("fromPort", "*"));
        SetAddress(properties, "source", named.GetValueOrDefault("from", "*"));
        SetAddress(properties, "destination", named.GetValueOrDefault("to", "*"));
        return new JsonObject { ["name"] = named.GetValueOrDefault("name", $"rule{positions[0]}"), ["properties"] = properties };
    }

    private static void SetAddress(JsonObject properties, string side, string text)
    {
        if (text.StartsWith("asg:", StringComparison.Ordinal))
        {
            properties[side + "ApplicationSecurityGroups"] = new JsonArray(new JsonObject { ["id"] = text });
            return;
        }

        Set(properties, side + "AddressPrefix", side + "AddressPrefixes", text);
    }

    // As the API writes it: the member that is not used is left out or empty.
    private static void Set(JsonObject properties, string one, string many, string text)
    {
        if (text.Contains(','))
        {
            properties[many] = new JsonArray([.. text.Split(',').Select(part => (JsonNode)part)]);
            return;
        }

        properties[one] = text;
        properties[many] = new JsonArray();
    }
}
