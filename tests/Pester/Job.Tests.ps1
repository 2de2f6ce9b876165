#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.3.0' }

BeforeAll {
    $module = Join-Path $PSScriptRoot '../../out/module/SecurityMonkey.PowerShell' -Resolve
    Import-Module (Join-Path $module 'SecurityMonkey.PowerShell.psd1') -Force
    $null = Connect-SMStore -Path (Join-Path $TestDrive 'store.db')
    $null = Add-SMAccount -Type Export -Name contoso -Path (Join-Path $module 'examples/monday')
    $mondayReports = Invoke-SMWatcher | Invoke-SMAudit
    Set-SMAccount contoso -Path (Join-Path $module 'examples/tuesday')
    $tuesday = Invoke-SMWatcher
    $tuesdayReports = $tuesday | Invoke-SMAudit
}

AfterAll {
    Disconnect-SMStore
    Remove-Module SecurityMonkey.PowerShell
}

Describe 'The main job' {
    It 'collects both days completely' {
        $mondayReports.Status | Should -Not -Contain 'Failed'
        $tuesday.Status | Select-Object -Unique | Should -Be 'Complete'
        ($tuesday | Measure-Object Created -Sum).Sum | Should -Be 1
        ($tuesday | Measure-Object Deleted -Sum).Sum | Should -Be 1
    }

    It 'collects a third time without a change' {
        (Invoke-SMWatcher).Changes | Should -BeNullOrEmpty
    }

    It 'shows changes path by path' {
        $change = Get-SMChange orders-worker-1 -Kind Changed
        $change.Differences.Path | Should -Be 'MetadataOptions.HttpTokens'
        $change.Before.MetadataOptions.HttpTokens | Should -Be 'required'
        $change.After.MetadataOptions.HttpTokens | Should -Be 'optional'
        ($change.Delta | ConvertFrom-Json).MetadataOptions.HttpTokens | Should -Be 'required', 'optional'
    }

    It 'masks secrets, and shows that they changed' {
        $change = Get-SMChange orders-export -Kind Changed
        $change.Differences.Path | Should -Be 'Environment.Variables.DB_PASSWORD'
        $change | ConvertTo-Json -Depth 10 | Should -Not -Match 'tuesday-'
    }

    It 'finds what the rules say' {
        (Get-SMIssue -Rule SM-AZURE-SECURITY-001).Score | Should -Be 10
        (Get-SMIssue -Status Fixed -Rule SM-AWS-EC2-003).Name | Should -Be 'orders-db'
        ($tuesdayReports.Fixed).Name | Should -Contain 'orders-db'
    }

    It 'shows the coloured view, the table and the list of changes' {
        Get-SMChange orders-db -Kind Changed | Out-String | Should -Match '0\.0\.0\.0/0.*10\.20\.0\.0/16'
        Get-SMChange | Format-Table | Out-String -Width 200 | Should -Match 'Deleted.*build-cache-2023'
        Get-SMChange orders-db -Kind Changed | Format-List | Out-String -Width 200 | Should -Match 'Differences'
    }
}

Describe 'Beside the cmdlets of PowerShell' {
    It 'exports issues to CSV and reads them back' {
        $csv = Join-Path $TestDrive 'issues.csv'
        Get-SMIssue -MinScore 5 | Export-Csv $csv
        $rows = Import-Csv $csv
        $rows.Count | Should -Be @(Get-SMIssue -MinScore 5).Count
        $rows[0].Score | Should -Be '10'
        $rows.PSObject.Properties.Value -join ' ' | Should -Not -Match 'System\.Object|SecurityMonkey\.'
    }

    It 'groups and sorts issues' {
        (Get-SMIssue | Group-Object Severity | Where-Object Name -EQ Critical).Count | Should -Be 2
        (Get-SMIssue | Sort-Object Score | Select-Object -Last 1).Score | Should -Be 10
    }

    It 'stops when Select-Object has enough' {
        @(Get-SMItem | Select-Object -First 1).Count | Should -Be 1
        @(Invoke-SMWatcher | Select-Object -First 1).Count | Should -Be 1
        (Test-SMStore).IsIntact | Should -BeTrue
    }

    It 'lets configurations be dotted into' {
        (Get-SMItem orders-worker-1).Config.MetadataOptions.HttpTokens | Should -Be 'optional'
        (Get-SMItem -ItemType securitygroup | Where-Object { $_.Config.IpPermissions.FromPort -contains 22 }).Name |
            Sort-Object | Should -Be 'build-agents', 'web-frontend'
    }

    It 'survives Export-Clixml' {
        $file = Join-Path $TestDrive 'sets.xml'
        Invoke-SMWatcher | Export-Clixml $file
        (Import-Clixml $file | Invoke-SMAudit).Account | Select-Object -Unique | Should -Be 'contoso'
    }

    It 'keeps going after an error, and stops with -ErrorAction Stop' {
        Get-SMItem nosuch, orders-worker-1 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -Not -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -BeLike 'ItemNotFound,*'
        { Get-SMItem nosuch -ErrorAction Stop } | Should -Throw -ErrorId 'ItemNotFound*'
    }
}
