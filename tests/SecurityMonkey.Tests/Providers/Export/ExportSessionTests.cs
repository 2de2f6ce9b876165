using System.Runtime.Versioning;
using System.Text;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Export;

namespace SecurityMonkey.Tests.Providers.Export;

public sealed class ExportSessionTests
{
    private const string Vpcs = """{"Vpcs":[{"VpcId":"vpc-1"}]}""";
    private const string Vpc = "aws.ec2.vpc";
    private const string Subnet = "aws.ec2.subnet";
    private const string Group = "aws.ec2.securitygroup";
    private const string User = "github.user";

    [Fact]
    public async Task Watchers_stand_for_the_item_types_of_the_documents()
    {
        using var folder = new ExportFolder();
        folder
            .Write("eu-west-1/all.json", """{"Vpcs":[{"VpcId":"vpc-1"}],"Subnets":[]}""")
            .Write("us-east-1/vpcs.json", """{"Vpcs":[{"VpcId":"vpc-2"}]}""")
            .Write("github/users.json", """[{"login":"alice","url":"https://api.github.com/users/alice"}]""");

        var collection = await folder.CollectAsync();

        collection.AssertWhole();
        Assert.Equal([Subnet, Vpc, User], collection.ItemTypes);
        Assert.Equal([("vpc-1", "eu-west-1"), ("vpc-2", "us-east-1"), ("users/alice", "global")], collection.Items.Select(item => (item.NativeId, item.Region)));
        Assert.Equal(
            [(Subnet, "eu-west-1/all.json"), (Vpc, "eu-west-1/all.json"), (Vpc, "us-east-1/vpcs.json"), (User, "github/users.json")],
            collection.Completed);
        Assert.Equal((0, 2, 1), (collection.Expected[Subnet], collection.Expected[Vpc], collection.Expected[User]));
    }

    [Fact]
    public async Task Watchers_have_the_registered_item_types()
    {
        using var folder = new ExportFolder();
        await using var session = await folder.Write("vpcs.json", Vpcs).OpenAsync();

        Assert.Same(ExportFolder.Plugins.GetItemType(Vpc), Assert.Single(session.Watchers).ItemType);
    }

    [Fact]
    public async Task Document_that_is_gone_was_not_collected()
    {
        using var folder = new ExportFolder();
        folder.Write("eu/vpcs.json", Vpcs).Know(Vpc, "eu/vpcs.json").Know(Vpc, "us/vpcs.json").Know(Subnet, "us/subnets.json");

        var collection = await folder.CollectAsync();

        Assert.Equal(
            [(Subnet, "us/subnets.json", "DocumentMissing"), (Vpc, "us/vpcs.json", "DocumentMissing")],
            collection.Failures.Select(failure => (failure.ItemType, failure.Scope, failure.Error.ErrorId)));
        Assert.All(collection.Failures, failure => Assert.Contains("The document is gone", failure.Error.Message, StringComparison.Ordinal));
        Assert.All(collection.Failures, failure => Assert.Contains("Set-SMAccount -ExcludedName", failure.Error.Message, StringComparison.Ordinal));
        Assert.True(collection.TellsDeleted(Vpc, "eu/vpcs.json"));
        Assert.False(collection.TellsDeleted(Vpc, "us/vpcs.json"));
        Assert.False(collection.TellsDeleted(Subnet, "us/subnets.json"));
    }

    [Fact]
    public async Task Item_that_is_missing_from_a_whole_list_can_be_called_deleted()
    {
        var collection = await ExportFolder.CollectKnownAsync("vpcs.json", Vpcs, Vpc);

        Assert.True(collection.TellsDeleted(Vpc, "vpcs.json"));
    }

    [Theory]
    [InlineData("""{"value":[]}""")]
    [InlineData("""{"value":[],"nextLink":null}""")]
    [InlineData("""{"data":[],"count":0,"skip_token":null,"total_records":0}""")]
    [InlineData("[]")]
    [InlineData("[[]]")]
    [InlineData("[][]")]
    public async Task Empty_list_of_no_kind_says_that_nothing_is_left_of_what_it_held(string document)
    {
        var collection = await ExportFolder.CollectKnownAsync("list.json", document, "azure.compute.disks", User);

        Assert.Empty(collection.Failures);
        Assert.Equal(["azure.compute.disks", User], collection.ItemTypes);
        Assert.True(collection.TellsDeleted("azure.compute.disks", "list.json"));
        Assert.True(collection.TellsDeleted(User, "list.json"));
    }

    [Theory]
    [InlineData("""[{"login":"a","url":"https://api.github.com/users/a"}]""")]
    [InlineData("""[[{"login":"a","url":"https://api.github.com/users/a"}]]""")]
    [InlineData("""[[{"login":"a","url":"https://api.github.com/users/a"}],[]]""")]
    [InlineData("""[{"login":"a","url":"https://api.github.com/users/a"}][]""")]
    [InlineData("""{"value":[]}[{"login":"a","url":"https://api.github.com/users/a"}]""")]
    public async Task Empty_part_of_a_list_says_nothing_of_other_item_types(string document)
    {
        var collection = await ExportFolder.CollectKnownAsync("list.json", document, "github.team");

        Assert.Equal("DocumentOfOtherType", Assert.Single(collection.Failures).Error.ErrorId);
        Assert.False(collection.TellsDeleted("github.team", "list.json"));
        Assert.True(collection.TellsDeleted(User, "list.json"));
    }

