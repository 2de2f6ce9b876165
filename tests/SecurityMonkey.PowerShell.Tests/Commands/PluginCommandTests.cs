using SecurityMonkey.PowerShellTests.Support;

namespace SecurityMonkey.PowerShellTests.Commands;

public sealed class PluginCommandTests : IDisposable
{
    private const string Watcher = "Register-SMWatcher lab.service.thing -ScriptBlock { param($Account, $Values) $Values | ForEach-Object { @{ Id = \"$_\"; Config = @{ Size = $_ } } } } -ArgumentList @(,@(1, 2)); ";

    private const string WatcherDocument =
        """
        apiVersion: securitymonkey/v1
        kind: Watcher
        metadata: { itemType: github.pages, title: Pages }
        spec:
          accountType: GitHub
          list: { call: { path: '/orgs/{org}/pages' } }
          id: id
        """;

    private const string RuleDocument =
        """
        apiVersion: securitymonkey/v1
        kind: Rule
        metadata: { id: ACME-LAB-009, title: A thing is large }
        spec:
          itemTypes: [lab.service.thing]
          score: 3
          when: Size > `1`
        """;

    private readonly CmdletHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Script_watcher_and_auditor_of_the_help_do_what_it_says()
    {
        var scripts = Directory.CreateDirectory(Path.Combine(_host.Folder, "scripts")).FullName;
        File.WriteAllText(Path.Combine(scripts, "backup.ps1"), "$password = 'x'");
        File.WriteAllText(Path.Combine(scripts, "clean.ps1"), "Get-ChildItem");

        var sets = _host.Run(HelpExamples.Read("Register-SMWatcher", 1).Replace("$HOME/scripts", $"'{scripts}'", StringComparison.Ordinal)).ThrowIfFailed();
        var issues = _host.Run(HelpExamples.Read("Register-SMAuditor", 1)).ThrowIfFailed();

        var set = Only<ChangeSet>(sets);
        Assert.Equal(("lab.file.script", RunStatus.Complete, 2), (set.ItemType, set.Status, set.Created));
        var issue = Only<Issue>(issues);
        Assert.Equal(("ACME-LAB-001", "backup.ps1", "A script holds a password", 8), (issue.RuleId, issue.Name, issue.Message, issue.Score));

        File.WriteAllText(Path.Combine(scripts, "backup.ps1"), "$secret = Get-Secret x");
        Assert.Equal(1, _host.Run("Invoke-SMWatcher -Account lab").ThrowIfFailed().Single<ChangeSet>().Changed);
        Assert.Equal(IssueStatus.Fixed, _host.Run("$null = Invoke-SMAudit -Account lab; Get-SMIssue -Account lab -Status Fixed").ThrowIfFailed().Single<Issue>().Status);
    }

    [Fact]
    public void Script_auditor_of_the_help_finds_each_port_and_can_be_tuned()
    {
        _host.WriteGroups(("web", [443, 8080, 9090]));
        _host.AddExportAccount();
        _host.Run("Invoke-SMWatcher").ThrowIfFailed();

        _host.Run(HelpExamples.Read("Register-SMAuditor", 2)).ThrowIfFailed();
        Assert.Equal(["Port 8080 is open", "Port 9090 is open"], Messages());

        _host.Run("Set-SMRule ACME-EC2-050 -Parameter @{ Allowed = 443, 8080 }; Invoke-SMAudit").ThrowIfFailed();
        Assert.Equal(["Port 9090 is open"], Messages());
    }

