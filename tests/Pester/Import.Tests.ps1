#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.3.0' }

BeforeAll {
    $manifest = Join-Path $PSScriptRoot '../../out/module/SecurityMonkey.PowerShell/SecurityMonkey.PowerShell.psd1' -Resolve
    # pwsh itself, or the dotnet that runs it as a tool.
    $pwsh = @([System.Environment]::ProcessPath)
    if ((Split-Path $pwsh[0] -LeafBase) -eq 'dotnet') {
        $pwsh += Join-Path $PSHOME pwsh.dll
    }

    # A process of its own for each test that needs a session in which nothing was loaded before.
    function Invoke-Fresh([string] $Script) {
        $program, $arguments = $pwsh + @('-NoProfile', '-NonInteractive', '-Command', "`$ErrorActionPreference = 'Stop'; `$manifest = '$manifest'; $Script")
        & $program @arguments
    }
}

Describe 'Import' {
    It 'exports what the manifest says' {
        $expected = (Import-PowerShellDataFile $manifest).CmdletsToExport | Sort-Object
        $exported = Invoke-Fresh 'Import-Module $manifest; (Get-Command -Module SecurityMonkey.PowerShell).Name | Sort-Object'
        $exported | Should -Be $expected
    }

    It 'has a valid manifest' {
        { Test-ModuleManifest $manifest -ErrorAction Stop } | Should -Not -Throw
    }

    It 'exports everything again with -Force, and after it was removed' {
        $counts = Invoke-Fresh @'
Import-Module $manifest; Import-Module $manifest -Force; @(Get-Command -Module SecurityMonkey.PowerShell).Count
Remove-Module SecurityMonkey.PowerShell; @(Get-Command -Module SecurityMonkey.PowerShell).Count
Import-Module $manifest; @(Get-Command -Module SecurityMonkey.PowerShell).Count
'@
        $counts[0] | Should -BeGreaterThan 20
        $counts[1] | Should -Be 0
        $counts[2] | Should -Be $counts[0]
    }

    It 'works in parallel runspaces, each with a store of its own' {
        $script = @'
Import-Module $manifest
1..3 | ForEach-Object -ThrottleLimit 3 -Parallel {
    Import-Module $using:manifest
    $null = Connect-SMStore (Join-Path 'FOLDER' "$_.db")
    $null = Add-SMAccount AWS "a$_" -Identifier "11111111111$_"
    "$(@(Get-SMAccount).Count) $((Get-SMAccount).Name)"
} | Sort-Object
'@
        Invoke-Fresh $script.Replace('FOLDER', $TestDrive) | Should -Be '1 a1', '1 a2', '1 a3'
    }

    It 'refuses a second copy and says what to do' {
        Copy-Item (Split-Path $manifest) (Join-Path $TestDrive 'SecurityMonkey.PowerShell') -Recurse
        $copy = Join-Path $TestDrive 'SecurityMonkey.PowerShell/SecurityMonkey.PowerShell.psd1'
        $message = Invoke-Fresh "Import-Module `$manifest; try { Import-Module '$copy' } catch { `$_.Exception.Message }"
        "$message" | Should -BeLike '*already loaded from*start a new PowerShell process*'
    }

    It 'uses its own Newtonsoft.Json beside that of PowerShell' {
        $contexts = Invoke-Fresh @'
$null = '{}' | ConvertFrom-Json
Import-Module $manifest
Test-SMRule SM-AWS-EC2-020 | Out-Null
[System.Runtime.Loader.AssemblyLoadContext]::All | Where-Object { $_.Assemblies | Where-Object { $_.GetName().Name -eq 'Newtonsoft.Json' } } | ForEach-Object Name | Sort-Object
'@
        $contexts | Should -Contain 'SecurityMonkey'
    }

    It 'works beside the older <Name> <Version> of Az and AWS.Tools, loaded before it' -ForEach @(
        @{ Name = 'Azure.Core'; Version = '1.36.0'; Path = 'azure.core/1.36.0/lib/net6.0/Azure.Core.dll' }
        @{ Name = 'AWSSDK.Core'; Version = '3.7.402'; Path = 'awssdk.core/3.7.402/lib/net8.0/AWSSDK.Core.dll' }
        @{ Name = 'Newtonsoft.Json'; Version = '12.0.3'; Path = 'newtonsoft.json/12.0.3/lib/netstandard2.0/Newtonsoft.Json.dll' }
    ) {
        $assembly = Join-Path (dotnet msbuild (Join-Path $PSScriptRoot Pester.csproj) -getProperty:NuGetPackageRoot) $Path
        $lines = Invoke-Fresh @"
`$null = [System.Reflection.Assembly]::LoadFile('$assembly')
try { `$null = [System.Runtime.Loader.AssemblyLoadContext]::Default.LoadFromAssemblyPath('$assembly') } catch [System.IO.FileLoadException] { 'PowerShell has its own' }
Import-Module `$manifest
`$null = Connect-SMStore '$TestDrive/$Name.db'
`$null = Add-SMAccount Export contoso -Path (Join-Path (Split-Path `$manifest) examples/monday)
@(Invoke-SMWatcher | Invoke-SMAudit | Where-Object { `$_.Errors -or `$_.Status -eq 'Failed' }).Count
@(Get-SMIssue).Count -gt 5
"@
        $lines | Select-Object -Last 2 | Should -Be '0', 'True'
    }

    It 'works beside <_>, whichever is imported first' -ForEach 'Az.Accounts', 'AWS.Tools.Common' {
        if (-not (Get-Module -ListAvailable $_)) {
            Set-ItResult -Skipped -Because "$_ is not installed"
        }

        Invoke-Fresh "Import-Module $_; Import-Module `$manifest; (Get-SMAccountType AWS).Name" | Should -Be 'AWS'
        Invoke-Fresh "Import-Module `$manifest; `$null = Get-SMAccountType; Import-Module $_; (Get-SMAccountType AWS).Name" | Should -Be 'AWS'
    }
}
