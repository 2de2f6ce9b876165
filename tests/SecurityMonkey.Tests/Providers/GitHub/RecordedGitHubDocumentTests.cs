using System.Text.Json.Nodes;
using SecurityMonkey.Tests.Providers.Export;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.GitHub;

/// <summary>Recorded answers of the GitHub REST API.</summary>
public sealed class RecordedGitHubDocumentTests
{
    [SkippableTheory]
    [InlineData("orgs.get", "github.organization")]
    [InlineData("orgs.get.octokit-fixture", "github.organization")]
    [InlineData("orgs.hooks.list", "github.organizationwebhook")]
    [InlineData("orgs.members.list", "github.user")]
    [InlineData("orgs.members.list.2fa_disabled", "github.user")]
    [InlineData("orgs.outside_collaborators.list", "github.user")]
    [InlineData("orgs.repos.list", "github.repository")]
    [InlineData("orgs.teams.list", "github.team")]
    [InlineData("repos.branches.protection.get", "github.branchprotection")]
    [InlineData("repos.branches.protection.get.status-checks", "github.branchprotection")]
    [InlineData("repos.branches.protection.put.restrictions", "github.branchprotection")]
    [InlineData("repos.collaborators.list", "github.user")]
    [InlineData("repos.collaborators.list.outside", "github.user")]
    [InlineData("repos.get", "github.repository")]
    [InlineData("repos.get.octokit-fixture", "github.repository")]
    [InlineData("repos.get.secret-scanning-enabled", "github.repository")]
    [InlineData("repos.hooks.list", "github.webhook")]
    [InlineData("repos.keys.list", "github.deploykey")]
    public async Task Answer_is_recognised(string name, string itemType)
    {
        var path = Path.Combine(SharedFixtures.Require("github"), name + ".json");
        var response = JsonNode.Parse(await File.ReadAllTextAsync(path))!["response"]!;
        var objects = response as JsonArray ?? new JsonArray(response.DeepClone());

        var collection = await ExportFolder.CollectAsync("github.json", response.ToJsonString());

        collection.AssertWhole();
        Assert.Equal([itemType], collection.ItemTypes);
        Assert.Equal(objects.Select(item => item!.ToJsonString()), collection.Items.Select(item => item.Config));
        Assert.Equal(
            objects.Select(item => ((string?)item!["url"])!["https://api.github.com/".Length..]),
            collection.Items.Select(item => item.NativeId));
        Assert.All(collection.Items, item => Assert.Equal("global", item.Region));
        Assert.DoesNotContain(collection.Items, item => item.Name.Length == 0);
    }

    [SkippableFact]
    public void All_answers_are_in_the_table_of_this_test()
    {
        var tested = typeof(RecordedGitHubDocumentTests).GetMethod(nameof(Answer_is_recognised))!.GetCustomAttributesData()
            .Where(attribute => attribute.AttributeType == typeof(InlineDataAttribute))
            .Select(attribute => (string)((IReadOnlyList<System.Reflection.CustomAttributeTypedArgument>)attribute.ConstructorArguments[0].Value!)[0].Value!);

        var recorded = Directory.GetFiles(SharedFixtures.Require("github"), "*.json").Select(path => Path.GetFileNameWithoutExtension(path));

        Assert.Equal(recorded.Order(StringComparer.Ordinal), tested.Order(StringComparer.Ordinal));
    }
}
