using System.Runtime.Versioning;
using System.Text;
using SecurityMonkey.Providers.Export;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.Export;

public sealed class TextEncodingsTests : IDisposable
{
    private const string Document = """{"Vpcs":[{"VpcId":"vpc-1","Tags":[{"Key":"Name","Value":"Zürich 東京 🗼"}]}]}""";

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Utf16 => ["utf-16", "utf-16BE"];

    [Fact]
    public void Utf8_is_read_as_it_is()
    {
        var path = _folder.Write("vpcs.json", Document);

        Assert.Equal(path, TextEncodings.ToUtf8(path));
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF })]
    public void Few_bytes_are_read_as_they_are(byte[] content)
    {
        var path = _folder.Write("few.json", content);

        Assert.Equal(path, TextEncodings.ToUtf8(path));
    }

    [Theory]
    [MemberData(nameof(Utf16))]
    public void Utf16_is_copied_to_utf8_without_a_byte_order_mark(string encoding)
    {
        // Longer than the buffers between, so that a pair of surrogates lies across their ends.
        var text = new string(' ', 64 * 1024 - 1) + string.Concat(Enumerable.Repeat("🗼", 40_000));

        var copy = TextEncodings.ToUtf8(_folder.Write("text.json", Encode(encoding, text)));

        try
        {
            Assert.NotEqual(_folder.PathOf("text.json"), copy);
            Assert.Equal(Encoding.UTF8.GetBytes(text), File.ReadAllBytes(copy));
        }
        finally
        {
            File.Delete(copy);
        }
    }

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public void Copy_is_for_its_owner_only()
    {
        Skip.If(OperatingSystem.IsWindows(), "The folder of temporary files is the user's own on Windows.");
        var copy = TextEncodings.ToUtf8(_folder.Write("text.json", Encode("utf-16", Document)));

        try
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(copy));
        }
        finally
        {
            File.Delete(copy);
        }
    }

    [Theory]
    [MemberData(nameof(Utf16))]
    public async Task Document_in_utf16_is_collected_like_any_other(string encoding)
    {
        using var folder = new ExportFolder();

        var item = (await folder.Write("vpcs.json", Encode(encoding, Document)).CollectAsync()).Single();

        Assert.Equal(("vpc-1", "Zürich 東京 🗼", "vpcs.json"), (item.NativeId, item.Name, item.Scope));
        Assert.Equal(Document["{\"Vpcs\":[".Length..^2], item.AsWritten);
    }

    [Fact]
    public async Task Utf8_with_a_byte_order_mark_is_collected_like_any_other()
    {
        using var folder = new ExportFolder();

        var item = (await folder.Write("vpcs.json", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Document)]).CollectAsync()).Single();

        Assert.Equal(("vpc-1", "Zürich 東京 🗼"), (item.NativeId, item.Name));
        Assert.Equal(Document["{\"Vpcs\":[".Length..^2], item.AsWritten);
    }

    [Theory]
    [MemberData(nameof(Utf16))]
    public async Task Utf16_that_is_cut_off_fails_and_keeps_what_comes_before(string encoding)
    {
        using var folder = new ExportFolder();
        var bytes = Encode(encoding, """{"Vpcs":[{"VpcId":"vpc-1"},{"VpcId":"vpc-2"},""");

        var collection = await folder.Write("vpcs.json", bytes).CollectAsync();

        collection.AssertFailed("aws.ec2.vpc", "vpcs.json", "DocumentTruncated");
        Assert.Equal(["vpc-1", "vpc-2"], collection.Items.Select(item => item.NativeId));
    }

    [Theory]
    [InlineData("""{"Vpcs":[{"VpcId":"vpc-1"},{"VpcId":"vpc-2","Tags":[{"Key":"Name","Value":"Zürich"}]},{"VpcId":"vpc-3"}]}""", "aws.ec2.vpc", 2)]
    [InlineData("""{"Vpcs":[{"VpcId":"vpc-1"},{"VpcId":"vpc-2","Tags":[{"Key":"Büro","Value":"1"}]},{"VpcId":"vpc-3"}]}""", "aws.ec2.vpc", 2)]
    [InlineData("""{"Vpcs":[{"VpcId":"vpc-1"},{"Größe":1,"VpcId":"vpc-2"},{"VpcId":"vpc-3"}]}""", "aws.ec2.vpc", 2)]
    [InlineData("""{"Vpcs":[{"VpcId":"vpc-1"}],"Größe":1}""", "aws.ec2.vpc", 1)]
    [InlineData("""[{"url":"https://api.github.com/users/a"},{"url":"https://api.github.com/users/ü"}]""", "github.user", 1)]
    [InlineData("""{"value":[{"id":"/subscriptions/s","type":"Microsoft.Security/policies","properties":{"x":"ü"}}]}""", "azure.security.policies", 0)]
    public async Task Document_in_another_encoding_fails_alone(string document, string itemType, int items)
    {
        using var folder = new ExportFolder();
        folder.Write("latin1.json", Encoding.Latin1.GetBytes(document)).Write("utf8.json", Document);

        var collection = await folder.CollectAsync();

        var failure = Assert.Single(collection.Failures);
        Assert.Equal((itemType, "latin1.json", "DocumentNotUnicode"), (failure.ItemType, failure.Scope, failure.Error.ErrorId));
        Assert.Contains("Export it again in UTF-8", failure.Error.Message, StringComparison.Ordinal);
        Assert.Equal(items, collection.Items.Count(item => item.Scope == "latin1.json"));
        Assert.True(collection.TellsDeleted("aws.ec2.vpc", "utf8.json"));
    }

    [Theory]
    [InlineData("""{"Vpcs":[{"VpcId":"\ud800"}]}""", "aws.ec2.vpc")]
    [InlineData("""[{"url":"https://api.github.com/users/\udc00"}]""", "export.document")]
    public async Task Half_a_character_in_an_id_fails_the_document(string document, string itemType)
        => (await ExportFolder.CollectAsync("half.json", document)).AssertFailed(itemType, "half.json", "DocumentNotUnicode");

    public void Dispose() => _folder.Dispose();

    private static byte[] Encode(string encoding, string text)
    {
        var utf16 = Encoding.GetEncoding(encoding);
        return [.. utf16.Preamble, .. utf16.GetBytes(text)];
    }
}
