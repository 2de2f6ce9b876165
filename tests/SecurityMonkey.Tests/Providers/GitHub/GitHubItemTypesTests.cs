using SecurityMonkey.Providers.GitHub;
using SecurityMonkey.Tests.Providers.Export;

namespace SecurityMonkey.Tests.Providers.GitHub;

public sealed class GitHubItemTypesTests
{
    /// <summary>An object as the API gives it, its item type, native id and name.</summary>
    public static TheoryData<string, string, string, string> Objects => new()
    {
        {
            """{"id":1,"name":"web","full_name":"acme/web","owner":{"login":"acme","url":"https://api.github.com/users/acme"},"url":"https://api.github.com/repos/acme/web"}""",
            "github.repository", "repos/acme/web", "acme/web"
        },
        { """{"login":"acme","id":2,"url":"https://api.github.com/orgs/acme","name":"Acme, Inc.","type":"Organization"}""", "github.organization", "orgs/acme", "acme" },
        {
            """{"name":"Site Reliability","id":3,"slug":"site-reliability","url":"https://api.github.com/organizations/2/team/3","parent":null}""",
            "github.team", "organizations/2/team/3", "site-reliability"
        },
        { """{"name":"Owners","slug":"owners","url":"https://api.github.com/teams/4"}""", "github.team", "teams/4", "owners" },
        { """{"slug":"owners","url":"https://api.github.com/orgs/acme/teams/owners"}""", "github.team", "orgs/acme/teams/owners", "owners" },
        {
            """{"type":"Repository","id":5,"name":"web","active":true,"url":"https://api.github.com/repos/acme/web/hooks/5"}""",
            "github.webhook", "repos/acme/web/hooks/5", "acme/web/hooks/5"
        },
        { """{"type":"Organization","id":6,"name":"web","url":"https://api.github.com/orgs/acme/hooks/6"}""", "github.organizationwebhook", "orgs/acme/hooks/6", "orgs/acme/hooks/6" },
        { """{"id":7,"key":"ssh-rsa AAAA","title":"deploy","url":"https://api.github.com/repos/acme/web/keys/7"}""", "github.deploykey", "repos/acme/web/keys/7", "deploy" },
        {
            """{"url":"https://api.github.com/repos/acme/web/branches/main/protection","enforce_admins":{"enabled":true}}""",
            "github.branchprotection", "repos/acme/web/branches/main/protection", "acme/web/branches/main/protection"
        },
        {
            """{"url":"https://api.github.com/repos/acme/web/branches/release/1.0/protection"}""",
            "github.branchprotection", "repos/acme/web/branches/release/1.0/protection", "acme/web/branches/release/1.0/protection"
        },
        {
            """{"id":9,"name":"production","protection_rules":[],"url":"https://api.github.com/repos/acme/web/environments/production"}""",
            "github.environment", "repos/acme/web/environments/production", "acme/web/environments/production"
        },
        {
            """{"id":10,"name":"baseline","secret_scanning":"enabled","url":"https://api.github.com/orgs/acme/code-security/configurations/10"}""",
            "github.codesecurityconfiguration", "orgs/acme/code-security/configurations/10", "orgs/acme/code-security/configurations/10"
        },
        { """{"login":"alice","id":8,"url":"https://api.github.com/users/alice","type":"User"}""", "github.user", "users/alice", "alice" },
    };

    [Theory]
    [MemberData(nameof(Objects))]
    public async Task Object_is_recognised_by_its_own_address(string document, string itemType, string nativeId, string name)
    {
        var expected = new ExportedItem(itemType, nativeId, name, "global", "github.json", document);

        Assert.Equal(expected, (await ExportFolder.CollectAsync("github.json", document)).Single());
        Assert.Equal(expected, (await ExportFolder.CollectAsync("github.json", $"[{document}]")).Single());
    }

