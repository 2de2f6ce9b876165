using System.Globalization;
using System.Text;
using FsCheck.Xunit;
using SecurityMonkey.Providers.Export;

namespace SecurityMonkey.Tests.Providers.Export;

/// <summary>Documents are read through a buffer: where its ends lie makes no difference.</summary>
public sealed class DocumentBufferTests
{
    private const int Buffer = 256 * 1024;

    [Fact]
    public async Task Resource_may_lie_across_the_end_of_the_buffer_at_every_offset()
    {
        // Multi-byte characters, escapes, numbers and nesting, so that every kind of token is cut somewhere.
        const string Resource = """{"VpcId":"vpc-1","n":-12.5e+3,"b":[true,false,null,{}],"Tags":[{"Key":"Name","Value":"ü東🗼\"\\\ud83d\uddfc"}]}""";
        const string Start = """{"Vpcs":[""";
        using var folder = new ExportFolder();
        var length = Encoding.UTF8.GetByteCount(Resource);
        for (var offset = 0; offset <= length + 2; offset++)
        {
            var document = Start.PadRight(Buffer - offset) + Resource + """, {"VpcId":"vpc-2"}]}""";
            folder.Write(string.Create(CultureInfo.InvariantCulture, $"{offset:d4}.json"), document);
        }

        var collection = await folder.CollectAsync();

        collection.AssertWhole();
        Assert.Equal(2 * (length + 3), collection.Items.Count);
        Assert.All(collection.Items.Where(item => item.NativeId == "vpc-1"), item => Assert.Equal((Resource, "ü東🗼\"\\🗼"), (item.AsWritten, item.Name)));
        Assert.All(collection.Items.Where(item => item.NativeId == "vpc-2"), item => Assert.Equal("""{"VpcId":"vpc-2"}""", item.AsWritten));
    }

