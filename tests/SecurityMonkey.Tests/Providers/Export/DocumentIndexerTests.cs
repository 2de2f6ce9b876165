using System.Text;
using SecurityMonkey.Providers.Export;

namespace SecurityMonkey.Tests.Providers.Export;

public sealed class DocumentIndexerTests
{
    private const int DeepestLevel = 256;

    [Fact]
    public async Task Empty_file_is_a_failed_scope()
    {
        var collection = await ExportFolder.CollectAsync("vpcs.json", "");

        var failure = collection.AssertFailed("export.document", "vpcs.json", "DocumentEmpty");
        Assert.Contains("has probably failed. Export it again", failure.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("\r\n\t \n")]
    [InlineData("\uFEFF")]
    [InlineData("\uFEFF\r\n")]
    public async Task File_with_nothing_but_space_is_empty(string document)
        => (await ExportFolder.CollectAsync("vpcs.json", document)).AssertFailed("export.document", "vpcs.json", "DocumentEmpty");

    [Fact]
    public async Task File_with_more_space_than_the_buffer_holds_is_empty()
        => (await ExportFolder.CollectAsync("vpcs.json", new string('\n', 600_000))).AssertFailed("export.document", "vpcs.json", "DocumentEmpty");

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE })]
    [InlineData(new byte[] { 0xFE, 0xFF })]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x0D, 0x00, 0x0A, 0x00 })]
    public async Task File_with_nothing_but_a_byte_order_mark_is_empty(byte[] content)
    {
        using var folder = new ExportFolder();

        (await folder.Write("vpcs.json", content).CollectAsync()).AssertFailed("export.document", "vpcs.json", "DocumentEmpty");
    }

    [Theory]
    [InlineData("An error occurred (UnauthorizedOperation) when calling the DescribeVpcs operation", 1)]
    [InlineData("<!DOCTYPE html>\n<html><body>Sign in</body></html>", 1)]
    [InlineData("Vpcs:\n- VpcId: vpc-1\n", 1)]
    [InlineData("{'Vpcs':[]}", 1)]
    [InlineData("{\n  \"Vpcs\": [\n    { \"VpcId\": vpc-1 }\n  ]\n}", 3)]
    [InlineData("{\"Vpcs\":[{\"VpcId\":\"vpc-1\"},]}", 1)]
    [InlineData("{\"Vpcs\":[]}}", 1)]
    [InlineData("{\"Vpcs\":[}]", 1)]
    [InlineData("{\"Vpcs\":[]} // comment", 1)]
    [InlineData("{\"Vpcs\":[]}\nwarning: retried", 2)]
    public async Task Text_that_is_not_json_is_a_failed_scope(string document, int line)
    {
        var collection = await ExportFolder.CollectKnownAsync("vpcs.json", document, "aws.ec2.vpc");

        var failure = collection.AssertFailed("aws.ec2.vpc", "vpcs.json", "DocumentNotJson");
        Assert.Contains($"is not JSON (line {line})", failure.Error.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorKind.ParseError, failure.Error.Kind);
    }

    [Fact]
    public async Task Resources_before_the_place_that_is_not_json_are_still_there()
    {
        var collection = await ExportFolder.CollectAsync("vpcs.json", """{"Vpcs":[{"VpcId":"vpc-1"},{"VpcId":"vpc-2"},{"VpcId":oops}]}""");

        collection.AssertFailed("aws.ec2.vpc", "vpcs.json", "DocumentNotJson");
        Assert.Equal(["vpc-1", "vpc-2"], collection.Items.Select(item => item.NativeId));
    }

    [Fact]
    public async Task Document_that_is_cut_off_fails_wherever_it_is_cut()
    {
        var document = Encoding.UTF8.GetBytes(
            """{"Vpcs": [{"VpcId":"vpc-1","IsDefault":true},{"VpcId":"vpc-2","Size":-12.5e3,"Tags":[{"Key":"Name","Value":"Z\u00fcrich \"東\""}]}, {"VpcId":"vpc-3"}]}""");
        using var folder = new ExportFolder();
        for (var length = 1; length < document.Length; length++)
        {
            folder.Write($"{length:d4}.json", document[..length]).Know("aws.ec2.vpc", $"{length:d4}.json");
        }

        var collection = await folder.CollectAsync();

        Assert.Empty(collection.Completed);
        Assert.Equal(document.Length - 1, collection.Failures.Count);
        Assert.All(collection.Failures, failure => Assert.Equal("DocumentTruncated", failure.Error.ErrorId));
        var whole = (await ExportFolder.CollectAsync("vpcs.json", Encoding.UTF8.GetString(document))).Items;
        Assert.Equal(3, whole.Count);
        foreach (var items in collection.Items.GroupBy(item => item.Scope, item => item.Config))
        {
            Assert.Equal(whole.Select(item => item.Config).Take(items.Count()), items);
        }

        Assert.Equal(["vpc-1", "vpc-2", "vpc-3"], collection.Items.Where(item => item.Scope == $"{document.Length - 1:d4}.json").Select(item => item.NativeId));
    }

    [Theory]
    [InlineData("{\n\"Vpcs\": [\n{ \"VpcId\": \"vp", 3)]
    [InlineData("{\n\"Vpcs\": [\n{ \"VpcId\": \"vpc-1\" },\n", 4)]
    [InlineData("{\n\"Vpcs\": [\n{ \"VpcId\": \"vpc-1\", \"IsDefault\": tr", 3)]
    public async Task Place_where_a_document_is_cut_off_is_told(string document, int line)
    {
        var failure = (await ExportFolder.CollectAsync("vpcs.json", document)).AssertFailed("aws.ec2.vpc", "vpcs.json", "DocumentTruncated");

        Assert.Equal($"vpcs.json: The document is cut off at line {line}. Export it again, whole.", failure.Error.Message);
    }

    [Theory]
    [InlineData("[{\"url\":\"https://api.github.com/users/a\"},{\"url\":\"https://api.git")]
    [InlineData("[{\"url\":\"https://api.github.com/users/a\"},")]
    [InlineData("[{\"url\":\"https://api.github.com/users/a\"}")]
    [InlineData("[{\"url\":\"https://api.github.com/users/a\"}][")]
    [InlineData("[[{\"url\":\"https://api.github.com/users/a\"}]")]
    public async Task List_of_objects_that_is_cut_off_keeps_what_comes_before(string document)
    {
        var collection = await ExportFolder.CollectAsync("users.json", document);

        collection.AssertFailed("github.user", "users.json", "DocumentTruncated");
        Assert.Equal("users/a", Assert.Single(collection.Items).NativeId);
    }

    [Fact]
    public async Task Document_that_is_cut_off_behind_the_first_buffer_is_truncated()
    {
        var document = "{\"Vpcs\":[{\"VpcId\":\"vpc-1\"}," + new string(' ', 600_000) + "{\"VpcId\":\"vp";

        var collection = await ExportFolder.CollectAsync("vpcs.json", document);

        collection.AssertFailed("aws.ec2.vpc", "vpcs.json", "DocumentTruncated");
        Assert.Equal("vpc-1", Assert.Single(collection.Items).NativeId);
    }

    [Fact]
    public async Task Other_documents_are_not_harmed()
    {
        using var folder = new ExportFolder();
        folder.Write("bad.json", "oops").Write("vpcs.json", """{"Vpcs":[{"VpcId":"vpc-1"}]}""");

        var collection = await folder.CollectAsync();

        collection.AssertFailed("export.document", "bad.json", "DocumentNotJson");
        Assert.True(collection.TellsDeleted("aws.ec2.vpc", "vpcs.json"));
        Assert.Equal("vpc-1", Assert.Single(collection.Items).NativeId);
    }

    [SkippableFact]
    public void Document_that_cannot_be_opened_is_noted()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        using var folder = new ExportFolder();
        File.CreateSymbolicLink(folder.PathOf("link.json"), folder.PathOf("missing.json"));

        var index = DocumentIndexer.Index("link.json", folder.PathOf("link.json"), CancellationToken.None);

        Assert.Equal("DocumentUnreadable", index.Problem?.ErrorId);
        Assert.StartsWith("link.json: The document cannot be read", index.Problem?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_ends_when_it_is_cancelled()
    {
        using var folder = new ExportFolder();
        folder.Write("vpcs.json", """{"Vpcs":[]}""");

        Assert.Throws<OperationCanceledException>(() => DocumentIndexer.Index("vpcs.json", folder.PathOf("vpcs.json"), new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(DeepestLevel - 2)]
    public async Task Deep_values_are_read(int levels)
    {
        var aws = Deep("\"VpcId\":\"vpc-1\"", levels);
        var azure = Deep("\"id\":\"/subscriptions/a/resourceGroups/b\",\"type\":\"Microsoft.Resources/resourceGroups\"", levels);
        var gitHub = Deep("\"url\":\"https://api.github.com/users/a\"", levels);

        Assert.Equal(aws, (await ExportFolder.CollectAsync("vpcs.json", $$"""{"Vpcs":[{{aws}}]}""")).Single().AsWritten);
        Assert.Equal(azure, (await ExportFolder.CollectAsync("groups.json", $$"""{"value":[{{azure}}]}""")).Single().Config);
        Assert.Equal(gitHub, (await ExportFolder.CollectAsync("users.json", $"[{gitHub}]")).Single().Config);
    }

    [Theory]
    [InlineData(DeepestLevel - 1)]
    [InlineData(1000)]
    public async Task Values_nested_too_deeply_are_a_failed_scope(int levels)
    {
        var collection = await ExportFolder.CollectAsync("vpcs.json", $$"""{"Vpcs":[{"VpcId":"vpc-1"},{{Deep("\"VpcId\":\"vpc-2\"", levels)}}]}""");

        var failure = collection.AssertFailed("aws.ec2.vpc", "vpcs.json", "DocumentNotJson");
        Assert.Contains("depth of 256", failure.Error.Message, StringComparison.Ordinal);
        Assert.Equal("vpc-1", Assert.Single(collection.Items).NativeId);
    }

    // A resource with so many levels in all, its own among them.
    private static string Deep(string members, int levels)
        => new StringBuilder("{\"properties\":").Append('[', levels - 1).Append(']', levels - 1).Append(',').Append(members).Append('}').ToString();
}
