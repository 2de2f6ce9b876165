<#
.SYNOPSIS
    Builds, tests, demonstrates and packages SecurityMonkey.PowerShell.
.DESCRIPTION
    Orchestrates only: dotnet builds and assembles the module, dotnet and Pester test it. Runs in pwsh, and where there is none in
    tests/ScriptHost (dotnet run --project tests/ScriptHost -- build.ps1 -Task Demo), so it uses core cmdlets and .NET calls only.
.PARAMETER Task
    Build    assembles the module in out/module/SecurityMonkey.PowerShell
    Test     runs all tests: those of dotnet, then Pester's in pwsh (both from NuGet where they are not installed)
    Demo     builds, then runs module/examples/Demo.ps1: the whole job on two days of an imaginary company
    Package  builds, then writes out/SecurityMonkey.PowerShell.<version>.zip
    Clean    removes out/ and all bin/ and obj/ folders
.PARAMETER Configuration
    Release or Debug.
.EXAMPLE
    ./build.ps1 -Task Demo
#>
param(
    [ValidateSet('Build', 'Test', 'Demo', 'Package', 'Clean')]
    [string] $Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'
$out = [System.IO.Path]::Combine($PSScriptRoot, 'out')
$module = [System.IO.Path]::Combine($out, 'module', 'SecurityMonkey.PowerShell')

function Invoke-Program([string] $Program, [string[]] $Arguments) {
    & $Program @Arguments | Out-Host
    if ($LASTEXITCODE -ne 0) {
        throw "$Program $($Arguments -join ' ') failed with exit code $LASTEXITCODE."
    }
}

function Build {
    $project = [System.IO.Path]::Combine($PSScriptRoot, 'src', 'SecurityMonkey.PowerShell', 'SecurityMonkey.PowerShell.csproj')
    Invoke-Program dotnet @('publish', $project, '--configuration', $Configuration, '--verbosity', 'quiet', '--nologo')
    "The module is in $module"
}

function Test {
    Invoke-Program dotnet @('test', [System.IO.Path]::Combine($PSScriptRoot, 'SecurityMonkey.PowerShell.sln'), '--configuration', $Configuration, '--nologo')

    # In a process of its own, so that the module's files are free again afterwards: of this pwsh, or of the one in .config/dotnet-tools.json.
    $tests = [System.IO.Path]::Combine($PSScriptRoot, 'tests', 'Pester')
    Invoke-Program dotnet @('restore', $tests, '--verbosity', 'quiet')
    $script = @('-NoProfile', '-NonInteractive', '-File', [System.IO.Path]::Combine($tests, 'Invoke-Tests.ps1'))
    $program = [System.Environment]::ProcessPath
    if ($Host.Name -ne 'ConsoleHost') {
        Invoke-Program dotnet @('tool', 'restore')
        Invoke-Program dotnet (@('tool', 'run', 'pwsh', '--') + $script)
    }
    elseif ([System.IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet') {
        Invoke-Program $program (@([System.IO.Path]::Combine($PSHOME, 'pwsh.dll')) + $script)
    }
    else {
        Invoke-Program $program $script
    }
}

function Demo {
    Build
    & ([System.IO.Path]::Combine($module, 'examples', 'Demo.ps1'))
}

function Package {
    Build
    $version = (Test-ModuleManifest -Path ([System.IO.Path]::Combine($module, 'SecurityMonkey.PowerShell.psd1'))).Version
    $zip = [System.IO.Path]::Combine($out, "SecurityMonkey.PowerShell.$version.zip")
    [System.IO.File]::Delete($zip)
    [System.IO.Compression.ZipFile]::CreateFromDirectory($module, $zip, [System.IO.Compression.CompressionLevel]::Optimal, $true)
    "The package is $zip"
}

function Clean {
    $folders = @($out)
    foreach ($part in 'src', 'tests') {
        foreach ($project in [System.IO.Directory]::GetDirectories([System.IO.Path]::Combine($PSScriptRoot, $part))) {
            $folders += [System.IO.Path]::Combine($project, 'bin'), [System.IO.Path]::Combine($project, 'obj')
        }
    }

    # The program that runs this script, where there is no pwsh, cannot remove itself.
    $own = [System.AppContext]::BaseDirectory
    foreach ($folder in $folders | Where-Object { [System.IO.Directory]::Exists($_) -and -not $own.StartsWith($_) }) {
        [System.IO.Directory]::Delete($folder, $true)
    }
}

& $Task
