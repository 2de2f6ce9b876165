using System.Text;
using SecurityMonkey.Engine.Diffing;

namespace SecurityMonkey.Tests.Diffing;

public sealed class SecretMaskTests
{
    private static readonly byte[] Key = [.. Enumerable.Repeat((byte)7, 32)];

    [Fact]
    public void Mask_is_a_json_text_that_does_not_show_the_secret()
        => Assert.Matches("^\"\\(masked:[0-9a-f]{16}\\)\"$", Mask(Key, "\"open sesame\""));

    [Fact]
    public void Mask_one_secret_has_one_mask_and_another_has_another()
    {
        Assert.Equal(Mask(Key, "\"one\""), Mask([.. Key], "\"one\""));
        Assert.NotEqual(Mask(Key, "\"one\""), Mask(Key, "\"two\""));
    }

    [Fact]
    public void Mask_under_another_key_is_another()
        => Assert.NotEqual(Mask(Key, "\"one\""), Mask([.. Key.Select(value => (byte)(value + 1))], "\"one\""));

    private static string Mask(byte[] key, string secret) => Encoding.UTF8.GetString(new SecretMask(key).Mask(Encoding.UTF8.GetBytes(secret)));
}
