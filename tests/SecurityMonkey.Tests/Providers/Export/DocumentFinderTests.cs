using SecurityMonkey.Providers.Export;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.Export;

public sealed class DocumentFinderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Documents_of_the_folder_and_its_subfolders_are_found_in_the_order_of_their_paths()
    {
        foreach (var name in new[] { "b.json", "a.json", "sub/deep/c.json", "sub/a.JSON", "lines.jsonl", "lines.NDJSON" })
        {
            _folder.Write(name, "[]");
        }

        var (files, unreadable) = DocumentFinder.Find(_folder.Path);

        Assert.Equal(["a.json", "b.json", "lines.NDJSON", "lines.jsonl", "sub/a.JSON", "sub/deep/c.json"], files.Select(file => file.Scope));
        Assert.All(files, file => Assert.Equal(_folder.PathOf(file.Scope), file.Path));
        Assert.Empty(unreadable);
    }

    [Theory]
    [InlineData("notes.txt")]
    [InlineData("export.json.gz")]
    [InlineData("export.json~")]
    [InlineData("json")]
    [InlineData(".json")]
    [InlineData(".hidden.json")]
    [InlineData(".git/objects.json")]
    [InlineData("sub/.hidden/vpcs.json")]
    public void Other_files_and_hidden_ones_are_left_out(string name)
    {
        _folder.Write(name, "[]");
        _folder.Write("kept.json", "[]");

        Assert.Equal(["kept.json"], DocumentFinder.Find(_folder.Path).Files.Select(file => file.Scope));
    }

    [SkippableFact]
    public void Linked_folder_is_left_out()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        _folder.Write("real/vpcs.json", "[]");
        Directory.CreateSymbolicLink(_folder.PathOf("loop"), _folder.Path);

        Assert.Equal(["real/vpcs.json"], DocumentFinder.Find(_folder.Path).Files.Select(file => file.Scope));
    }

    [Fact]
    public async Task Ignored_files_do_not_matter_to_the_account()
    {
        using var folder = new ExportFolder();
        folder.Write("README.md", "# exports").Write(".cache/x.json", "not json").Write("sub/vpcs.json", """{"Vpcs":[{"VpcId":"vpc-1"}]}""");

        var item = (await folder.CollectAsync()).Single();

        Assert.Equal(("vpc-1", "sub/vpcs.json"), (item.NativeId, item.Scope));
    }

    public void Dispose() => _folder.Dispose();
}
