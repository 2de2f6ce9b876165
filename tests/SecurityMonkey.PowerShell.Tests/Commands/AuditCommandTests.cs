using System.Globalization;
using System.Management.Automation;
using SecurityMonkey.PowerShellTests.Support;

namespace SecurityMonkey.PowerShellTests.Commands;

public sealed class AuditCommandTests : IDisposable
{
    private readonly CmdletHost _host = new();

    public AuditCommandTests()
    {
        _host.WriteGroups(("web", [22, 3389]), ("db", [5432]));
        _host.AddExportAccount();
    }

    public void Dispose() => _host.Dispose();

    [Fact]
    public void What_was_collected_is_audited_through_the_pipeline()
    {
        var report = _host.Run("Invoke-SMWatcher | Invoke-SMAudit").ThrowIfFailed().Single<AuditReport>();

        Assert.Equal(("demo", "aws.ec2.securitygroup", 2, 3), (report.Account, report.ItemType, report.Items, report.Open));
        Assert.Equal(["SM-AWS-EC2-001", "SM-AWS-EC2-002", "SM-AWS-EC2-003"], report.New.Select(issue => issue.RuleId).Order());
    }

    [Fact]
    public void Issues_are_filtered_and_ordered_by_score()
    {
        _host.Run("Invoke-SMWatcher | Invoke-SMAudit").ThrowIfFailed();

        Assert.Equal([9, 8, 8], _host.Run("Get-SMIssue").ThrowIfFailed().As<Issue>().Select(issue => issue.Score));
        Assert.Single(_host.Run("Get-SMIssue -MinScore 9").Output);
        Assert.Single(_host.Run("Get-SMIssue -Severity Critical").Output);
        Assert.Equal(2, _host.Run("Get-SMIssue -Rule *-001, *-002 -Account d* -ItemType securitygroup -Region eu-west-1").Output.Count);
        Assert.Equal(2, _host.Run("Get-SMIssue web").Output.Count);
        Assert.Equal(2, _host.Run("Get-SMItem web | Get-SMIssue").Output.Count);
        Assert.Equal(3, _host.Run("Get-SMIssue -Since 1h").Output.Count);
        Assert.Empty(_host.Run("Get-SMIssue -Status Fixed").Output);
    }

    [Fact]
    public void Issue_is_justified_and_that_is_taken_back()
    {
        _host.Run("Invoke-SMWatcher | Invoke-SMAudit").ThrowIfFailed();

        var issue = _host.Run("Get-SMIssue -Rule SM-AWS-EC2-001 | Approve-SMIssue -Reason 'because' -Ticket T-1 -Until 90d -PassThru").ThrowIfFailed().Single<Issue>();

        Assert.Equal((true, "because", "T-1", Environment.UserName), (issue.IsJustified, issue.Justification, issue.Ticket, issue.JustifiedBy));
        Assert.Equal(90, (issue.JustifiedUntil!.Value - issue.JustifiedAt!.Value).TotalDays, 0.1);
        Assert.Equal(issue.Id, _host.Run("Get-SMIssue -Justified").Single<Issue>().Id);
        Assert.Equal(2, _host.Run("Get-SMIssue -Justified:$false").Output.Count);
        var id = issue.Id.ToString(CultureInfo.InvariantCulture);
        Assert.False(_host.Run($"Revoke-SMIssueApproval {id} -PassThru").ThrowIfFailed().Single<Issue>().IsJustified);
        Assert.Equal(
            ["Opened", "Justified", "JustificationRevoked"],
            _host.Run($"Get-SMIssueEvent {id}").ThrowIfFailed().As<IssueEvent>().Select(happened => happened.Kind));
        Assert.Equal("IssueNotFound", _host.Run("Approve-SMIssue 4711 -Reason x").ErrorId);
    }

    [Fact]
    public void What_if_saves_nothing()
    {
        _host.Run("Invoke-SMWatcher").ThrowIfFailed();

        Assert.Equal(3, _host.Run("Invoke-SMAudit -WhatIf").ThrowIfFailed().Single<AuditReport>().New.Count);
        Assert.Empty(_host.Run("Get-SMIssue").Output);
        _host.Run("Invoke-SMAudit").ThrowIfFailed();
        _host.Run("Get-SMIssue | Approve-SMIssue -Reason x -WhatIf; Set-SMRule SM-* -Enabled $false -WhatIf").ThrowIfFailed();
        Assert.Empty(_host.Run("Get-SMIssue -Justified").Output);
        Assert.All(_host.Run("Get-SMRule").As<Rule>(), rule => Assert.True(rule.IsEnabled));
    }