    [Theory]
    [InlineData("""{"value":[],"nextLink":"https://management.azure.com/next"}""")]
    [InlineData("""{"data":[],"$skipToken":"abc"}""")]
    [InlineData("""{"resultTruncated":"true","data":[]}""")]
    public async Task Empty_page_of_a_list_that_goes_on_elsewhere_says_nothing(string document)
    {
        var collection = await ExportFolder.CollectKnownAsync("list.json", document, "azure.compute.disks");

        collection.AssertFailed("azure.compute.disks", "list.json", "DocumentIncomplete");
    }

    [Fact]
    public async Task Empty_list_that_never_held_anything_says_nothing()
    {
        var collection = await ExportFolder.CollectAsync("list.json", "[]");

        Assert.Empty(collection.ItemTypes);
    }

    [Fact]
    public async Task Item_type_that_is_missing_from_the_same_listing_can_be_called_deleted()
    {
        var collection = await ExportFolder.CollectKnownAsync("network.json", Vpcs, Vpc, Subnet);

        collection.AssertWhole();
        Assert.Equal([Subnet, Vpc], collection.ItemTypes);
        Assert.True(collection.TellsDeleted(Subnet, "network.json"));
    }

    [Fact]
    public async Task Document_that_now_holds_another_item_type_says_nothing_of_the_former()
    {
        var collection = await ExportFolder.CollectKnownAsync("network.json", Vpcs, Subnet, Group);

        Assert.Equal([Group, Subnet], collection.Failures.Select(failure => failure.ItemType));
        Assert.All(collection.Failures, failure => Assert.Equal("DocumentOfOtherType", failure.Error.ErrorId));
        Assert.Contains($"held {Subnet} and now holds {Vpc}", collection.Failures[1].Error.Message, StringComparison.Ordinal);
        Assert.True(collection.TellsDeleted(Vpc, "network.json"));
        Assert.Equal("vpc-1", Assert.Single(collection.Items).NativeId);
    }

    [Theory]
    [InlineData("", "DocumentEmpty")]
    [InlineData("oops", "DocumentNotJson")]
    [InlineData("""{"message":"Not Found"}""", "DocumentNotRecognized")]
    [InlineData("[1]", "DocumentNotRecognized")]
    public async Task Document_with_a_problem_fails_for_all_it_held(string document, string errorId)
    {
        var collection = await ExportFolder.CollectKnownAsync("network.json", document, Vpc, Subnet);

        Assert.Equal([(Subnet, errorId), (Vpc, errorId)], collection.Failures.Select(failure => (failure.ItemType, failure.Error.ErrorId)));
        Assert.Equal([Subnet, Vpc], collection.ItemTypes);
        Assert.Empty(collection.Completed);
    }

    [Fact]
    public async Task Document_with_a_problem_fails_for_what_it_holds_and_what_it_held()
    {
        var collection = await ExportFolder.CollectKnownAsync("network.json", """{"Vpcs":[{"VpcId":"vpc-1"}],oops""", Subnet);

        Assert.Equal([(Subnet, "DocumentNotJson"), (Vpc, "DocumentNotJson")], collection.Failures.Select(failure => (failure.ItemType, failure.Error.ErrorId)));
        Assert.Empty(collection.Completed);
        Assert.Equal("vpc-1", Assert.Single(collection.Items).NativeId);
    }

    [Fact]
    public async Task Unreadable_document_that_nobody_knows_is_a_document()
    {
        using var folder = new ExportFolder();
        folder.Write("a.json", "oops").Write("b.json", "").Write("vpcs.json", Vpcs);

        var collection = await folder.CollectAsync();

        Assert.Equal([Vpc, "export.document"], collection.ItemTypes);
        Assert.Equal(
            [("export.document", "a.json", "DocumentNotJson"), ("export.document", "b.json", "DocumentEmpty")],
            collection.Failures.Select(failure => (failure.ItemType, failure.Scope, failure.Error.ErrorId)));
        Assert.DoesNotContain(collection.Completed, completed => completed.ItemType == "export.document");
    }

    [Fact]
    public async Task Document_that_comes_back_is_collected_again()
    {
        using var folder = new ExportFolder();
        folder.Write("other.json", Vpcs).Know(Subnet, "subnets.json");
        Assert.False((await folder.CollectAsync()).TellsDeleted(Subnet, "subnets.json"));

        folder.Write("subnets.json", """{"Subnets":[{"SubnetId":"subnet-1"}]}""");

        var collection = await folder.CollectAsync();
        collection.AssertWhole();
        Assert.True(collection.TellsDeleted(Subnet, "subnets.json"));
    }

