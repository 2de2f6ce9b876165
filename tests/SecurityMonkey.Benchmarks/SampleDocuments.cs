using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecurityMonkey.Benchmarks;

/// <summary>Security groups of about 1 KB each, in the shape and with the order of members that the AWS CLI prints.</summary>
internal static class SampleDocuments
{
    /// <summary>The UTF-8 text of a group.</summary>
    /// <param name="number">Its number; the same number gives the same group.</param>
    /// <param name="rules">How many inbound rules it has.</param>
    public static byte[] Group(int number, int rules = 3)
    {
        var random = new Random(number);
        var permissions = Enumerable.Range(0, rules).Select(_ => Permission(random.Next(1, 65535), $"{random.Next(1, 223)}.{random.Next(256)}.0.0/16"));
        var group = new JsonObject
        {
            ["Description"] = $"Security group number {number} of the measurement",
            ["GroupName"] = $"group-{number}",
            ["IpPermissions"] = new JsonArray([.. permissions]),
            ["OwnerId"] = "111122223333",
            ["GroupId"] = $"sg-{number:x17}",
            ["IpPermissionsEgress"] = new JsonArray(new JsonObject { ["IpProtocol"] = "-1", ["IpRanges"] = new JsonArray(new JsonObject { ["CidrIp"] = "0.0.0.0/0" }) }),
            ["Tags"] = new JsonArray(Tag("Name", $"name-{number}"), Tag("team", $"team-{number % 50}"), Tag("cost-center", $"{number % 9999}")),
            ["VpcId"] = $"vpc-{number % 20:x17}",
        };
        return Encoding.UTF8.GetBytes(group.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    /// <summary>Writes a document with a number of groups.</summary>
    public static void WriteFile(string path, int groups)
    {
        using var file = File.Create(path);
        file.Write("{\"SecurityGroups\":["u8);
        for (var number = 0; number < groups; number++)
        {
            file.Write(number == 0 ? ""u8 : ","u8);
            file.Write(Group(number));
        }

        file.Write("]}"u8);
    }

    private static JsonObject Permission(int port, string cidr) => new()
    {
        ["FromPort"] = port,
        ["IpProtocol"] = "tcp",
        ["IpRanges"] = new JsonArray(new JsonObject { ["CidrIp"] = cidr, ["Description"] = "some network" }),
        ["Ipv6Ranges"] = new JsonArray(),
        ["PrefixListIds"] = new JsonArray(),
        ["ToPort"] = port,
        ["UserIdGroupPairs"] = new JsonArray(new JsonObject { ["GroupId"] = $"sg-{port:x17}", ["UserId"] = "111122223333" }),
    };

    private static JsonObject Tag(string key, string value) => new() { ["Key"] = key, ["Value"] = value };
}