    [Fact]
    public void Rule_is_tuned_for_all_or_for_one_account()
    {
        _host.Run("Invoke-SMWatcher").ThrowIfFailed();

        var tuned = _host.Run("Set-SMRule SM-AWS-EC2-001 -Score 2 -Parameter @{ ports = 22, 2222 } -Reason why -PassThru").ThrowIfFailed().Single<Rule>();
        Assert.Equal((2, Severity.Low, "[22,2222]"), (tuned.Score, tuned.Severity, tuned.Parameters["ports"]));
        _host.Run("Set-SMRule SM-AWS-EC2-001 -Account demo -Enabled $false").ThrowIfFailed();

        Assert.True(_host.Run("Get-SMRule SM-AWS-EC2-001").Single<Rule>().IsEnabled);
        Assert.False(_host.Run("Get-SMRule SM-AWS-EC2-001 -Account demo").Single<Rule>().IsEnabled);
        Assert.Equal(2, _host.Run("Invoke-SMAudit").ThrowIfFailed().Single<AuditReport>().Open);
        _host.Run("Set-SMRule SM-AWS-EC2-001 -Account demo -Reset").ThrowIfFailed();
        _host.Run("Invoke-SMAudit").ThrowIfFailed();
        Assert.Equal(2, _host.Run("Get-SMIssue -Rule SM-AWS-EC2-001").Single<Issue>().Score);
        Assert.Equal("RuleParameterUnknown", _host.Run("Set-SMRule SM-AWS-EC2-001 -Parameter @{ nonsense = 1 }").ErrorId);
        Assert.Equal("RuleNotFound", _host.Run("Set-SMRule SM-NONSENSE-001 -Score 1").ErrorId);
    }

    [Fact]
    public void Rules_are_found_by_type_and_tag_and_their_examples_succeed()
    {
        Assert.Contains("SM-AZURE-SECURITY-001", _host.Run("Get-SMRule -ItemType azure.security.policies").As<Rule>().Select(rule => rule.Id));
        Assert.All(_host.Run("Get-SMRule -Tag encryption").As<Rule>(), rule => Assert.Contains("encryption", rule.Tags));
        Assert.All(_host.Run("Test-SMRule").ThrowIfFailed().As<RuleTestResult>(), result => Assert.True(result.IsSuccess, $"{result.RuleId} {result.Example}: {result.Message}"));
        Assert.Equal("RuleNotFound", _host.Run("Get-SMRule SM-NONSENSE-001").ErrorId);
    }

    [Fact]
    public void Rule_document_with_a_mistake_is_an_error_with_file_line_and_column()
    {
        var file = Path.Combine(_host.Folder, "mine.yaml");
        File.WriteAllText(
            file,
            """
            apiVersion: securitymonkey/v1
            kind: Rule
            metadata: { id: ACME-1, title: Mine }
            spec:
              itemTypes: [aws.*]
              score: 5
              wen: IpPermissions[
              examples: []
            """);

        var result = _host.Run($"Test-SMRule -Path '{file}'");

        Assert.Empty(result.Output);
        Assert.All(result.Errors, error => Assert.Equal(ErrorCategory.ParserError, error.CategoryInfo.Category));
        Assert.Contains(result.Errors, error => error.ToString().Contains($"{file}(7,3): 'wen' is not a key of 'spec'", StringComparison.Ordinal));
        Assert.Equal("RuleFileNotFound", _host.Run("Test-SMRule -Path ./nowhere.yaml").ErrorId);
    }

    [Fact]
    public void Own_rule_is_tested_where_it_lies()
    {
        var file = Path.Combine(_host.Folder, "mine.yaml");
        File.WriteAllText(
            file,
            """
            apiVersion: securitymonkey/v1
            kind: Rule
            metadata: { id: ACME-1, title: Mine }
            spec:
              itemTypes: [aws.*]
              score: 5
              when: size > `3`
              examples:
                - { name: big, config: { size: 4 }, expect: fail }
                - { name: small, config: { size: 1 }, expect: fail }
            """);

        var results = _host.Run($"Test-SMRule -Path '{file}'").ThrowIfFailed().As<RuleTestResult>();

        Assert.Equal([("big", true), ("small", false)], results.Select(result => (result.Example, result.IsSuccess)));
        Assert.EndsWith("mine.yaml:10", results[1].Source, StringComparison.Ordinal);
    }
}
