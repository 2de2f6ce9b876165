using System.Management.Automation;
using SecurityMonkey.PowerShellTests.Support;

namespace SecurityMonkey.PowerShellTests.Commands;

public sealed class AccountCommandTests : IDisposable
{
    private readonly CmdletHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Account_is_added_with_the_fields_of_its_type_as_parameters()
    {
        var account = _host.Run("Add-SMAccount AWS prod -Identifier 123456789012 -RoleName Audit -ExternalId x -Notes hello -Region eu-*, us-*").ThrowIfFailed().Single<Account>();

        Assert.Equal(("prod", "AWS", "123456789012", true, "hello"), (account.Name, account.Type, account.Identifier, account.IsActive, account.Notes));
        Assert.Equal(("Audit", "x"), (account.GetField("RoleName"), account.GetField("ExternalId")));
        Assert.Equal(["eu-*", "us-*"], account.Regions);
        Assert.Equal(account.Id, _host.Run("Get-SMAccount prod").Single<Account>().Id);
    }

    [Fact]
    public void Relative_path_is_made_absolute()
    {
        _host.Run($"Set-Location '{_host.Folder}'");
        using var shell = _host.CreateShell($"$ExecutionContext.SessionState.Path.SetLocation('{_host.Folder}'); Add-SMAccount -Type Export -Name demo -Path ./documents");
        var result = CmdletHost.Invoke(shell);

        Assert.Equal(_host.Documents, ((Account)result.Output[^1].BaseObject).GetField("Path"));
    }

