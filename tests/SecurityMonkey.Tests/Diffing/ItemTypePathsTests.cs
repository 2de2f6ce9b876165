using SecurityMonkey.Engine.Diffing;

namespace SecurityMonkey.Tests.Diffing;

public sealed class ItemTypePathsTests
{
    [Fact]
    public void Compile_every_kind_of_path_is_declared()
    {
        var root = ItemTypePaths.Compile(new ItemType("acme.thing", "Thing")
        {
            EphemeralPaths = ["LastUsed"],
            UnorderedPaths = ["Tags"],
            SecretPaths = ["Token"],
        }).Root;

        Assert.Equal(PathFlags.Ephemeral, root?.Member("LastUsed"u8)?.Flags);
        Assert.Equal(PathFlags.Unordered, root?.Member("Tags"u8)?.Flags);
        Assert.Equal(PathFlags.Secret, root?.Member("Token"u8)?.Flags);
        Assert.Equal(PathFlags.SecretText, root?.Member("Any"u8)?.Element?.Member("password"u8)?.Flags);
        Assert.Equal(PathFlags.None, root?.Member("PasswordPolicy"u8)?.Flags);
    }

    [Theory]
    [InlineData("a[0]")]
    [InlineData("")]
    public void Compile_a_path_that_cannot_be_read_names_the_item_type(string path)
    {
        var error = Assert.Throws<SecurityMonkeyException>(() => ItemTypePaths.Compile(new ItemType("acme.thing", "Thing") { SecretPaths = [path] }));

        Assert.Equal("ItemTypePathInvalid", error.ErrorId);
        Assert.Equal("acme.thing", error.Target);
        Assert.StartsWith("The item type 'acme.thing' declares a path that cannot be read. ", error.Message, StringComparison.Ordinal);
    }
}
