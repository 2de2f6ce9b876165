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
    [InlineData(60)]
    [InlineData(61)]
    [InlineData(62)]
    public async Task Nested_values_are_read(int levels) => await AssertDeepAsync(levels);

    [Theory]
    [InlineData(DeepestLevel - 1)]
    [InlineData(1000)]
    public async Task Values_nested_too_deeply_are_a_failed_scope(int levels)
    {
        var collection = await ExportFolder.CollectAsync("vpcs.json", $$"""{"Vpcs":[{"VpcId":"vpc-1"},{{Deep(levels)}}]}""");

        var failure = collection.AssertFailed("aws.ec2.vpc", "vpcs.json", "DocumentNotJson");
        Assert.Contains("depth of 256", failure.Error.Message, StringComparison.Ordinal);
        Assert.Equal("vpc-1", Assert.Single(collection.Items).NativeId);
    }

    private static async Task AssertDeepAsync(int levels)
    {
        var resource = Deep(levels);

        Assert.Equal(resource, (await ExportFolder.CollectAsync("vpcs.json", $$"""{"Vpcs":[{{resource}}]}""")).Single().Config);
    }

    // A resource with so many levels in all, its own among them.
    private static string Deep(int levels)
        => new StringBuilder("{\"Deep\":").Append('[', levels - 1).Append(']', levels - 1).Append(",\"VpcId\":\"vpc-1\"}").ToString();
}
