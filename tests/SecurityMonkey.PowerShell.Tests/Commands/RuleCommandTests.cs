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
        Assert.Equal("RuleFileExists", _host.Run($"New-SMRule ACME-EC2-001 ebsvolume -Path '{_host.Folder}'").ErrorId);
        Assert.Equal("RuleInvalid", _host.Run($"New-SMRule acme ebsvolume -Path '{_host.Folder}'").ErrorId);
        Assert.Equal("RuleInvalid", _host.Run($"New-SMRule ACME-EC2-002 ebsvolume -When 'a b' -Path '{_host.Folder}'").ErrorId);
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
        var ofOthers = _host.Run("Get-SMCoverage -Rule SM-AWS-EC2-020").ThrowIfFailed().Output;
        _host.Run("Invoke-SMAudit").ThrowIfFailed();

        var row = _host.Run("Get-SMCoverage demo").ThrowIfFailed().Single<Coverage>();
        var rules = _host.Run("Get-SMCoverage -Rule SM-AWS-EC2-00*").ThrowIfFailed().As<Coverage>();

        Assert.Contains("Never evaluated", Assert.Single(before.Missing), StringComparison.Ordinal);
        Assert.Empty(ofOthers);
        Assert.Equal("RuleNotFound", _host.Run("Get-SMCoverage -Rule SM-AWS-EC2-999").ErrorId);
        Assert.Equal(("demo", "aws.ec2.securitygroup", "eu-west-1", "*", 2, true), (row.Account, row.ItemType, row.Region, row.RuleId, row.Items, row.IsComplete));
        Assert.Contains("SM-AWS-EC2-001", rules.Select(rule => rule.RuleId));
        Assert.Empty(_host.Run("Get-SMCoverage -Incomplete").ThrowIfFailed().Output);
    }

    [Fact]
    public void Baselines_are_shown_with_their_rules()
        => Assert.All(_host.Run("Get-SMBaseline").ThrowIfFailed().As<RuleBaseline>(), baseline => Assert.NotEmpty(baseline.RuleIds));

    [Fact]
    public void Baseline_of_the_store_is_used_shown_and_taken_away()
    {
        var set = _host.Run("Set-SMBaseline cis-aws-5.0@2026-11 -PassThru").ThrowIfFailed().Single<RuleBaseline>();
        Assert.Equal(("cis-aws-5.0@2026-11", "2026-11-30", true), (set.Name, set.Until, set.IsDefault));
        Assert.Equal(["cis-aws-5.0", "cis-aws-5.0@2026-11"], _host.Run("Get-SMBaseline cis-aws-5.*").ThrowIfFailed().As<RuleBaseline>().Select(baseline => baseline.Name));
        Assert.Equal(2, _host.Run("Get-SMBaseline all@2026-11, ALL@2026-11, all").ThrowIfFailed().Output.Count);
        Assert.Equal(set.RuleIds, _host.Run("Get-SMRule").ThrowIfFailed().As<Rule>().Select(rule => rule.Id));
        Assert.DoesNotContain("SM-AWS-EC2-003", set.RuleIds);
        Assert.Single(_host.Run("Get-SMRule SM-AWS-EC2-003").ThrowIfFailed().Output);
        Assert.Single(_host.Run("Get-SMRule SM-AWS-EC2-00? -Baseline all | Where-Object { $_.Id -eq 'SM-AWS-EC2-003' }").ThrowIfFailed().Output);
        Assert.Equal(3, _host.Run("Invoke-SMWatcher | Invoke-SMAudit").ThrowIfFailed().Single<AuditReport>().Rules);

        _host.Run("Set-SMBaseline -Clear").ThrowIfFailed();
        Assert.DoesNotContain(_host.Run("Get-SMBaseline").As<RuleBaseline>(), baseline => baseline.IsDefault);
        _host.Run("Set-SMBaseline all -WhatIf").ThrowIfFailed();
        Assert.DoesNotContain(_host.Run("Get-SMBaseline").As<RuleBaseline>(), baseline => baseline.IsDefault);
    }

    [Theory]
    [InlineData("Set-SMBaseline cis-aws-5", "BaselineNotFound", "Did you mean 'cis-aws-5.0'?")]
    [InlineData("Set-SMBaseline all@2026-99", "BaselinePinInvalid", "write 2026-11 or 2026-11-24")]
    [InlineData("$null = Invoke-SMWatcher; Invoke-SMAudit -Baseline cis-aws5.0", "BaselineNotFound", "Did you mean 'cis-aws-5.0'?")]
    [InlineData("Get-SMRule SM-AWS-EC2-0O1", "RuleNotFound", "Did you mean 'SM-AWS-EC2-001'?")]
    [InlineData("Set-SMRule SM-AWS-EC2001 -Score 1", "RuleNotFound", "Did you mean 'SM-AWS-EC2-001'?")]
    [InlineData("Test-SMRule SM-AWS-EC-001", "RuleNotFound", "Did you mean 'SM-AWS-EC2-001'?")]
    [InlineData("Get-SMRule -ItemType securitygrop", "ItemTypeNotFound", "Did you mean 'securitygroup'?")]
    [InlineData("Get-SMItem -ItemType aws.ec2.securitygrp", "ItemTypeNotFound", "Did you mean 'aws.ec2.securitygroup'?")]
    [InlineData("New-SMRule ACME-1 securitygrop", "ItemTypeNotFound", "Did you mean 'securitygroup'?")]
    [InlineData("New-SMRule ACME-1 ebsvolume -Evaluator aws-exposed-port", "EvaluatorNotFound", "Did you mean 'aws-exposed-ports'?")]
    [InlineData("Set-SMRule SM-AWS-EC2-001 -Parameter @{ port = 22 }", "RuleParameterUnknown", "Did you mean 'ports'?")]
    [InlineData("Set-SMRule SM-AWS-EC2-001 -Parameter @{ ports = $true }", "RuleParameterInvalid", "'ports' of rule SM-AWS-EC2-001 is a list, now [22]; true is true or false.")]
    [InlineData("Set-SMRule SM-AWS-EC2-00* -Score 1 -Parameter @{ nothing = 1 }", "RuleParameterUnknown", "has no parameter 'nothing'")]
    [InlineData("Set-SMRule -Tag network -Parameter @{ port = 22 }", "RuleParameterUnknown", "Did you mean 'ports'?")]
    public void Name_that_is_unknown_is_an_error_that_says_what_was_meant(string script, string errorId, string message)
    {
        var result = _host.Run(script);

        Assert.Equal(errorId, result.ErrorId);
        Assert.Contains(message, result.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_host.Run("Get-SMRule | Where-Object { $_.Settings.Count }").Output);
    }

    [Fact]
    public void Settings_are_shown_with_where_they_come_from_and_the_nearest_counts()
    {
        _host.Run(
            """
            Set-SMRule -Tag network -Score 2 -Reason 'tag'
            Set-SMRule SM-AWS-EC2-001 -Account demo -Score 9 -Reason 'name'
            Set-SMRule SM-AWS-EC2-001 -Account de* -Score 4 -Parameter @{ Ports = 2222 } -Reason 'wildcard'
            """).ThrowIfFailed();

        var demo = _host.Run("Get-SMRule SM-AWS-EC2-001 -Account demo").ThrowIfFailed().Single<Rule>();
        var others = _host.Run("Get-SMRule SM-AWS-EC2-001").ThrowIfFailed().Single<Rule>();

        Assert.Equal((9, "[2222]"), (demo.Score, demo.Parameters["ports"]));
        Assert.Equal(["tag", "wildcard", "name"], demo.Settings.Select(setting => setting.Reason));
        Assert.Equal((2, "[22]"), (others.Score, others.Parameters["ports"]));
    }

    [Fact]
    public void Rule_with_a_condition_in_code_is_scaffolded_with_what_it_takes_and_values_of_another_rule()
    {
        var (first, second) = (Path.Combine(_host.Folder, "first.yaml"), Path.Combine(_host.Folder, "second.yaml"));
        var bare = _host.Run($"New-SMRule ACME-EC2-003 securitygroup 'Agents' -Evaluator aws-exposed-ports -Path '{first}'").ThrowIfFailed();
        Assert.Single(bare.Output);
        Assert.Contains("      ports: []   # Ports that must not be open", File.ReadAllText(first), StringComparison.Ordinal);

        // Where a rule uses it already, its values and examples show how.
        var text = File.ReadAllText(first).Replace("ports: []", "ports: [8125]", StringComparison.Ordinal)
            .Replace("config: {}", """config: { "GroupId": sg-1, "IpPermissions": [{ IpProtocol: tcp, FromPort: 8125, ToPort: 8125, IpRanges: [{ CidrIp: 0.0.0.0/0 }], Ipv6Ranges: [] }] }""", StringComparison.Ordinal);
        File.WriteAllText(first, text);
        _host.Run($"Import-SMPlugin '{first}'; New-SMRule ACME-EC2-004 securitygroup -Evaluator aws-exposed-ports -Path '{second}'").ThrowIfFailed();
        Assert.Contains("      ports: [8125]   # Ports that must not be open", File.ReadAllText(second), StringComparison.Ordinal);
        Assert.Equal("fail", _host.Run($"Test-SMRule -Path '{second}'").ThrowIfFailed().As<RuleTestResult>()[0].Actual);
    }
}
