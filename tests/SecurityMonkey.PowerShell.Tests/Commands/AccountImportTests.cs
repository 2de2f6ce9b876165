using System.Management.Automation;
using SecurityMonkey.PowerShellTests.Support;

namespace SecurityMonkey.PowerShellTests.Commands;

public sealed class AccountImportTests : IDisposable
{
    private readonly CmdletHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Accounts_of_a_file_are_added_once_and_a_bad_row_stops_no_other()
    {
        var file = Path.Combine(_host.Folder, "accounts.csv");
        File.WriteAllText(file, "Name,Identifier,RoleName,Notes,Owner\r\ndev,111111111111,Monkey,\"the \"\"first\"\", of all\",me\r\nbad,12,,,\r\n\r\nprod,222222222222,,,\r\n");

        var result = _host.Run($"Import-SMAccount '{file}' -Type AWS -Field @{{ RoleName = 'Common'; ExternalId = 'x' }} -Disabled");

        Assert.Equal("AccountIdentifierInvalid", result.ErrorId);
        Assert.Equal(
            [("dev", "111111111111", "Monkey", "x", "the \"first\", of all", false), ("prod", "222222222222", "Common", "x", null, false)],
            result.As<Account>().Select(account => (account.Name, account.Identifier, account.GetField("RoleName"), account.GetField("ExternalId"), account.Notes, account.IsActive)));
        Assert.Empty(_host.Run($"Import-SMAccount '{file}' -Type AWS -Name dev, prod").ThrowIfFailed().Output);
    }

    [Fact]
    public void Objects_of_the_pipeline_are_added_by_their_properties()
    {
        var result = _host.Run("[pscustomobject]@{ Type = 'AWS'; Name = 'dev'; Identifier = 111111111111 }, @{ Name = 'acme'; Identifier = 'acme'; Type = 'GitHub' } | Import-SMAccount").ThrowIfFailed();

        Assert.Equal([("dev", "AWS", "111111111111"), ("acme", "GitHub", "acme")], result.As<Account>().Select(account => (account.Name, account.Type, account.Identifier)));
    }

    [Fact]
    public void What_if_adds_nothing()
    {
        Assert.Empty(_host.Run("@{ Name = 'dev'; Identifier = '111111111111' } | Import-SMAccount -Type AWS -WhatIf").ThrowIfFailed().Output);
        Assert.Empty(_host.Run("Get-SMAccount").Output);
    }

    [Theory]
    [InlineData("@{ Name = 'dev' } | Import-SMAccount", "AccountTypeMissing", ErrorCategory.InvalidArgument)]
    [InlineData("Import-SMAccount -Path ./nowhere.csv -Type AWS", "FileNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Import-SMAccount -From nobody", "AccountNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Import-SMAccount -From demo", "AccountSourceNotSupported", ErrorCategory.NotImplemented)]
    public void Import_that_cannot_be_says_why(string script, string errorId, ErrorCategory category)
    {
        _host.WriteGroups(("web", [22]));
        _host.AddExportAccount();

        var result = _host.Run(script);

        Assert.Equal((errorId, category), (result.ErrorId, result.Error.CategoryInfo.Category));
    }

    [Fact]
    public void Account_is_tried_by_item_type_and_nothing_is_stored()
    {
        _host.WriteGroups(("web", [22]));
        _host.AddExportAccount();

        var tests = _host.Run("Test-SMAccount demo").ThrowIfFailed().As<AccountTest>().ToArray();

        Assert.Equal([("*", RunStatus.Complete), ("aws.ec2.securitygroup", RunStatus.Complete)], tests.Select(test => (test.ItemType, test.Status)));
        Assert.Empty(_host.Run("Get-SMItem").Output);
    }

    [Fact]
    public void Account_that_cannot_be_opened_is_a_result_and_no_error()
    {
        _host.Run("$null = Add-SMAccount AWS prod -Identifier 123456789012 -Profile profile-that-nobody-has").ThrowIfFailed();

        var test = _host.Run("Test-SMAccount").ThrowIfFailed().Single<AccountTest>();

        Assert.Equal(("prod", "*", RunStatus.Failed), (test.Account, test.ItemType, test.Status));
        Assert.Contains("profile-that-nobody-has", test.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Policy_is_written_for_chosen_item_types()
    {
        var policy = _host.Run("New-SMAccessPolicy securitygroup, aws.ec2.vpc").ThrowIfFailed().Single<AccessPolicy>();

        Assert.Equal(["ec2:DescribeRegions", "ec2:DescribeSecurityGroups", "ec2:DescribeVpcs"], policy.Permissions);
        Assert.Equal(("AWS", true), (policy.AccountType, policy.Document.Contains("ec2:DescribeVpcs", StringComparison.Ordinal)));
        Assert.Equal("ItemTypeNotFound", _host.Run("New-SMAccessPolicy aws.ec2.nothing").ErrorId);
        Assert.Equal("AccountTypeNotFound", _host.Run("New-SMAccessPolicy -AccountType Mars").ErrorId);
    }
}
