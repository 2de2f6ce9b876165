# Loads the cmdlets into a load context of their own, beside whatever Az, AWS.Tools or PowerShell itself have loaded.
# Only .NET calls and core cmdlets, so that it also runs where PowerShell is hosted without its other modules.
$ErrorActionPreference = 'Stop'

if (-not ('SecurityMonkey.Loading.ModuleLoadContext' -as [type])) {
    $abstractions = [System.IO.Path]::Combine($PSScriptRoot, 'SecurityMonkey.Abstractions.dll')
    $null = [System.Runtime.Loader.AssemblyLoadContext]::Default.LoadFromAssemblyPath($abstractions)
}

$innerModule = Microsoft.PowerShell.Core\Import-Module -Assembly ([SecurityMonkey.Loading.ModuleLoadContext]::Load($PSScriptRoot)) -PassThru

# Without this, importing again with -Force would export nothing.
$ExecutionContext.SessionState.Module.OnRemove = { Microsoft.PowerShell.Core\Remove-Module -ModuleInfo $innerModule -Force }.GetNewClosure()
