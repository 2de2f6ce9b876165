#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.3.0' }

# Rules as those use them who write, test and tune them.

BeforeAll {
    $module = Join-Path $PSScriptRoot '../../out/module/SecurityMonkey.PowerShell' -Resolve
    Import-Module (Join-Path $module 'SecurityMonkey.PowerShell.psd1') -Force
    $rulePaths = $env:SECURITYMONKEY_RULES
}

AfterAll {
    $env:SECURITYMONKEY_RULES = $rulePaths
    Remove-Module SecurityMonkey.PowerShell
}

Describe 'Rules' {
    BeforeEach {
        $story = Join-Path $TestDrive ([guid]::NewGuid())
        $rules = Join-Path $story rules
        $null = New-Item $rules -ItemType Directory
        $env:SECURITYMONKEY_RULES = $rules
        $null = Connect-SMStore (Join-Path $story store.db)
        $null = Add-SMAccount -Type Export -Name contoso -Path (Join-Path $module examples/monday)
        $null = Invoke-SMWatcher
    }

    AfterEach {
        Disconnect-SMStore
    }

    Context 'Writing one' {
        It 'scaffolds a document whose examples come out as they say' {
            $file = New-SMRule -Id ACME-EC2-001 -Title 'Group has a name that says nothing' -ItemType aws.ec2.securitygroup -Path $rules
            $file | Should -BeOfType System.IO.FileInfo
            (Test-SMRule -Path $file).Success | Should -Not -Contain $false
        }

        It 'says where a mistake is and what was meant' {
            $file = New-SMRule -Id ACME-EC2-001 -Title T -ItemType aws.ec2.securitygroup -Path $rules
            (Get-Content $file -Raw).Replace('score:', 'scroe:') | Set-Content $file
            Test-SMRule -Path $file -ErrorAction SilentlyContinue -ErrorVariable failure
            "$failure" | Should -Match "\(\d+,\d+\): 'scroe' is not a key of 'spec'\. Did you mean 'score'\?"
        }

        It 'takes rules of the folder into the next audit' {
            @'
apiVersion: securitymonkey/v1
kind: Rule
metadata: { id: ACME-EC2-002, title: Group is called web-frontend }
spec:
  itemTypes: [aws.ec2.securitygroup]
  score: 3
  when: GroupName == 'web-frontend'
'@ | Set-Content (Join-Path $rules own.yaml)
            Invoke-SMAudit -Rule ACME-EC2-002 | Out-Null
            (Get-SMIssue -Rule ACME-EC2-002).Name | Should -Be 'web-frontend'
        }

        It 'back-tests a rule over history' {
            $null = Set-SMAccount contoso -Path (Join-Path $module examples/tuesday)
            $null = Invoke-SMWatcher
            $trials = Test-SMRule SM-AWS-EC2-003 -Since 1d | Where-Object Name -EQ orders-db
            $trials.Event | Should -Contain 'Opened'
            $trials.Event | Should -Contain 'Fixed'
            Get-SMIssue | Should -BeNullOrEmpty
        }
    }

    Context 'Tuning' {
        BeforeEach {
            $null = Invoke-SMAudit
        }

        It 'gives another score at the next audit' {
            $null = Set-SMRule SM-AWS-EC2-003 -Score 2
            $null = Invoke-SMAudit
            (Get-SMIssue orders-db -Rule SM-AWS-EC2-003).Score | Sort-Object -Unique | Should -Be 2
        }

        It 'takes issues of a disabled rule out of scope, and brings them back' {
            $before = @(Get-SMIssue -Rule SM-AWS-EC2-003).Id | Sort-Object
            $before | Should -Not -BeNullOrEmpty
            $null = Set-SMRule SM-AWS-EC2-003 -Enabled $false
            $null = Invoke-SMAudit
            Get-SMIssue -Rule SM-AWS-EC2-003 -Status Open | Should -BeNullOrEmpty
            Get-SMIssue -Rule SM-AWS-EC2-003 -Status Fixed | Should -BeNullOrEmpty
            $null = Set-SMRule SM-AWS-EC2-003 -Enabled $true
            $null = Invoke-SMAudit
            @(Get-SMIssue -Rule SM-AWS-EC2-003 -Status Open).Id | Sort-Object | Should -Be $before
        }

        It 'refuses a parameter that the rule does not have' {
            { Set-SMRule SM-AWS-EC2-001 -Parameter @{ port = 22 } -ErrorAction Stop } | Should -Throw "*Did you mean 'ports'?*"
        }
    }

    Context 'Baselines' {
        It 'audits with the rules of a baseline only, pinned to a month' {
            $null = Invoke-SMAudit -Baseline cis-aws-5.0@2026-11
            $chosen = (Get-SMBaseline cis-aws-5.0).RuleIds
            Get-SMIssue | Should -Not -BeNullOrEmpty
            Get-SMIssue | ForEach-Object { $_.RuleId | Should -BeIn $chosen }
        }

        It 'keeps one for the store' {
            $null = Set-SMBaseline cis-aws-5.0@2026-11
            (Get-SMBaseline | Where-Object IsDefault).Name | Should -Be 'cis-aws-5.0@2026-11'
            $null = Set-SMBaseline -Clear
            Get-SMBaseline | Where-Object IsDefault | Should -BeNullOrEmpty
        }

        It 'names those that there are' {
            { Invoke-SMAudit -Baseline cis-aws-9.9 -ErrorAction Stop } | Should -Throw '*cis-aws-7.0*' -ErrorId 'BaselineNotFound*'
        }
    }

    Context 'Coverage' {
        It 'shows of a rule what was evaluated' {
            $null = Invoke-SMAudit
            $row = Get-SMCoverage -Rule SM-AWS-EC2-001 | Where-Object RuleId -EQ SM-AWS-EC2-001 | Select-Object -First 1
            $row.Items | Should -BeGreaterThan 0
            $row.EvaluatedAt | Should -Not -BeNullOrEmpty
        }
    }

    # What a script registers stays for the session, so that these are the last.
    Context 'Scripts' {
        It 'judges by a script that looks at other items' {
            $null = Register-SMAuditor ACME-LAB-001 aws.ec2.securitygroup -Title 'Group in an account with instances' -Lookup aws.ec2.instance -ScriptBlock {
                param($Item, $Rule, $Context)
                if ($Item.Config.GroupName -eq 'web-frontend') { "There are $($Context.GetItems('aws.ec2.instance').Count) instances" }
            }
            $null = Invoke-SMAudit -Rule ACME-LAB-001
            $instances = @(Get-SMItem -ItemType aws.ec2.instance -Account contoso).Count
            $instances | Should -BeGreaterThan 0
            (Get-SMIssue -Rule ACME-LAB-001).Message | Should -Be "There are $instances instances"
        }

        It 'tells of a script that throws, and goes on with the other rules' {
            $null = Register-SMAuditor ACME-LAB-002 aws.ec2.securitygroup -Title T -ScriptBlock { throw 'no idea' }
            $null = Invoke-SMAudit -ErrorAction SilentlyContinue -ErrorVariable failure
            "$failure" | Should -Match 'ACME-LAB-002.*no idea'
            Get-SMIssue -Rule SM-AWS-EC2-003 | Should -Not -BeNullOrEmpty
        }
    }
}
