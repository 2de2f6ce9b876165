#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.3.0' }

BeforeDiscovery {
    $manifest = Join-Path $PSScriptRoot '../../out/module/SecurityMonkey.PowerShell/SecurityMonkey.PowerShell.psd1' -Resolve
    $cmdlets = (Import-PowerShellDataFile $manifest).CmdletsToExport
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/module/SecurityMonkey.PowerShell/SecurityMonkey.PowerShell.psd1' -Resolve) -Force
}

AfterAll {
    Remove-Module SecurityMonkey.PowerShell
}

Describe 'Help of <_>' -ForEach $cmdlets {
    It 'has a synopsis, a description and two examples' {
        $help = Get-Help $_ -Full
        $help.Synopsis.Trim() | Should -Match '\.$'
        $help.Description.Text | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }

    It 'describes every parameter' {
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters
        foreach ($parameter in (Get-Command $_).Parameters.Values | Where-Object { $_.Name -notin $common -and -not $_.IsDynamic }) {
            $text = (Get-Help $_ -Parameter $parameter.Name -ErrorAction Stop).Description.Text
            $text | Should -Not -BeNullOrEmpty -Because "-$($parameter.Name) needs a description"
        }
    }
}

Describe 'Help topics' {
    It 'shows <_>' -ForEach 'about_SecurityMonkey', 'about_SecurityMonkey_Rules', 'about_SecurityMonkey_Export', 'about_SecurityMonkey_Storage' {
        Get-Help $_ | Out-String | Should -Match 'SHORT DESCRIPTION|Short description'
    }
}
