using SecurityMonkey.Engine;
using SecurityMonkey.Engine.Accounts;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Accounts;

public sealed class SecretReferenceTests
{
    [Fact]
    public async Task Variable_is_read()
    {
        Environment.SetEnvironmentVariable("SM_TEST_SECRET", "not-a-real-one");

        Assert.Equal("not-a-real-one", await ReadAsync("env:SM_TEST_SECRET"));
    }

    [Fact]
    public async Task File_is_read_without_the_line_ends_after_it()
    {
        using var folder = new TemporaryFolder();
        folder.Write("key.pem", "first\nsecond\r\n\n");

        Assert.Equal("first\nsecond", await ReadAsync($"file:{folder.PathOf("key.pem")}"));
    }

    [Fact]
    public async Task Vault_is_asked_by_name()
        => Assert.Equal("the value of token", await SecretReference.ReadAsync("secret:token", new VaultHost(name => $"the value of {name}"), CancellationToken.None));

    [Theory]
    [InlineData("env:SM_TEST_NOT_SET", "SM_TEST_NOT_SET")]
    [InlineData("file:/nowhere/at/all", "/nowhere/at/all")]
    [InlineData("file:relative.txt", "full path")]
    [InlineData("secret:token", "SecretManagement")]
    public async Task Missing_secret_is_an_error_that_says_where_it_should_be(string reference, string expected)
    {
        var error = await Assert.ThrowsAsync<SecurityMonkeyException>(async () => await ReadAsync(reference));

        Assert.Equal(("SecretNotFound", ErrorKind.NotFound, reference), (error.ErrorId, error.Kind, error.Target));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_itself_is_refused_and_not_repeated()
    {
        var error = await Assert.ThrowsAsync<SecurityMonkeyException>(async () => await ReadAsync("not-a-real-one"));

        Assert.Equal("AccountSecretNotReference", error.ErrorId);
        Assert.DoesNotContain("not-a-real-one", error.ToString(), StringComparison.Ordinal);
    }

    private static ValueTask<string> ReadAsync(string reference) => SecretReference.ReadAsync(reference, new VaultHost(_ => null), CancellationToken.None);

    private sealed class VaultHost(Func<string, string?> read) : IRunListener
    {
        public void UnitStarted(string unit)
        {
        }

        public void UnitAdvanced(string unit, long done, long? expected)
        {
        }

        public void UnitEnded(string unit)
        {
        }

        public void Warn(string message)
        {
        }

        public ValueTask<string?> GetVaultSecretAsync(string name, CancellationToken cancellationToken) => new(read(name));
    }
}
