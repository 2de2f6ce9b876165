using System.Management.Automation;
using SecurityMonkey.PowerShellTests.Support;

namespace SecurityMonkey.PowerShellTests.Commands;

public sealed class WatchCommandTests : IDisposable
{
    private readonly CmdletHost _host = new();

    public WatchCommandTests()
    {
        _host.WriteGroups(("web", [443]), ("db", []));
        _host.AddExportAccount();
    }

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Collection_emits_a_change_set_for_each_account_and_item_type()
    {
        _host.WriteDocument("vpcs.json", """{"Vpcs":[{"VpcId":"vpc-1"}]}""");

        var changeSets = _host.Run("Invoke-SMWatcher").ThrowIfFailed().As<ChangeSet>();

        Assert.Equal(
            [("aws.ec2.securitygroup", 2), ("aws.ec2.vpc", 1)],
            changeSets.OrderBy(changeSet => changeSet.ItemType).Select(changeSet => (changeSet.ItemType, changeSet.Created)));
    }

    [Fact]
    public void Item_types_can_be_named_by_alias_and_wildcard()
    {
        _host.WriteDocument("vpcs.json", """{"Vpcs":[{"VpcId":"vpc-1"}]}""");

        Assert.Equal("aws.ec2.securitygroup", _host.Run("Invoke-SMWatcher -ItemType securitygroup").ThrowIfFailed().Single<ChangeSet>().ItemType);
        Assert.Equal("aws.ec2.vpc", _host.Run("Invoke-SMWatcher -Technology *vpc").ThrowIfFailed().Single<ChangeSet>().ItemType);
        Assert.Equal(("ItemTypeNotFound", ErrorCategory.ObjectNotFound), (_host.Run("Invoke-SMWatcher -ItemType aws.ec2.nonsense").ErrorId, ErrorCategory.ObjectNotFound));
    }

    [Fact]
    public void Documents_that_cannot_be_read_are_errors_and_delete_nothing()
    {
        _host.Run("Invoke-SMWatcher").ThrowIfFailed();
        _host.WriteDocument("groups-eu-west-1.json", """{"SecurityGroups":[{"GroupId":"sg-we""");
        _host.WriteDocument("letter.json", "Dear Sir or Madam,");

        var result = _host.Run("Invoke-SMWatcher");

        Assert.Null(result.Terminated);
        Assert.Equal(
            ["DocumentNotJson", "DocumentTruncated"],
            result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]).Order());
        Assert.All(result.Errors, error => Assert.Contains("demo", error.ToString(), StringComparison.Ordinal));
        Assert.Equal(2, _host.Run("Get-SMItem").Output.Count);
        Assert.Equal(0, result.As<ChangeSet>().Sum(changeSet => changeSet.Deleted));
    }

    [Fact]
    public void Account_that_cannot_be_opened_is_an_error_and_the_others_are_collected()
    {
        _host.Run("Add-SMAccount AWS prod -Identifier 123456789012 -Profile profile-that-nobody-has").ThrowIfFailed();

        var result = _host.Run("Invoke-SMWatcher");

        Assert.Equal(("CredentialsNotFound", ErrorCategory.AuthenticationError), (result.ErrorId, result.Error.CategoryInfo.Category));
        Assert.Equal([("demo", RunStatus.Complete), ("prod", RunStatus.Failed)], result.As<ChangeSet>().OrderBy(set => set.Account).Select(set => (set.Account, set.Status)));
    }

    [Fact]
    public void What_if_shows_changes_and_stores_nothing()
    {
        var changeSet = _host.Run("Invoke-SMWatcher -WhatIf").ThrowIfFailed().Single<ChangeSet>();

        Assert.Equal((true, 2), (changeSet.IsWhatIf, changeSet.Created));
        Assert.Empty(_host.Run("Get-SMItem").Output);
        Assert.Empty(_host.Run("Get-SMRun").Output);
    }

    [Fact]
    public void Nothing_to_collect_is_a_warning()
    {
        _host.Run("Remove-SMAccount demo -Confirm:$false").ThrowIfFailed();

        Assert.Contains("Add-SMAccount", Assert.Single(_host.Run("Invoke-SMWatcher").ThrowIfFailed().Warnings), StringComparison.Ordinal);
        Assert.Contains("Invoke-SMWatcher", Assert.Single(_host.Run("Invoke-SMAudit").ThrowIfFailed().Warnings), StringComparison.Ordinal);

        _host.AddExportAccount();
        Assert.Contains("Enable-SMAccount", Assert.Single(_host.Run("Disable-SMAccount *; Invoke-SMWatcher").ThrowIfFailed().Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Accounts_come_through_the_pipeline()
    {
        _host.AddExportAccount("second");
        _host.Run("Disable-SMAccount second").ThrowIfFailed();

        Assert.Equal("demo", _host.Run("Get-SMAccount | Invoke-SMWatcher").ThrowIfFailed().Single<ChangeSet>().Account);
        Assert.Equal("demo", _host.Run("'demo' | Invoke-SMWatcher").ThrowIfFailed().Single<ChangeSet>().Account);
    }

    [Fact]
    public void Ledger_shows_how_units_ended()
    {
        _host.Run("Invoke-SMWatcher").ThrowIfFailed();
        _host.WriteDocument("groups-eu-west-1.json", "{");
        _host.Run("Invoke-SMWatcher -ErrorAction Ignore");

        var runs = _host.Run("Get-SMRun -ItemType aws.ec2.*").ThrowIfFailed().As<Run>();
        Assert.Equal([RunStatus.Failed, RunStatus.Complete], runs.Select(run => run.Status));
        Assert.Equal(runs[1].FinishedAt, runs[0].LastComplete);
        Assert.Equal(RunStatus.Failed, _host.Run("Get-SMRun -Latest -Kind Watch -ItemType securitygroup").Single<Run>().Status);
        Assert.Single(_host.Run("Get-SMRun -Status Complete -Since 1h").Output);
        Assert.Empty(_host.Run("Get-SMRun -Kind Audit").Output);
    }

    [Fact]
    public void Change_sets_survive_serialization_and_are_audited_by_their_names()
    {
        var serialized = _host.Run("[System.Management.Automation.PSSerializer]::Serialize((Invoke-SMWatcher), 4)").ThrowIfFailed().Single<string>();
        using var shell = _host.CreateShell("param($text) [System.Management.Automation.PSSerializer]::Deserialize($text) | Invoke-SMAudit");
        shell.AddArgument(serialized);

        var report = CmdletHost.Invoke(shell).ThrowIfFailed().Single<AuditReport>();

        Assert.Equal(("demo", "aws.ec2.securitygroup", 2), (report.Account, report.ItemType, report.Items));
    }
}
