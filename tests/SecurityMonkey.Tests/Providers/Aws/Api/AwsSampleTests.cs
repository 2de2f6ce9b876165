using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecurityMonkey.Tests.Providers.Aws.Support;

namespace SecurityMonkey.Tests.Providers.Aws.Api;

/// <summary>Collects each item type that has a sample, over HTTP.</summary>
public sealed partial class AwsSampleTests(AwsDocumentFixture fixture) : IClassFixture<AwsDocumentFixture>
{
    public static TheoryData<string> ItemTypes => [.. AwsSample.ItemTypes];

    [Theory]
    [MemberData(nameof(ItemTypes))]
    public async Task Items_are_what_the_CLI_prints_and_the_calls_are_those_of_the_permissions(string itemType)
    {
        var sample = fixture.Use(itemType);
        var earlier = fixture.Server.Requests.Count;

        var changeSet = await fixture.WatchAsync(itemType);

        Assert.Empty(changeSet.Failures);
        Assert.Equal(RunStatus.Complete, changeSet.Status);
        var items = (await fixture.GetItemsAsync()).Where(item => item.ItemType == itemType).ToArray();
        Assert.Equal(sample.Items.Select(item => (item.Id, item.Name, item.Region)), items.Select(item => (item.NativeId, item.Name, item.Region)));
        Assert.All(sample.Items.Zip(items), pair => Assert.Equal(pair.First.Config, AwsSample.Canonical(JsonNode.Parse(WithoutKeys(pair.Second.ConfigJson))!)));
        Assert.All(sample.Calls.Where(call => call.Action is not "sts:GetCallerIdentity"), call => Assert.True(call.IsUsed, $"{call.Action} was not called: {call.Body}"));
        Assert.Equal(
            (await fixture.GetWatcherAsync(itemType)).Permissions,
            sample.Calls.Select(call => call.Action).Distinct().Order(StringComparer.Ordinal));

        // The sample's actions are those on the wire, as far as a request says so: REST services name no action, but each is signed for a service.
        Assert.All(
            fixture.Server.Requests.Skip(earlier).Where(request => request.Action is not ("GetCallerIdentity" or "DescribeRegions")),
            request => Assert.Contains(sample.Calls, call => call.Action.StartsWith(PrefixOf(request), StringComparison.Ordinal) && call.Action.EndsWith(request.Action, StringComparison.Ordinal)));
    }

    private static string PrefixOf(AwsRequest request) => request.Service is "monitoring" ? "cloudwatch:" : request.Service + ":";

    // What is masked depends on the key of the store.
    private static string WithoutKeys(string json) => Masked().Replace(json, "(masked)");

    [GeneratedRegex(@"\(masked:[0-9a-f]+\)")]
    private static partial Regex Masked();
}