    [Fact]
    public async Task Resource_of_azure_may_lie_across_the_end_of_the_buffer_at_every_offset()
    {
        const string Resource = """{"id":"/subscriptions/a/resourceGroups/b","type":"Microsoft.Resources/resourceGroups","properties":{"x":[1,{"y":2}]},"tags":{"é":"ü"}}""";
        const string Start = """{"value":[""";
        using var folder = new ExportFolder();
        var length = Encoding.UTF8.GetByteCount(Resource);
        for (var offset = 0; offset <= length + 2; offset++)
        {
            folder.Write(string.Create(CultureInfo.InvariantCulture, $"{offset:d4}.json"), Start.PadRight(Buffer - offset) + Resource + "]}");
        }

        var collection = await folder.CollectAsync();

        collection.AssertWhole();
        Assert.Equal(length + 3, collection.Items.Count);
        Assert.All(collection.Items, item => Assert.Equal((Resource, "azure.resources.resourcegroups"), (item.Config, item.ItemType)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Buffer)]
    public async Task Document_may_end_near_the_end_of_the_buffer(int difference)
    {
        const string Document = """{"Vpcs":[{"VpcId":"vpc-1"}]}""";

        var leading = await ExportFolder.CollectAsync("vpcs.json", Document.PadLeft(Buffer + difference));
        var trailing = await ExportFolder.CollectAsync("vpcs.json", Document.PadRight(Buffer + difference));

        Assert.Equal("vpc-1", leading.Single().NativeId);
        Assert.Equal("vpc-1", trailing.Single().NativeId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Resource_may_be_larger_than_the_buffer(bool isOneText)
    {
        var text = string.Concat(Enumerable.Range(0, 40_000).Select(index => string.Create(CultureInfo.InvariantCulture, $"{{\\\"line\\\":{index},\\\"ü\\\":[]}}\\n")));
        var resource = isOneText
            ? $$"""{"VpcId":"vpc-2","Note":"{{text}}{{text}}","Tags":[{"Key":"Name","Value":"large"}]}"""
            : $$"""{"Notes":[{{string.Join(',', Enumerable.Repeat("{\"a\":[1,2,{\"b\":\"Vpcs\"}]}", 150_000))}}],"VpcId":"vpc-2","Tags":[{"Key":"Name","Value":"large"}]}""";
        Assert.True(resource.Length > 2 * 1024 * 1024);

        var collection = await ExportFolder.CollectAsync("vpcs.json", $$"""{"Vpcs":[{"VpcId":"vpc-1"},{{resource}},{"VpcId":"vpc-3"}]}""");

        collection.AssertWhole();
        Assert.Equal(["vpc-1", "large", "vpc-3"], collection.Items.Select(item => item.Name));
        Assert.Equal(resource, collection.Items[1].AsWritten);
    }

    [Fact]
    public async Task Resource_of_azure_may_be_larger_than_the_buffer()
    {
        var values = string.Join(',', Enumerable.Repeat("""{"id":"/x","url":"u","type":"t"}""", 50_000));
        var resource = $$"""{"properties":{"values":[{{values}}]},"id":"/subscriptions/a/resourceGroups/b","type":"Microsoft.Resources/resourceGroups"}""";

        var item = (await ExportFolder.CollectAsync("groups.json", $$"""{"value":[{{resource}}],"nextLink":null}""")).Single();

        Assert.Equal(resource, item.Config);
    }

    [Fact]
    public async Task Value_that_is_not_looked_at_may_be_larger_than_the_buffer()
    {
        var values = string.Join(',', Enumerable.Repeat("""{"VpcId":"vpc-9"}""", 50_000));

        var collection = await ExportFolder.CollectAsync("vpcs.json", $$"""{"facets":[{{values}}],"Vpcs":[{"VpcId":"vpc-1"}],"other":{"Vpcs":[{{values}}]} }""");

        Assert.Equal("vpc-1", collection.Single().NativeId);
    }

    [Fact]
    public async Task Text_that_is_too_long_fails_the_document()
    {
        var document = "{\"Vpcs\":[{\"VpcId\":\"vpc-1\"},{\"VpcId\":\"vpc-2\",\"Note\":\"" + new string('x', (64 * 1024 * 1024) + 1) + "\"}]}";

        var collection = await ExportFolder.CollectAsync("vpcs.json", document);

        var failure = collection.AssertFailed("aws.ec2.vpc", "vpcs.json", "DocumentTooLarge");
        Assert.Contains("longer than 64 MiB", failure.Error.Message, StringComparison.Ordinal);
        Assert.Equal("vpc-1", Assert.Single(collection.Items).NativeId);
    }

    [Theory]
    [InlineData("{\"VpcId\":\"vpc-1\",\"Note\":\"@\"}", "{\"Vpcs\":[", "]}")]
    [InlineData("{\"id\":\"/subscriptions/a/resourceGroups/b\",\"type\":\"Microsoft.Resources/resourceGroups\",\"properties\":{\"note\":\"@\"}}", "[", "]")]
    public void Large_document_is_not_read_into_memory(string resource, string start, string end)
    {
        using var folder = new ExportFolder();
        var resources = string.Join(',', Enumerable.Repeat(resource.Replace("@", new string('x', 4000), StringComparison.Ordinal), 10_000));
        var document = Encoding.UTF8.GetBytes(start + resources + end);
        folder.Write("large.json", document);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var index = DocumentIndexer.Index("large.json", folder.PathOf("large.json"), CancellationToken.None);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, document.Length / 3);
        Assert.Equal(10_000, index.ItemsOf(Assert.Single(index.ItemTypes)).Count);
    }

    [Property(MaxTest = 25)]
    public async Task Configurations_are_the_bytes_that_were_written(int seed)
    {
        var generator = new RandomDocument(new Random(seed));
        using var folder = new ExportFolder();
        foreach (var name in new[] { "aws.json", "azure.json", "github.json" })
        {
            folder.Write(name, generator.Write(name, size: Buffer + (Buffer / 2)));
        }

        var collection = await folder.CollectAsync();

        collection.AssertWhole();
        var expected = generator.Items.OrderBy(item => item.ItemType, StringComparer.Ordinal).ToArray();
        Assert.Equal(expected.Select(item => item.NativeId), collection.Items.Select(item => item.NativeId));
        Assert.All(expected.Zip(collection.Items), pair => Assert.Equal(pair.First.Config, pair.Second.AsWritten));
    }
}