    [Fact]
    public void Error_of_a_script_deletes_nothing()
    {
        _host.Run(Watcher + "Add-SMAccount -Type Script -Name lab; Invoke-SMWatcher").ThrowIfFailed();

        foreach (var (script, status) in new[]
        {
            ("Write-Error 'no answer'", RunStatus.Partial), ("throw 'no answer'", RunStatus.Failed), ("@{ Name = 'x' }", RunStatus.Partial), ("1 / 0", RunStatus.Failed),
        })
        {
            var result = _host.Run($"Register-SMWatcher lab.service.thing -ScriptBlock {{ @{{ Id = '1'; Config = @{{ Size = 1 }} }}\n{script} }}; Invoke-SMWatcher");
            var set = Only<ChangeSet>(result);
            Assert.Equal((0, "ScriptFailed"), (set.Deleted, result.ErrorId));
            Assert.Contains("lab.service.thing", result.Error.ToString(), StringComparison.Ordinal);
            Assert.True(set.Status is RunStatus.Partial or RunStatus.Failed, $"{script}: {set.Status}, expected {status}");
        }

        Assert.Equal(2, _host.Run("Get-SMItem").Output.Count);
    }

    [Fact]
    public void Thing_that_the_script_does_not_write_any_more_is_deleted()
    {
        _host.Run(Watcher + "Add-SMAccount -Type Script -Name lab; Invoke-SMWatcher").ThrowIfFailed();

        var set = _host.Run("Register-SMWatcher lab.service.thing { @{ Id = '1'; Config = @{ Size = 1 } } }; Invoke-SMWatcher").ThrowIfFailed().Single<ChangeSet>();

        Assert.Equal((1L, 1), (set.Seen, set.Deleted));
    }

    [Fact]
    public void Script_does_not_see_the_session_but_what_it_is_given()
    {
        var items = _host.Run(
            """
            $secret = 'of the session'
            Register-SMWatcher lab.service.thing -InitializationScript { function Get-Size { 7 } } -ScriptBlock {
                param($Account, $Given)
                [pscustomobject]@{ Id = $Account.Name; Name = 'one'; Region = 'here'; Config = [pscustomobject]@{ Secret = $secret; Given = $Given; Size = Get-Size; When = [datetime]::new(2026, 1, 2, 3, 4, 5, [System.DateTimeKind]::Utc) } }
            } -ArgumentList 'yes'
            $null = Add-SMAccount -Type Script -Name lab
            $null = Invoke-SMWatcher
            Get-SMItem
            """).ThrowIfFailed();

        var item = items.Single<Item>();
        Assert.Equal(("lab", "one", "here"), (item.NativeId, item.Name, item.Region));
        Assert.Equal("""{"Given":"yes","Secret":null,"Size":7,"When":"2026-01-02T03:04:05Z"}""", item.ConfigJson);
    }

