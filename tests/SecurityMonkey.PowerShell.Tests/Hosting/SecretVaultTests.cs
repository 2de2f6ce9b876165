using System.Management.Automation;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.PowerShellTests.Support;

namespace SecurityMonkey.PowerShellTests.Hosting;

public sealed class SecretVaultTests : IDisposable
{
    private readonly CmdletHost _host = new(typeof(GetVaultProbeCommand));

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("'the value'")]
    [InlineData("$value = [securestring]::new(); foreach ($one in 'the value'.ToCharArray()) { $value.AppendChar($one) }; $value")]
    [InlineData("$value = [securestring]::new(); foreach ($one in 'the value'.ToCharArray()) { $value.AppendChar($one) }; [pscredential]::new('me', $value)")]
    public void Secret_is_read_with_the_command_of_the_session(string body)
    {
        _host.Run($"function global:Get-Secret {{ [CmdletBinding()] param($Name) if ($Name -eq 'token') {{ {body} }} }}").ThrowIfFailed();

        Assert.Equal("the value", _host.Run("Get-VaultProbe token").ThrowIfFailed().Single<string>());
    }

    [Fact]
    public void Session_without_the_command_has_no_vault()
        => Assert.Equal("no vault", _host.Run("Get-VaultProbe token").ThrowIfFailed().Single<string>());

    [Theory]
    [InlineData("throw 'The vault is locked.'", "The vault is locked.")]
    [InlineData("@{ a = 1 }", "not a text")]
    [InlineData("", "not a text")]
    public void Secret_that_cannot_be_read_is_an_error_that_names_it(string body, string expected)
    {
        _host.Run($"function global:Get-Secret {{ [CmdletBinding()] param($Name) {body} }}").ThrowIfFailed();

        var result = _host.Run("Get-VaultProbe token");

        Assert.Equal(("SecretNotFound", ErrorCategory.ObjectNotFound, "token"), (result.ErrorId, result.Error.CategoryInfo.Category, result.Error.TargetObject));
        Assert.Contains(expected, result.Error.ToString(), StringComparison.Ordinal);
    }
}

[Cmdlet(VerbsCommon.Get, "VaultProbe")]
public sealed class GetVaultProbeCommand : AsyncCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public string Name { get; set; } = "";

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var listener = new ProgressListener(pipeline, "Probing", TimeProvider.System);
        await pipeline.WriteAsync(await listener.GetVaultSecretAsync(Name, cancellationToken).ConfigureAwait(false) ?? "no vault").ConfigureAwait(false);
    }
}
