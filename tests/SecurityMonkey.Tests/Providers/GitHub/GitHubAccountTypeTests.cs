using SecurityMonkey.Providers.GitHub;
using SecurityMonkey.Tests.Providers.Export;

namespace SecurityMonkey.Tests.Providers.GitHub;

public sealed class GitHubAccountTypeTests
{
    private readonly GitHubAccountType _type = new();

    [Fact]
    public void Definition_asks_for_the_organisation_and_references_to_secrets()
    {
        var definition = _type.Definition;

        Assert.Equal(("GitHub", "Organisation", true), (definition.Name, definition.IdentifierLabel, definition.IsIdentifierRequired));
        Assert.Equal(["TokenRef", "AppId", "PrivateKeyRef", "BaseUrl"], definition.Fields.Select(field => field.Name));
        Assert.Equal(["TokenRef", "PrivateKeyRef"], definition.Fields.Where(field => field.IsSecret).Select(field => field.Name));
        Assert.All(definition.Fields, field => Assert.False(field.IsRequired || field.IsPath || field.ToolTip.Length == 0));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://github.example.com/api/v3")]
    [InlineData("http://localhost:3000/api/v3")]
    public void Address_of_a_server_is_accepted(string? baseUrl) => _type.Validate(Create(baseUrl));

    [Theory]
    [InlineData("")]
    [InlineData("github.example.com")]
    [InlineData("/api/v3")]
    [InlineData("ftp://github.example.com")]
    [InlineData("file:///etc/passwd")]
    public void Address_of_another_kind_is_refused(string baseUrl)
    {
        var error = Assert.Throws<SecurityMonkeyException>(() => _type.Validate(Create(baseUrl)));

        Assert.Equal(("AccountFieldInvalid", ErrorKind.InvalidArgument, "acme"), (error.ErrorId, error.Kind, error.Target));
        Assert.Contains("https://github.example.com/api/v3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Account_cannot_yet_be_read_over_the_network()
    {
        var error = await Assert.ThrowsAsync<SecurityMonkeyException>(
            async () => await _type.OpenAsync(Create(null), new FakeSessionContext(ExportFolder.Plugins, []), CancellationToken.None));

        Assert.Equal(("LiveCollectionNotAvailable", ErrorKind.NotSupported, "acme"), (error.ErrorId, error.Kind, error.Target));
        Assert.Contains("GitHub account 'acme'", error.Message, StringComparison.Ordinal);
        Assert.Contains("gh api --paginate orgs/acme-inc/repos", error.Message, StringComparison.Ordinal);
        Assert.Contains("Add-SMAccount -Type Export -Path", error.Message, StringComparison.Ordinal);
    }

    private static Account Create(string? baseUrl) => new()
    {
        Name = "acme",
        Type = "GitHub",
        Identifier = "acme-inc",
        Fields = baseUrl is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["BaseUrl"] = baseUrl },
    };
}