    [Fact]
    public void Script_rule_that_cannot_tell_is_unknown_and_one_that_throws_is_an_error()
    {
        _host.Run(Watcher + "Add-SMAccount -Type Script -Name lab; Invoke-SMWatcher").ThrowIfFailed();

        var unknown = _host.Run("Register-SMAuditor ACME-1 lab.service.thing { throw [SecurityMonkey.RuleUnknownException]::new('not read') } -Title t; Invoke-SMAudit -Rule ACME-1").ThrowIfFailed();
        Assert.Equal(2, Only<AuditReport>(unknown).Unknown);

        var failed = _host.Run("Register-SMAuditor ACME-1 lab.service.thing { throw 'broken' } -Title t; Invoke-SMAudit -Rule ACME-1");
        Assert.Equal(2, failed.Errors.Count);
        Assert.All(failed.Errors, error => Assert.Contains("The script of rule ACME-1 failed: line 1: broken", error.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Rule_that_fails_on_many_items_writes_six_errors_and_another_rule_goes_on()
    {
        var result = _host.Run(
            """
            Register-SMWatcher lab.service.thing { foreach ($number in 1..40) { [pscustomobject]@{ Id = "thing-$number"; Config = @{ Number = $number } } } }
            $null = Add-SMAccount -Type Script -Name lab
            $null = Invoke-SMWatcher
            Register-SMAuditor ACME-1 lab.service.thing { throw 'broken' } -Title Broken
            Register-SMAuditor ACME-2 lab.service.thing { 'Found' } -Title Whole
            Invoke-SMAudit -Rule ACME-*
            """);

        var report = result.Single<AuditReport>();
        Assert.Equal((40, 40, 6), (report.New.Count, report.ErrorCount, result.Errors.Count));
        Assert.All(result.Errors, error => Assert.StartsWith("RuleFailed", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Contains("'thing-1'", result.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("35 more items of lab.service.thing", result.Errors[5].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Register-SMWatcher lab.service.thing { } -AccountType Nothing", "AccountTypeNotFound")]
    [InlineData("Register-SMWatcher lab.service.thing { } -EphemeralPath 'a..b'", "ItemTypePathInvalid")]
    [InlineData("Register-SMAuditor SM-AWS-EC2-001 aws.ec2.* { } -Title t", "RuleExists")]
    [InlineData("Import-SMPlugin ./nothing", "PluginNotFound")]
    public void What_cannot_be_registered_is_an_error_with_its_cause(string script, string errorId) => Assert.Equal(errorId, _host.Run(script).ErrorId);

    [Fact]
    public void Folder_of_documents_of_any_kind_is_imported()
    {
        Write("lab/watcher.yaml", WatcherDocument);
        Write("lab/rules/rule.yaml", RuleDocument);

        var info = _host.Run($"Import-SMPlugin '{_host.Folder}/lab' -PassThru").ThrowIfFailed().Single<PluginInfo>();

        Assert.Equal(("lab", PluginKind.Documents), (info.Name, info.Kind));
        Assert.Equal(["github.pages"], info.ItemTypes);
        Assert.Equal(["ACME-LAB-009"], info.Rules);
        Assert.Single(_host.Run("Get-SMItemType github.pages").ThrowIfFailed().Output);
        Assert.Single(_host.Run("Get-SMRule ACME-LAB-009").ThrowIfFailed().Output);
        var report = Only<AuditReport>(_host.Run(Watcher + "Add-SMAccount -Type Script -Name lab; Invoke-SMWatcher | Invoke-SMAudit").ThrowIfFailed());
        Assert.Equal(1, report.Open);
    }

    [Fact]
    public void Folder_may_hold_baselines_and_known_accounts_and_what_is_broken_is_named()
    {
        const string Accounts = "apiVersion: securitymonkey/v1\nkind: KnownAccounts\nmetadata: { name: Lab }\nspec: { accountType: AWS, accounts: { here: '123456789012' } }\n";
        const string Baseline = "apiVersion: securitymonkey/v1\nkind: Baseline\nmetadata: { name: lab-1, title: Lab, date: 2026-11-24 }\nspec: { rules: [ACME-LAB-009] }\n";
        Write("lab/a/rule.yaml", RuleDocument);
        Write("lab/a/b/baseline.yaml", Baseline);
        Write("lab/accounts.yml", Accounts);
        Write("lab/bad/baseline.yaml", Baseline.Replace("lab-1", "lab-2", StringComparison.Ordinal).Replace("rules:", "ruls:", StringComparison.Ordinal));
        Write("lab/bad/accounts.yaml", Accounts.Replace("'123456789012'", "'1234'", StringComparison.Ordinal));

        var result = _host.Run($"Import-SMPlugin '{_host.Folder}/lab' -PassThru");

        var info = result.Single<PluginInfo>();
        Assert.Equal(("ACME-LAB-009", "lab-1", 1), (Assert.Single(info.Rules), Assert.Single(info.Baselines), info.KnownAccounts));
        Assert.Contains(result.Errors, error => error.ToString().Contains("bad/baseline.yaml(4,9): 'ruls' is not a key of 'spec'. Did you mean 'rules'?", StringComparison.Ordinal));
        Assert.Contains(result.Errors, error => error.ToString().Contains("bad/accounts.yaml(4,45): '1234' is not an AWS account number", StringComparison.Ordinal));
        Assert.Equal(["ACME-LAB-009"], _host.Run("Get-SMBaseline lab-1").As<RuleBaseline>().Single().RuleIds);

        // What is broken is told by the audit as well: nothing is left out in silence.
        _host.Run(Watcher + "Add-SMAccount -Type Script -Name lab; Invoke-SMWatcher").ThrowIfFailed();
        Assert.Contains(_host.Run("Invoke-SMAudit").Errors, error => error.ToString().Contains("bad/accounts.yaml(4,45)", StringComparison.Ordinal));
    }

    [Fact]
    public void Script_rule_that_looks_at_other_items_is_evaluated_again_when_they_change()
    {
        _host.Run(
            """
            Register-SMWatcher lab.service.thing { @{ Id = 'web'; Config = @{ Host = 'h1' } } }
            Register-SMWatcher lab.service.host -Alias labhost { @{ Id = 'h1'; Config = @{ Name = 'h1'; Old = $true } } }
            $null = Add-SMAccount -Type Script -Name lab
            Register-SMAuditor ACME-LAB-002 lab.service.thing -Title 'Runs on an old host' -Lookup labhost -Read Host -ScriptBlock {
                param($Item, $Rule, $Context, $Word)
                foreach ($there in $Context.GetItemsBy('labhost', 'Name', $Item.Config.Host)) { if ($there.Config.Old) { "$Word $($there.Name) of $($Context.Account.Name)" } }
            } -ArgumentList 'On'
            """).ThrowIfFailed();

        // The host was never collected: the rule cannot tell.
        var unknown = _host.Run("$null = Invoke-SMWatcher -ItemType lab.service.thing; Invoke-SMAudit -ItemType lab.service.thing").ThrowIfFailed().Single<AuditReport>();
        Assert.Equal((0, 1), (unknown.Open, unknown.Unknown));

        var reports = _host.Run("Invoke-SMWatcher -ItemType lab.service.host | Invoke-SMAudit").ThrowIfFailed().As<AuditReport>();
        Assert.Equal("On h1 of lab", Assert.Single(reports.SelectMany(report => report.New)).Message);

        _host.Run("Register-SMWatcher lab.service.host -Alias labhost { @{ Id = 'h1'; Config = @{ Name = 'h1'; Old = $false } } }").ThrowIfFailed();
        var later = _host.Run("Invoke-SMWatcher -ItemType lab.service.host | Invoke-SMAudit").ThrowIfFailed().As<AuditReport>();
        Assert.Single(later.SelectMany(report => report.Fixed));
    }

    [Fact]
    public void Script_that_was_changed_is_run_again_on_what_did_not_change()
    {
        _host.Run(Watcher + "Add-SMAccount -Type Script -Name lab; $null = Invoke-SMWatcher; Register-SMAuditor ACME-1 lab.service.thing { $false } -Title t; Invoke-SMAudit").ThrowIfFailed();

        Assert.Equal(2, Only<AuditReport>(_host.Run("Register-SMAuditor ACME-1 lab.service.thing { $true } -Title t; Invoke-SMAudit").ThrowIfFailed()).New.Count);
        Assert.Equal(0, Only<AuditReport>(_host.Run("Register-SMAuditor ACME-1 lab.service.thing { $true } -Title t; Invoke-SMAudit").ThrowIfFailed()).Evaluated);
    }

    [Fact]
    public void Script_auditor_of_the_help_looks_at_snapshots()
    {
        _host.WriteDocument("volumes-eu-west-1.json", """{"Volumes":[{"VolumeId":"vol-1","Encrypted":true},{"VolumeId":"vol-2","Encrypted":true}]}""");
        _host.WriteDocument("snapshots-eu-west-1.json", """{"Snapshots":[{"SnapshotId":"snap-1","VolumeId":"vol-1","Encrypted":true}]}""");
        _host.AddExportAccount();
        _host.Run("Invoke-SMWatcher").ThrowIfFailed();

        _host.Run(HelpExamples.Read("Register-SMAuditor", 3)).ThrowIfFailed();

        Assert.Equal("vol-2", _host.Run("Get-SMIssue -Rule ACME-EC2-051").ThrowIfFailed().Single<Issue>().NativeId);
        Assert.Equal("LookupInvalid", _host.Run("Register-SMAuditor ACME-2 ebsvolume { } -Title t -Lookup 'aws.*'").ErrorId);
    }

    [Fact]
    public void Document_with_a_fault_is_an_error_with_its_place_and_the_others_count()
    {
        Write("lab/good.yaml", RuleDocument);
        Write("lab/bad.yaml", RuleDocument.Replace("score:", "scor:", StringComparison.Ordinal).Replace("009", "010", StringComparison.Ordinal));
        Write("lab/other.yaml", "kind: Recipe\n");
        Write("lab/mixed.yaml", RuleDocument + "\n---\n" + WatcherDocument);
        Write("lab/broken.yaml", "a: [1, 2\n");

        var result = _host.Run($"Import-SMPlugin '{_host.Folder}/lab' -PassThru");

        Assert.Equal(["ACME-LAB-009"], result.Single<PluginInfo>().Rules);
        Assert.All(result.Errors, error => Assert.StartsWith("DocumentInvalid", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Contains(result.Errors, error => error.ToString().Contains("bad.yaml(6,", StringComparison.Ordinal) && error.ToString().Contains("'scor'", StringComparison.Ordinal));
        Assert.Contains(result.Errors, error => error.ToString().Contains("other.yaml", StringComparison.Ordinal) && error.ToString().Contains("'Recipe'", StringComparison.Ordinal));
        Assert.Contains(result.Errors, error => error.ToString().Contains("mixed.yaml", StringComparison.Ordinal));
        Assert.Contains(result.Errors, error => error.ToString().Contains("broken.yaml", StringComparison.Ordinal));
    }

    [Fact]
    public void Edited_document_counts_after_it_is_imported_again()
    {
        Write("rule.yaml", RuleDocument);
        _host.Run($"Import-SMPlugin '{_host.Folder}/rule.yaml'").ThrowIfFailed();
        Write("rule.yaml", RuleDocument.Replace("score: 3", "score: 9", StringComparison.Ordinal));

        _host.Run($"Import-SMPlugin '{_host.Folder}/rule.yaml'").ThrowIfFailed();

        Assert.Equal(9, _host.Run("Get-SMRule ACME-LAB-009").ThrowIfFailed().Single<Rule>().Score);
        Assert.Single(_host.Run("Get-SMPlugin rule.yaml").ThrowIfFailed().Output);
    }

    [Fact]
    public void Assembly_without_a_plugin_and_file_that_is_none_are_errors_with_their_names()
    {
        Write("broken.dll", "This is no assembly.");
        var other = typeof(PluginCommandTests).Assembly.Location;

        var result = _host.Run($"Import-SMPlugin '{_host.Folder}/broken.dll', '{other}'");

        Assert.Equal(2, result.Errors.Count);
        Assert.All(result.Errors, error => Assert.StartsWith("PluginBroken", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Contains("broken.dll", result.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Assembly", _host.Run("(Get-SMPlugin).Kind").Output.Select(kind => kind.ToString()));
    }

    [Fact]
    public void Other_runspace_knows_nothing_of_it()
    {
        _host.Run(Watcher).ThrowIfFailed();
        using var other = new CmdletHost();

        Assert.Equal("PluginNotFound", other.Run("Get-SMPlugin 'Watcher lab.service.thing'").ErrorId);
        Assert.Single(_host.Run("Get-SMPlugin 'Watcher lab.service.thing'").ThrowIfFailed().Output);
    }

    private static T Only<T>(CmdletResult result) => Assert.Single(result.Output.Select(value => value.BaseObject).OfType<T>());

    private string[] Messages() => [.. _host.Run("Get-SMIssue -Rule ACME-EC2-050").ThrowIfFailed().As<Issue>().Select(issue => issue.Message).Order(StringComparer.Ordinal)];

    private void Write(string name, string text)
    {
        var path = Path.Combine(_host.Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
