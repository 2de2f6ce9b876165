using System.IO.Compression;
using System.Text;
using SecurityMonkey.Providers.Aws.Ec2;

namespace SecurityMonkey.Tests.Providers.Aws;

public sealed class UserDataSecretsTests
{
    private const string Password = "password, secret or token";

    [Theory]
    [InlineData("export DB_PASSWORD=not-a-real-one", Password)]
    [InlineData("mysql_password: 'not a real one'", Password)]
    [InlineData("\"api_key\": \"not-a-real-one\"", Password)]
    [InlineData("curl https://user:not-real@example.com/x", "address with a password")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----", "private key")]
    [InlineData("id AKIAIOSFODNN7EXAMPLE", "access key of AWS")]
    public void Find_what_looks_like_a_secret_is_named(string text, string kind) => Assert.Equal([kind], UserDataSecrets.Find(Encode(text)));

    [Theory]
    [InlineData("#!/bin/sh\nyum -y update\n")]
    [InlineData("PASSWORD=$(aws secretsmanager get-secret-value --secret-id db --query SecretString)")]
    [InlineData("password: ${DB_PASSWORD}")]
    [InlineData("secret = <from the vault>")]
    [InlineData("curl https://example.com:8443/x@y")]
    [InlineData("the password is changed at the first start")]
    public void Find_what_is_put_in_at_start_is_no_secret(string text) => Assert.Empty(UserDataSecrets.Find(Encode(text)));

    [Fact]
    public void Find_compressed_data_are_unpacked()
    {
        using var buffer = new MemoryStream();
        using (var packed = new GZipStream(buffer, CompressionMode.Compress, leaveOpen: true))
        {
            packed.Write("TOKEN=not-a-real-one"u8);
        }

        Assert.Equal([Password], UserDataSecrets.Find(Convert.ToBase64String(buffer.ToArray())));
    }

    [Theory]
    [InlineData("not base64!")]
    [InlineData("H4sIAAAAAAAA")]
    public void Find_what_cannot_be_decoded_is_said_so(string text) => Assert.Equal([UserDataSecrets.Unreadable], UserDataSecrets.Find(text));

    [Fact]
    public void Find_no_user_data_have_no_secrets() => Assert.Empty(UserDataSecrets.Find(null));

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
