using System.Text;
using System.Text.Json;
using SecurityMonkey.Engine.Diffing;

namespace SecurityMonkey.Tests.Diffing;

/// <remarks>The secrets are made up, and put together at run time, so that no scanner takes them for real ones.</remarks>
public sealed class SecretDetectorTests
{
    private static readonly string Letters36 = string.Concat(Enumerable.Repeat("aB3dEf", 6));

    public static TheoryData<string, string> Secrets => new()
    {
        { "PEM key", Begin("PRIVATE KEY") + "\nMIIE" },
        { "RSA key", Begin("RSA PRIVATE KEY") + "\nMIIE" },
        { "EC key", Begin("EC PRIVATE KEY") },
        { "OpenSSH key", Begin("OPENSSH PRIVATE KEY") },
        { "encrypted key", Begin("ENCRYPTED PRIVATE KEY") },
        { "key within a script", "#!/bin/sh\ncat > /etc/key <<EOF\n" + Begin("RSA PRIVATE KEY") + "\nEOF\n" },
        { "GitHub token", "ghp" + "_" + Letters36 },
        { "GitHub app token", "ghs" + "_" + Letters36 },
        { "GitHub token in an address", "https://x-access-token:" + "gho" + "_" + Letters36 + "@github.com/acme/app" },
        { "GitHub token on a line of its own", "first line\n" + "ghp" + "_" + Letters36 + "\nlast line" },
        { "GitHub token behind a tab", "token\t" + "ghp" + "_" + Letters36 },
        { "GitHub fine-grained token", "github" + "_pat_" + Letters36 + "_" + Letters36 },
        { "Slack token", "xox" + "b-123456789012-abcdefghij" },
        { "web token", Jwt() },
        { "web token in a header", "Authorization: Bearer " + Jwt() },
        { "Stripe key", "sk" + "_live_" + "abcdefghijklmnop1234" },
        { "Google key", "AI" + "za" + Letters36[..35] },
        { "Azure storage", "DefaultEndpointsProtocol=https;AccountName=acme;Account" + "Key=" + Letters36 + "+/==;EndpointSuffix=core.windows.net" },
        { "Azure service bus", "Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccess" + "Key=" + Letters36 + "=" },
        { "Azure signature", "https://acme.blob.core.windows.net/c?sv=2024-01-01&s" + "ig=" + Letters36 + "%3D" },
        { "Azure signature first", "?s" + "ig=" + Letters36 },
        { "SQL password", "Server=db;User Id=sa;Pass" + "word=hunter22;" },
        { "SQL password in lower case", "server=db;uid=sa;pass" + "word=hunter22" },
        { "SQL password in capitals", "SERVER=DB;UID=SA;PASS" + "WORD=HUNTER22" },
        { "SQL password in camel case", "Server=db;Pass" + "Word=hunter22" },
        { "SQL password, short", "server=db;uid=sa;p" + "wd=hunter22" },
        { "SQL password, short, in capitals", "SERVER=DB;UID=SA;P" + "WD=HUNTER22" },
        { "SQL password, short, in title case", "Server=db;Uid=sa;P" + "wd=hunter22" },
        { "password on a line of its own", "[db]\nuser=sa\npass" + "word=hunter22\n" },
        { "password in quotes", "mysql --pass" + "word=\"hunter22\" --host=db" },
        { "AWS secret in a profile", "aws_secret_access" + "_key = " + Letters36 + "wxyz" },
        { "AWS secret in a script", "export AWS_SECRET_ACCESS" + "_KEY=" + Letters36 + "wxyz" },
        { "AWS secret in JSON", "{\"Secret" + "AccessKey\": \"" + Letters36 + "wxyz\"}" },
        { "AWS secret in JSON, camel case", "{ \"secret" + "AccessKey\" : \"" + Letters36 + "wxyz\" }" },
    };

    public static TheoryData<string> Others => new()
    {
        "",
        "PasswordPolicy",
        "password",
        "The password must have 12 characters.",
        "RequirePassword=",
        "user=sa\npassword=\nhost=db",
        "login --pass" + "word=${{ secrets.DATABASE }}",
        "export P" + "WD=\"${HOME}/x\"",
        "arn:aws:iam::111122223333:role/ghp_reader",
        "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-AbCdEf",
        "ami-0123456789abcdef0",
        "sg-0123456789abcdef0",
        "https://example.com/?sig=short",
        "design=" + Letters36,
        "ghp_tooshort",
        "xghp_" + Letters36,
        "-----BEGIN PUBLIC KEY-----\nMIIB",
        "-----BEGIN CERTIFICATE-----\nMIIB",
        "eyJhbGciOiJIUzI1NiJ9",
        "eyJ.eyJ.x",
        "AccountKey=",
        "SharedAccessKeyName=RootManageSharedAccessKey",
        "sk_test_abcdefghijklmnop1234",
        "AIzaShort",
        "xoxo-hugs",
        "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/keys",
        "secret_access_key",
        "forwd=1",
    };

    [Theory]
    [MemberData(nameof(Secrets))]
    public void IsSecret_texts_of_known_shape_are_secrets(string kind, string text)
        => Assert.True(SecretDetector.IsSecret(AsJson(text)), kind);

    [Theory]
    [MemberData(nameof(Secrets))]
    public void MayHoldSecret_never_says_no_where_there_is_one(string kind, string text)
        => Assert.True(SecretDetector.MayHoldSecret(AsJson(text)), kind);

    [Theory]
    [MemberData(nameof(Others))]
    public void IsSecret_what_only_looks_near_is_none(string text) => Assert.False(SecretDetector.IsSecret(AsJson(text)));

    [Fact]
    public void IsSecret_a_text_made_to_be_slow_to_search_is_no_error()
    {
        var text = AsJson(string.Concat(Enumerable.Repeat("-ey" + "J", 250_000)));

        Assert.Null(Record.Exception(() => SecretDetector.IsSecret(text)));
    }

    private static string Begin(string what) => "-----" + "BEGIN " + what + "-----";

    private static string Jwt() => string.Join('.', "ey" + "JhbGciOiJIUzI1NiJ9", "ey" + "JzdWIiOiIxMjM0NTY3ODkwIn0", "dozjgNryP4J3jVmNHl0w5N");

    private static byte[] AsJson(string text) => Encoding.UTF8.GetBytes(Canonical.Of(JsonSerializer.Serialize(text)));
}
