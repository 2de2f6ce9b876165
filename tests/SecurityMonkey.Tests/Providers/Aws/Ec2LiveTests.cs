using System.Text.Json.Nodes;
using SecurityMonkey.Tests.Providers.Aws.Support;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.Aws;

/// <summary>Collects EC2 over HTTP from recorded answers, and compares with what an Export of the same resources brings.</summary>
public sealed class Ec2LiveTests : IAsyncLifetime
{
    // What a live collection asks for beyond the list, and no list of the CLI prints.
    private static readonly string[] LiveOnly = ["UserData", "UserDataSecrets", "LaunchPermissions", "CreateVolumePermissions", "Entries", "AllowedPrincipals"];

    private static readonly System.Text.Json.JsonSerializerOptions Readable = new() { WriteIndented = true };

    private readonly AwsFixture _aws = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _aws.DisposeAsync();

    [SkippableTheory]
    [InlineData("DescribeSecurityGroups", "aws.ec2.securitygroup", 5)]
    [InlineData("DescribeInstances", "aws.ec2.instance", 3)]
    [InlineData("DescribeVolumes", "aws.ec2.volume", 5)]
    [InlineData("DescribeSnapshots", "aws.ec2.snapshot", 1179)]
    [InlineData("DescribeVpcs", "aws.ec2.vpc", 2)]
    [InlineData("DescribeSubnets", "aws.ec2.subnet", 7)]
    [InlineData("DescribeNetworkInterfaces", "aws.ec2.networkinterface", 3)]
    [InlineData("DescribeRouteTables", "aws.ec2.routetable", 3)]
    [InlineData("DescribeNetworkAcls", "aws.ec2.networkacl", 2)]
    [InlineData("DescribeInternetGateways", "aws.ec2.internetgateway", 1)]
    [InlineData("DescribeAddresses", "aws.ec2.address", 1)]
    [InlineData("DescribeImages", "aws.ec2.image", 1)]
    [InlineData("DescribeKeyPairs", "aws.ec2.keypair", 1)]
    [InlineData("DescribeManagedPrefixLists", "aws.ec2.prefixlist", 6)]
    public async Task Live_configuration_is_that_of_the_export(string call, string itemType, int count)
    {
        var answer = await File.ReadAllTextAsync(Path.Combine(SharedFixtures.Require("aws"), $"ec2.{call}.xml"));
        _aws.Server.Replay();
        await _aws.AddAccountAsync();
        await _aws.AddExportAsync("exported", ("us-east-1/export.json", QueryXml.ToJson(answer)));

        var changeSets = await _aws.WatchAsync(itemType);

        Assert.All(changeSets, set => Assert.Equal((RunStatus.Complete, count), (set.Status, set.Created)));
        var live = await _aws.GetItemsAsync();
        var exported = await _aws.GetItemsAsync("exported");
        Assert.Equal(count, live.Count);
        Assert.Equal(
            exported.Select(item => (item.NativeId, item.Name, item.Region)).Order(), live.Select(item => (item.NativeId, item.Name, item.Region)).Order());
        var exportedConfigs = exported.ToDictionary(item => item.NativeId, item => item.ConfigJson!);
        Assert.All(live, item => Assert.Equal(WithoutLiveOnly(exportedConfigs[item.NativeId]), WithoutLiveOnly(item.ConfigJson!)));
    }

    [SkippableFact]
    public async Task Everything_that_was_recorded_is_collected()
    {
        _aws.Server.Replay();
        await _aws.AddAccountAsync();

        var changeSets = await _aws.WatchAsync("aws.ec2.*", throttleLimit: 16);

        Assert.Empty(changeSets.SelectMany(set => set.Failures).Select(failure => failure.ToString()));
        Assert.All(changeSets, set => Assert.Equal(RunStatus.Complete, set.Status));
        var items = await _aws.GetItemsAsync();
        var image = JsonNode.Parse(items.Single(item => item.ItemType == "aws.ec2.image").ConfigJson!)!;
        Assert.Equal("all", (string?)image["LaunchPermissions"]![0]!["Group"]);
        var settings = JsonNode.Parse(items.Single(item => item.ItemType == "aws.ec2.regionsettings").ConfigJson!)!;
        Assert.False((bool)settings["EbsEncryptionByDefault"]!);
    }

    private static string WithoutLiveOnly(string json)
    {
        var config = JsonNode.Parse(json)!.AsObject();
        Array.ForEach(LiveOnly, member => config.Remove(member));
        return config.ToJsonString(Readable);
    }
}