    [Fact]
    public void All_item_types_are_in_the_table_of_this_test()
        => Assert.Equal(
            GitHubItemTypes.All.Select(itemType => itemType.Id).Order(StringComparer.Ordinal),
            Objects.Select(row => (string)row[1]).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("https://github.example.com/api/v3/repos/acme/web")]
    [InlineData("https://github.example.com:8443/api/v3/repos/acme/web")]
    [InlineData("https://api.acme.ghe.com/repos/acme/web")]
    [InlineData("https://API.GitHub.com/repos/acme/web")]
    [InlineData("https://api.github.com/repos/acme/web/")]
    public void Address_of_another_server_is_recognised(string url)
    {
        Assert.Equal("repos/acme/web", GitHubItemTypes.Find(url)?.NativeId);
        Assert.Equal("github.repository", GitHubItemTypes.Find(url)?.ItemType.Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("repos/acme/web")]
    [InlineData("https://github.com/acme/web")]
    [InlineData("https://github.example.com/repos/acme/web")]
    [InlineData("https://api.github.com/")]
    [InlineData("https://api.github.com/repos/acme")]
    [InlineData("https://api.github.com/repos/acme/web/issues/1")]
    [InlineData("https://api.github.com/repos/acme/web/hooks/one")]
    [InlineData("https://api.github.com/gists/1")]
    public void Other_address_is_not(string url) => Assert.Null(GitHubItemTypes.Find(url));

    [Fact]
    public async Task Concatenated_pages_are_one_list()
    {
        var collection = await ExportFolder.CollectAsync("users.json", $"[{User("a")},{User("b")}][{User("c")}]\n[{User("d")}]");

        collection.AssertWhole();
        Assert.Equal(["a", "b", "c", "d"], collection.Items.Select(item => item.Name));
        Assert.Equal(User("d"), collection.Items[^1].Config);
    }

    [Fact]
    public async Task List_of_pages_is_one_list()
    {
        var collection = await ExportFolder.CollectAsync("users.json", $"[[{User("a")},{User("b")}],[{User("c")}]]");

        collection.AssertWhole();
        Assert.Equal(["a", "b", "c"], collection.Items.Select(item => item.Name));
    }

    [Fact]
    public async Task Objects_of_several_item_types_go_to_their_watchers()
    {
        var collection = await ExportFolder.CollectAsync("github.json", $$"""[{{User("a")}},{"full_name":"acme/web","url":"https://api.github.com/repos/acme/web"}]""");

        collection.AssertWhole();
        Assert.Equal(["github.repository", "github.user"], collection.ItemTypes);
    }

    [Theory]
    [InlineData("""{"message":"Not Found","documentation_url":"https://docs.github.com/rest","status":"404"}""")]
    [InlineData("""{"total_count":1,"items":[{"url":"https://api.github.com/users/alice"}]}""")]
    public async Task Answer_that_is_no_object_of_an_item_type_is_not_recognised(string document)
        => (await ExportFolder.CollectAsync("github.json", document)).AssertFailed("export.document", "github.json", "DocumentNotRecognized");

    [Fact]
    public async Task Element_of_no_item_type_fails_the_list()
    {
        var collection = await ExportFolder.CollectAsync("github.json", $$"""[{{User("a")}},{"url":"https://api.github.com/gists/1"},{{User("b")}}]""");

        var failure = collection.AssertFailed("github.user", "github.json", "DocumentNotRecognized");
        Assert.Contains("Element 2 of the list is not recognised", failure.Error.Message, StringComparison.Ordinal);
        Assert.Equal(["a", "b"], collection.Items.Select(item => item.Name));
    }

    [Fact]
    public void Secrets_are_declared()
    {
        Assert.Equal(["config.secret"], ExportFolder.Plugins.GetItemType("github.webhook").SecretPaths);
        Assert.Equal(["temp_clone_token"], ExportFolder.Plugins.GetItemType("github.repository").SecretPaths);
        Assert.Equal("github.repository", ExportFolder.Plugins.ResolveItemType("githubrepo"));
    }

    private static string User(string login) => $$"""{"login":"{{login}}","url":"https://api.github.com/users/{{login}}"}""";
}