    [Fact]
    public async Task Opening_ends_when_it_is_cancelled()
    {
        using var folder = new ExportFolder();
        folder.Write("vpcs.json", Vpcs);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => folder.OpenAsync(new CancellationToken(canceled: true)));
    }

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public async Task Folder_that_cannot_be_read_fails_for_all_that_was_in_it()
    {
        Skip.If(OperatingSystem.IsWindows(), "Folders have other permissions on Windows.");
        Skip.If(Environment.IsPrivilegedProcess, "Nothing is closed to root.");
        using var folder = new ExportFolder();
        folder
            .Write("eu/vpcs.json", Vpcs).Write("us/a/vpcs.json", Vpcs).Write("us2/vpcs.json", Vpcs)
            .Know(Vpc, "eu/vpcs.json").Know(Vpc, "us/a/vpcs.json").Know(Subnet, "us/subnets.json").Know(Vpc, "us3/vpcs.json");
        File.SetUnixFileMode(folder.PathOf("us"), UnixFileMode.None);
        try
        {
            var collection = await folder.CollectAsync();

            Assert.Equal(
                [
                    (Subnet, "us/subnets.json", "FolderUnreadable"),
                    (Vpc, "us/a/vpcs.json", "FolderUnreadable"),
                    (Vpc, "us3/vpcs.json", "DocumentMissing"),
                    ("export.document", "us", "FolderUnreadable"),
                ],
                collection.Failures.Select(failure => (failure.ItemType, failure.Scope, failure.Error.ErrorId)));
            Assert.True(collection.TellsDeleted(Vpc, "eu/vpcs.json"));
            Assert.True(collection.TellsDeleted(Vpc, "us2/vpcs.json"));
        }
        finally
        {
            File.SetUnixFileMode(folder.PathOf("us"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task Copies_of_documents_go_with_the_session()
    {
        using var folder = new ExportFolder();
        var document = $$"""{"Vpcs":[],"Marker of this test":"{{Path.GetFileName(folder.Path)}}"}""";
        folder.Write("utf16.json", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(document)]);

        var session = await folder.OpenAsync();
        var copy = Assert.Single(FindTemporaryFiles(document));
        await session.DisposeAsync();

        Assert.False(File.Exists(copy));
    }

    [Fact]
    public async Task Copies_of_documents_go_when_the_session_cannot_be_opened()
    {
        using var folder = new ExportFolder();
        var document = $$"""{"Vpcs":[],"Marker of this test":"{{Path.GetFileName(folder.Path)}}"}""";
        folder.Write("utf16.json", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(document)]);

        await Assert.ThrowsAsync<NotSupportedException>(
            async () => await ExportFolder.Plugins.GetAccountType("Export").OpenAsync(folder.Account, new BrokenSessionContext(), CancellationToken.None));

        Assert.Empty(FindTemporaryFiles(document));
    }

    [Fact]
    public void Copies_of_documents_go_when_reading_them_is_cancelled()
    {
        using var folder = new ExportFolder();
        var document = $$"""{"Vpcs":[],"Marker of this test":"{{Path.GetFileName(folder.Path)}}"}""";
        folder.Write("utf16.json", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(document)]);

        Assert.Throws<OperationCanceledException>(() => DocumentIndexer.Index("utf16.json", folder.PathOf("utf16.json"), new CancellationToken(canceled: true)));

        Assert.Empty(FindTemporaryFiles(document));
    }

    [Fact]
    public async Task Documents_stay_as_they_are_when_the_session_ends()
    {
        using var folder = new ExportFolder();
        folder.Write("utf8.json", Vpcs).Write("utf16.json", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Vpcs)]);
        var before = Directory.GetFiles(folder.Path).ToDictionary(path => path, File.ReadAllBytes);

        await (await folder.OpenAsync()).DisposeAsync();

        Assert.Equal(before, Directory.GetFiles(folder.Path).ToDictionary(path => path, File.ReadAllBytes));
    }

    private static string[] FindTemporaryFiles(string content)
    {
        var length = Encoding.UTF8.GetByteCount(content);
        return [.. new DirectoryInfo(Path.GetTempPath()).EnumerateFiles().Where(file => file.Exists && file.Length == length).Select(file => file.FullName).Where(HasContent)];

        bool HasContent(string path)
        {
            try
            {
                return string.Equals(File.ReadAllText(path), content, StringComparison.Ordinal);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Somebody else's.
                return false;
            }
        }
    }

    private sealed class BrokenSessionContext : ISessionContext
    {
        public TimeProvider Time => TimeProvider.System;

        public IReadOnlyList<KnownScope> KnownScopes => [];

        public ItemType GetItemType(string itemTypeId) => throw new NotSupportedException();

        public ValueTask<IDisposable> EnterCallAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<string> GetSecretAsync(string reference, CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Warn(string message) => throw new NotSupportedException();
    }
}
