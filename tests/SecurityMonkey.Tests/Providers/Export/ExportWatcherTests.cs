using System.Text.Json;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.Export;

public sealed class ExportWatcherTests
{
    private const string Policies = "azure.security.policies";
    private const string First = "11111111-0000-0000-0000-000000000001";
    private const string Second = "22222222-0000-0000-0000-000000000002";

    private static readonly DateTime Earlier = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Policies_of_a_subscription_are_one_item_whose_configuration_is_their_list()
    {
        var own = Policy(First, "/providers/Microsoft.Security/policies/default", "On");
        var ofGroup = Policy(First, "/resourceGroups/rg/providers/Microsoft.Security/policies/rg", "Off");

        var item = (await ExportFolder.CollectAsync("policies.json", $$"""{ "value": [ {{own}}, {{ofGroup}} ] }""")).Single();

        Assert.Equal(
            new ExportedItem(
                Policies,
                $"/subscriptions/{First}/providers/microsoft.security/policies",
                First,
                "global",
                "policies.json",
                $$"""{"value":[{{own}},{{ofGroup}}]}"""),
            item);
    }

    [Fact]
    public async Task Policies_of_two_subscriptions_are_two_items()
    {
        var collection = await ExportFolder.CollectAsync("policies.json", $$"""
            {"value":[
              {{Policy(Second, "/providers/Microsoft.Security/policies/default", "On")}},
              {{Policy(First, "/providers/Microsoft.Security/policies/default", "Off")}},
              {{Policy(Second.ToUpperInvariant(), "/resourceGroups/rg/providers/Microsoft.Security/policies/rg", "Off")}}
            ]}
            """);

        collection.AssertWhole();
        Assert.Equal([(First, "Off"), (Second, "On,Off")], collection.Items.Select(item => (item.Name, LogCollections(item.Config))));
    }

    [Fact]
    public async Task Policies_of_one_subscription_are_recognised_without_their_type()
    {
        var collection = await ExportFolder.CollectAsync(
            "policies.json", $$"""[{"id":"/subscriptions/{{First}}/providers/Microsoft.Security/policies/default","properties":{"logCollection":"Off"} }]""");

        Assert.Equal(("Off", Policies), (LogCollections(collection.Single().Config), collection.Single().ItemType));
    }

    [Fact]
    public async Task Policy_outside_of_any_subscription_fails_the_document()
    {
        var collection = await ExportFolder.CollectAsync(
            "policies.json",
            """{"value":[{"id":"/providers/Microsoft.Management/managementGroups/root/providers/Microsoft.Security/policies/p","type":"Microsoft.Security/policies"}]}""");

        collection.AssertFailed(Policies, "policies.json", "ResourceWithoutId");
        Assert.Empty(collection.Items);
    }

    [Fact]
    public async Task Empty_list_of_policies_says_that_none_are_left()
    {
        var collection = await ExportFolder.CollectKnownAsync("policies.json", """{"value":[]}""", Policies);

        Assert.Empty(collection.Items);
        Assert.True(collection.TellsDeleted(Policies, "policies.json"));
    }

    [Theory]
    [InlineData("[{0},{1}")]
    [InlineData("[{0},{1},]")]
    [InlineData("[{0},{1},{{}}]")]
    [InlineData("[{0},{1}]{{\"message\":\"try again\"}}")]
    [InlineData("{{\"value\":[{0},{1}],\"nextLink\":\"https://management.azure.com/next\"}}")]
    [InlineData("[{0},{1},{{\"id\":\"/providers/p\",\"type\":\"Microsoft.Security/policies\"}}]")]
    public async Task Policies_of_a_list_that_is_not_whole_are_not_taken_for_all_of_them(string format)
    {
        var document = string.Format(
            format, Policy(First, "/providers/Microsoft.Security/policies/default", "On"), Policy(Second, "/providers/Microsoft.Security/policies/default", "On"));

        var collection = await ExportFolder.CollectKnownAsync("policies.json", document, Policies);

        Assert.Equal("policies.json", Assert.Single(collection.Failures).Scope);
        Assert.Empty(collection.Items);
        Assert.False(collection.TellsDeleted(Policies, "policies.json"));
    }

    [Fact]
    public async Task Policies_of_a_document_that_is_written_again_are_not_collected()
    {
        using var folder = new ExportFolder();
        folder.Write("policies.json", $"[{Policy(First, "/providers/Microsoft.Security/policies/default", "On")}]");
        await using var session = await folder.OpenAsync();
        File.SetLastWriteTimeUtc(folder.PathOf("policies.json"), Earlier);

        var collection = await folder.CollectAsync(session);

        collection.AssertFailed(Policies, "policies.json", "DocumentChanged");
        Assert.Empty(collection.Items);
    }

    [Fact]
    public async Task Document_that_is_written_again_between_index_and_collection_fails()
    {
        using var folder = new ExportFolder();
        folder.Write("vpcs.json", """{"Vpcs":[{"VpcId":"vpc-1"},{"VpcId":"vpc-2"}]}""").Write("other.json", """{"Vpcs":[{"VpcId":"vpc-9"}]}""");
        await using var session = await folder.OpenAsync();
        folder.Write("vpcs.json", """{"Vpcs":[{"VpcId":"vpc-1"},{"VpcId":"vpc-3"}]}""");
        File.SetLastWriteTimeUtc(folder.PathOf("vpcs.json"), Earlier);

        var collection = await folder.CollectAsync(session);

        var failure = collection.AssertFailed("aws.ec2.vpc", "vpcs.json", "DocumentChanged");
        Assert.Contains("Collect again when the export has finished", failure.Error.Message, StringComparison.Ordinal);
        Assert.True(collection.TellsDeleted("aws.ec2.vpc", "other.json"));
        Assert.Contains(collection.Items, item => item.NativeId == "vpc-9");
    }

