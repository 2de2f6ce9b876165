using SecurityMonkey.PowerShellTests.Support;

namespace SecurityMonkey.PowerShellTests.Commands;

public sealed class RuleCommandTests : IDisposable
{
    private readonly CmdletHost _host = new();

    public RuleCommandTests()
    {
        _host.WriteGroups(("web", [22]), ("db", [5432]));
        _host.AddExportAccount();
    }

    public void Dispose() => _host.Dispose();

    [Fact]
    public void New_rule_is_valid_as_it_stands_and_its_examples_come_out_right()
    {
        var file = Assert.IsType<FileInfo>(Assert.Single(_host.Run($"New-SMRule ACME-EC2-001 securitygroup \"It's not encrypted\" -Path '{_host.Folder}'").ThrowIfFailed().Output).BaseObject);

        var results = _host.Run($"Test-SMRule -Path '{file.FullName}'").ThrowIfFailed().As<RuleTestResult>();

        Assert.Equal("acme-ec2-001.yaml", file.Name);
        Assert.Equal([true, true], results.Select(result => result.IsSuccess));
        Assert.Contains("'aws.ec2.securitygroup'", File.ReadAllText(file.FullName), StringComparison.Ordinal);
        Assert.Equal("RuleFileExists", _host.Run($"New-SMRule ACME-EC2-001 volume -Path '{_host.Folder}'").ErrorId);
        Assert.Equal("RuleInvalid", _host.Run($"New-SMRule acme volume -Path '{_host.Folder}'").ErrorId);
        Assert.Equal("RuleInvalid", _host.Run($"New-SMRule ACME-EC2-002 volume -When 'a b' -Path '{_host.Folder}'").ErrorId);
    }

    [Fact]
    public void Rule_is_tried_on_stored_items_and_on_history_and_nothing_is_recorded()
    {
        var file = Path.Combine(_host.Folder, "rule.yaml");
        _host.Run($"New-SMRule ACME-EC2-001 securitygroup 'Open' -When 'IpPermissions' -Path '{file}'").ThrowIfFailed();
        _host.Run("Invoke-SMWatcher").ThrowIfFailed();

        var now = _host.Run($"Test-SMRule -Path '{file}' -Account demo").ThrowIfFailed().As<RuleTrial>();
        var history = _host.Run($"Test-SMRule -Path '{file}' -Since 1d").ThrowIfFailed().As<RuleTrial>();

        Assert.Equal(["Open", "Open"], now.Select(trial => trial.Event));
        Assert.Equal(["Opened", "Opened"], history.Select(trial => trial.Event));
        Assert.Empty(_host.Run("Get-SMIssue").Output);
        Assert.Equal("AccountNotFound", _host.Run($"Test-SMRule -Path '{file}' -Account nobody").ErrorId);
    }

    [Fact]
    public void Tags_tune_all_their_rules_and_that_is_taken_back()
    {
        _host.Run("Invoke-SMWatcher | Invoke-SMAudit").ThrowIfFailed();

        var tuned = _host.Run("Set-SMRule -Tag exposure -Account de* -Score 1 -Reason why; Invoke-SMAudit").ThrowIfFailed().As<AuditReport>();
        var back = _host.Run("Set-SMRule -Tag exposure -Account de* -Reset; Invoke-SMAudit").ThrowIfFailed().As<AuditReport>();

        Assert.Equal(2, Assert.Single(tuned).Score);
        Assert.Equal(17, Assert.Single(back).Score);
    }

    [Fact]
    public void Audit_evaluates_what_changed_or_everything()
    {
        _host.Run("Invoke-SMWatcher | Invoke-SMAudit").ThrowIfFailed();

        Assert.Equal(0, _host.Run("Invoke-SMAudit").ThrowIfFailed().Single<AuditReport>().Evaluated);
        Assert.Equal(2, _host.Run("Invoke-SMAudit -Full").ThrowIfFailed().Single<AuditReport>().Evaluated);
        Assert.Equal("BaselineNotFound", _host.Run("Invoke-SMAudit -Baseline nothing").ErrorId);
    }

    [Fact]
    public void Coverage_shows_what_was_evaluated_for_each_rule()
    {
        _host.Run("Invoke-SMWatcher").ThrowIfFailed();
        var before = _host.Run("Get-SMCoverage -Incomplete").ThrowIfFailed().Single<Coverage>();
        _host.Run("Invoke-SMAudit").ThrowIfFailed();

        var row = _host.Run("Get-SMCoverage demo").ThrowIfFailed().Single<Coverage>();
        var rules = _host.Run("Get-SMCoverage -Rule SM-AWS-EC2-00*").ThrowIfFailed().As<Coverage>();

        Assert.Contains("Never evaluated", Assert.Single(before.Missing), StringComparison.Ordinal);
        Assert.Equal(("demo", "aws.ec2.securitygroup", "eu-west-1", "*", 2, true), (row.Account, row.ItemType, row.Region, row.RuleId, row.Items, row.IsComplete));
        Assert.Contains("SM-AWS-EC2-001", rules.Select(rule => rule.RuleId));
        Assert.Empty(_host.Run("Get-SMCoverage -Incomplete").ThrowIfFailed().Output);
    }

    [Fact]
    public void Baselines_are_shown_with_their_rules()
        => Assert.All(_host.Run("Get-SMBaseline").ThrowIfFailed().As<RuleBaseline>(), baseline => Assert.NotEmpty(baseline.RuleIds));
}
