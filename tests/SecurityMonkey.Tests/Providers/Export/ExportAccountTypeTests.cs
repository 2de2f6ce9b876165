using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Export;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.Export;

public sealed class ExportAccountTypeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ExportAccountType _type = new();

    [Fact]
    public void Definition_asks_for_a_folder()
    {
        var definition = _type.Definition;

        Assert.Equal(("Export", false), (definition.Name, definition.IsIdentifierRequired));
        var field = Assert.Single(definition.Fields);
        Assert.Equal(("Path", true, true, false), (field.Name, field.IsRequired, field.IsPath, field.IsSecret));
        Assert.Contains("*.json", field.ToolTip, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_that_exists_is_accepted() => _type.Validate(Create(_folder.Path));

    [Fact]
    public void Account_of_somebody_else_needs_no_folder() => _type.Validate(Create(_folder.PathOf("missing")) with { IsThirdParty = true });

    [Fact]
    public void Folder_that_does_not_exist_is_refused()
    {
        var path = _folder.PathOf("missing");

        var error = Assert.Throws<SecurityMonkeyException>(() => _type.Validate(Create(path)));

        Assert.Equal(("ExportFolderNotFound", ErrorKind.Unavailable, "exports"), (error.ErrorId, error.Kind, error.Target));
        Assert.Contains($"'{path}' of account 'exports' does not exist", error.Message, StringComparison.Ordinal);
        Assert.Contains("Set-SMAccount -Name 'exports' -Path", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_is_refused()
    {
        var path = _folder.Write("vpcs.json", "{}");

        var error = Assert.Throws<SecurityMonkeyException>(() => _type.Validate(Create(path)));

        Assert.Equal("ExportFolderNotFound", error.ErrorId);
        Assert.Contains($"'{path}' of account 'exports' is a file; name the folder that holds it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_that_has_gone_cannot_be_opened()
    {
        var error = await Assert.ThrowsAsync<SecurityMonkeyException>(() => OpenAsync(_folder.PathOf("missing")));

        Assert.Equal(("ExportFolderNotFound", "exports"), (error.ErrorId, error.Target));
    }

    [Fact]
    public async Task File_cannot_be_opened()
    {
        var error = await Assert.ThrowsAsync<SecurityMonkeyException>(() => OpenAsync(_folder.Write("vpcs.json", "{}")));

        Assert.Equal("ExportFolderNotFound", error.ErrorId);
        Assert.Contains("is a file", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("notes.txt")]
    [InlineData(".hidden.json")]
    [InlineData(".git/config.json")]
    [InlineData("json")]
    public async Task Folder_without_documents_cannot_be_opened(string? other)
    {
        if (other is not null)
        {
            _folder.Write(other, "{}");
        }

        var error = await Assert.ThrowsAsync<SecurityMonkeyException>(() => OpenAsync(_folder.Path));

        Assert.Equal(("ExportFolderEmpty", ErrorKind.Unavailable, "exports"), (error.ErrorId, error.Kind, error.Target));
        Assert.Contains("nothing is treated as deleted", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static Account Create(string path) => new()
    {
        Name = "exports",
        Type = "Export",
        Identifier = "exports",
        Fields = new Dictionary<string, string> { ["Path"] = path },
    };

    private async Task<IAccountSession> OpenAsync(string path)
        => await _type.OpenAsync(
            Create(path),
            new FakeSessionContext(ExportFolder.Plugins, [new KnownScope("aws.ec2.vpc", "vpcs.json")]),
            CancellationToken.None);
}
