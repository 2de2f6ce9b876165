<#
.SYNOPSIS
    Runs the tests in this folder on the assembled module, with the Pester of Pester.csproj.
.DESCRIPTION
    Exits with 1 where a test failed. For a pwsh that nobody has to install:
    dotnet tool restore; dotnet restore tests/Pester; dotnet tool run pwsh -- -NoProfile -File tests/Pester/Invoke-Tests.ps1
.PARAMETER ResultPath
    Where the results are written as NUnit XML; nowhere without it.
#>
param([string] $ResultPath)

$ErrorActionPreference = 'Stop'
Import-Module (dotnet msbuild (Join-Path $PSScriptRoot Pester.csproj) -getProperty:PesterManifest)

$configuration = New-PesterConfiguration
$configuration.Run.Path = $PSScriptRoot
$configuration.Run.Exit = $true
$configuration.Output.RenderMode = 'Plaintext'
if ($ResultPath) {
    $configuration.TestResult.Enabled = $true
    $configuration.TestResult.OutputPath = $ResultPath
}

Invoke-Pester -Configuration $configuration