    [Theory]
    [InlineData("Add-SMAccount -Type Azzure -Name x -Path y", "AccountTypeNotFound", ErrorCategory.ObjectNotFound, "AWS, Azure, Export, GitHub")]
    [InlineData("Add-SMAccount -Type AWS -Name x -Identifier 12", "AccountIdentifierInvalid", ErrorCategory.InvalidArgument, "12 digits")]
    [InlineData("Add-SMAccount -Type AWS -Name x -Profile profile-that-nobody-has", "CredentialsNotFound", ErrorCategory.AuthenticationError, "profile-that-nobody-has")]
    [InlineData("Add-SMAccount -Type AWS -Name 'x*' -Identifier 123456789012", "AccountNameInvalid", ErrorCategory.InvalidArgument, "wildcard")]
    [InlineData("Add-SMAccount -Type Export -Name x -Path ./nowhere", "ExportFolderNotFound", ErrorCategory.ResourceUnavailable, "does not exist")]
    [InlineData("Add-SMAccount -Type GitHub -Name x -Identifier acme -TokenRef ghp_secretsecret", "AccountSecretNotReference", ErrorCategory.InvalidArgument, "env:NAME")]
    public void Bad_account_is_refused_with_what_to_do(string script, string errorId, ErrorCategory category, string expected)
    {
        var result = _host.Run(script);

        Assert.Equal((errorId, category), (result.ErrorId, result.Error.CategoryInfo.Category));
        Assert.Contains(expected, result.Error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("ghp_", result.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_host.Run("Get-SMAccount").Output);
    }

    [Fact]
    public void Required_field_is_a_mandatory_parameter_with_a_help_message()
    {
        using var shell = _host.CreateShell("(Get-Command Add-SMAccount -ArgumentList Export).Parameters['Path'].Attributes | Where-Object { $_ -is [Parameter] }");
        var attribute = Assert.Single(CmdletHost.Invoke(shell).As<ParameterAttribute>());

        Assert.True(attribute.Mandatory);
        Assert.Contains("folder", attribute.HelpMessage, StringComparison.Ordinal);
        Assert.Contains("Path", _host.Run("Add-SMAccount -Type Export -Name x").Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Allowed_values_of_a_field_are_checked_and_completed()
    {
        Assert.Equal("ParameterArgumentValidationError", _host.Run("Add-SMAccount -Type AWS -Name x -Identifier 123456789012 -Partition mars").ErrorId);
        Assert.Contains("aws-us-gov", _host.Complete("Add-SMAccount -Type AWS -Partition "));
    }

    [Fact]
    public void Duplicate_name_is_refused()
    {
        _host.Run("Add-SMAccount AWS prod -Identifier 123456789012").ThrowIfFailed();

        var result = _host.Run("Add-SMAccount AWS PROD -Identifier 999999999999");

        Assert.Equal(("AccountExists", ErrorCategory.ResourceExists), (result.ErrorId, result.Error.CategoryInfo.Category));
    }

    [Fact]
    public void What_if_adds_changes_and_removes_nothing()
    {
        Assert.Empty(_host.Run("Add-SMAccount AWS prod -Identifier 123456789012 -WhatIf").ThrowIfFailed().Output);
        Assert.Empty(_host.Run("Get-SMAccount").Output);
        _host.Run("Add-SMAccount AWS prod -Identifier 123456789012").ThrowIfFailed();

        _host.Run("Set-SMAccount prod -Notes x -WhatIf; Disable-SMAccount prod -WhatIf; Remove-SMAccount prod -WhatIf").ThrowIfFailed();

        var account = _host.Run("Get-SMAccount").Single<Account>();
        Assert.Equal((null, true), (account.Notes, account.IsActive));
    }

    [Fact]
    public void Account_is_changed_disabled_enabled_and_removed_through_the_pipeline()
    {
        _host.Run("Add-SMAccount AWS prod -Identifier 123456789012 -RoleName A; Add-SMAccount AWS test -Identifier 999999999999").ThrowIfFailed();

        var changed = _host.Run("Get-SMAccount prod | Set-SMAccount -NewName production -RoleName B -Notes n -PassThru").ThrowIfFailed().Single<Account>();
        Assert.Equal(("production", "B", "n", "123456789012"), (changed.Name, changed.GetField("RoleName"), changed.Notes, changed.Identifier));

        Assert.All(_host.Run("Get-SMAccount | Disable-SMAccount -PassThru").ThrowIfFailed().As<Account>(), account => Assert.False(account.IsActive));
        Assert.True(_host.Run("Enable-SMAccount prod* -PassThru").ThrowIfFailed().Single<Account>().IsActive);
        _host.Run("Get-SMAccount test | Remove-SMAccount -Confirm:$false").ThrowIfFailed();
        Assert.Equal("production", _host.Run("Get-SMAccount").Single<Account>().Name);
    }

    [Theory]
    [InlineData("Get-SMAccount nobody")]
    [InlineData("Set-SMAccount nobody -Notes x")]
    [InlineData("Set-SMAccount nobody -Path x")]
    [InlineData("Disable-SMAccount nobody")]
    [InlineData("Invoke-SMWatcher nobody")]
    [InlineData("Get-SMItem -Account nobody")]
    [InlineData("Get-SMRun nobody")]
    [InlineData("Invoke-SMAudit nobody -WarningAction Ignore")]
    public void Literal_account_that_is_not_there_is_an_error(string script)
    {
        var result = _host.Run(script);

        Assert.Null(result.Terminated);
        Assert.Equal(("AccountNotFound", ErrorCategory.ObjectNotFound, "nobody"), (result.ErrorId, result.Error.CategoryInfo.Category, result.Error.TargetObject));
    }

    [Theory]
    [InlineData("Get-SMAccount no*")]
    [InlineData("Disable-SMAccount no*")]
    [InlineData("Invoke-SMWatcher no*")]
    [InlineData("Get-SMItem -Account no*")]
    public void Wildcard_that_matches_nothing_is_silence(string script)
    {
        var result = _host.Run(script).ThrowIfFailed();

        Assert.Empty(result.Output);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void Account_types_are_described_and_completed()
    {
        Assert.Equal(["AWS", "Azure", "Export", "GitHub", "Script"], _host.Run("Get-SMAccountType").As<AccountType>().Select(type => type.Name));
        Assert.Equal(["AWS", "Azure"], _host.Complete("Add-SMAccount -Type a"));
        Assert.Equal("AccountTypeNotFound", _host.Run("Get-SMAccountType Azzure").ErrorId);
    }

    [Fact]
    public void Names_of_accounts_are_completed_from_the_store()
    {
        _host.Run("Add-SMAccount AWS prod -Identifier 123456789012; Add-SMAccount AWS 'pre prod' -Identifier 999999999999").ThrowIfFailed();

        Assert.Equal(["'pre prod'", "prod"], _host.Complete("Get-SMAccount p"));
        Assert.Equal(["prod"], _host.Complete("Invoke-SMWatcher -Account pro"));
    }
}