    [Theory]
    [InlineData("""{"Vpcs":[{"VpcId":"vpc-1"}]}""")]
    [InlineData("""{"Vpcs":[{"VpcId":"vpc-1"},""")]
    [InlineData("""{"Vpcs":[{"VpcId":"vpc-1"},{"Vpc""")]
    [InlineData("""{"Vpcs":[{"VpcId":"vpc-1","IsDefault":false,"CidrBlock":"10.0.0.0/16","State":"available"}]}""")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Document_that_becomes_another_between_index_and_collection_fails_alone(string? later)
    {
        using var folder = new ExportFolder();
        folder.Write("a.json", """{"Vpcs":[{"VpcId":"vpc-1"},{"VpcId":"vpc-2"},{"VpcId":"vpc-3"}]}""").Write("b.json", """{"Vpcs":[{"VpcId":"vpc-9"}]}""");
        await using var session = await folder.OpenAsync();
        File.Delete(folder.PathOf("a.json"));
        if (later is not null)
        {
            folder.Write("a.json", later);
        }

        var collection = await folder.CollectAsync(session);

        var failure = collection.AssertFailed("aws.ec2.vpc", "a.json", "DocumentChanged");
        Assert.Contains("Collect again when the export has finished", failure.Error.Message, StringComparison.Ordinal);
        Assert.True(collection.TellsDeleted("aws.ec2.vpc", "b.json"));
        Assert.Contains(collection.Items, item => item.NativeId == "vpc-9");
    }

    [Fact]
    public async Task Document_that_grows_between_index_and_collection_fails()
    {
        using var folder = new ExportFolder();
        await using var session = await folder.Write("users.json", """[{"url":"https://api.github.com/users/a"}]""").OpenAsync();
        await File.AppendAllTextAsync(folder.PathOf("users.json"), """[{"url":"https://api.github.com/users/b"}]""");

        (await folder.CollectAsync(session)).AssertFailed("github.user", "users.json", "DocumentChanged");
    }

    [SkippableFact]
    public async Task Linked_document_whose_target_is_written_again_fails()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        using var target = new TemporaryFolder();
        target.Write("target.json", """{"Vpcs":[{"VpcId":"vpc-1"}]}""");
        using var folder = new ExportFolder();
        File.CreateSymbolicLink(folder.PathOf("vpcs.json"), target.PathOf("target.json"));
        Assert.Equal("vpc-1", (await folder.CollectAsync()).Single().NativeId);
        await using var session = await folder.OpenAsync();
        target.Write("target.json", """{"Vpcs":[{"VpcId":"vpc-1"},{"VpcId":"vpc-2"}]}""");

        (await folder.CollectAsync(session)).AssertFailed("aws.ec2.vpc", "vpcs.json", "DocumentChanged");
    }

    [Fact]
    public async Task Elements_without_an_id_are_one_failure_of_their_document()
    {
        var collection = await ExportFolder.CollectAsync("vpcs.json", """{"Vpcs":[{"VpcId":"vpc-1"},{},{"Vpc":"2"},{"VpcId":"vpc-3"}]}""");

        var failure = collection.AssertFailed("aws.ec2.vpc", "vpcs.json", "ResourceWithoutId");
        Assert.Contains("The VPC at byte 27 has no id", failure.Error.Message, StringComparison.Ordinal);
        Assert.Equal(["vpc-1", "vpc-3"], collection.Items.Select(item => item.NativeId));
    }

    [Fact]
    public async Task Collecting_twice_gives_the_same()
    {
        using var folder = new ExportFolder();
        await using var session = await folder.Write("vpcs.json", """{"Vpcs":[{"VpcId":"vpc-1"},{"VpcId":"vpc-2"}]}""").OpenAsync();

        var first = await folder.CollectAsync(session);

        Assert.Equal(first.Items, (await folder.CollectAsync(session)).Items);
        Assert.Equal(2, first.Items.Count);
    }

    [Fact]
    public async Task Collecting_ends_when_it_is_cancelled()
    {
        using var folder = new ExportFolder();
        await using var session = await folder.Write("vpcs.json", """{"Vpcs":[{"VpcId":"vpc-1"},{"VpcId":"vpc-2"}]}""").OpenAsync();
        using var cancellation = new CancellationTokenSource();
        var seen = new List<string>();

        await Assert.ThrowsAsync<OperationCanceledException>(async () =>
        {
            await foreach (var item in Assert.Single(session.Watchers).CollectAsync(new RecordingWatchContext(folder.Account, session), cancellation.Token))
            {
                seen.Add(item.NativeId);
                await cancellation.CancelAsync();
            }
        });

        Assert.Equal(["vpc-1"], seen);
    }

    private static string Policy(string subscription, string path, string logCollection)
        => $$"""{"id":"/subscriptions/{{subscription}}{{path}}","type":"Microsoft.Security/policies","properties":{"logCollection":"{{logCollection}}"} }""";

    private static string LogCollections(string config)
    {
        using var document = JsonDocument.Parse(config);
        return string.Join(',', document.RootElement.GetProperty("value").EnumerateArray().Select(
            policy => policy.GetProperty("properties").GetProperty("logCollection").GetString()));
    }
}
