@{
    RootModule           = 'SecurityMonkey.PowerShell.psm1'
    # Stamped by the build from VersionPrefix in src/Directory.Build.props.
    ModuleVersion        = '0.0.0'
    GUID                 = '4f0f5c0e-6a53-4f0a-9a63-5d3a8a1b6f17'
    Author               = 'SecurityMonkey.PowerShell contributors'
    CompanyName          = 'SecurityMonkey.PowerShell contributors'
    Copyright            = 'SecurityMonkey.PowerShell contributors'
    Description          = 'Watches AWS, Azure and GitHub accounts: records every configuration and its changes, audits them with rules that are data, and keeps issues with their history. Needs no server.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('SecurityMonkey.PowerShell.Format.ps1xml')
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    CmdletsToExport      = @(
        'Add-SMAccount'
        'Add-SMNetwork'
        'Approve-SMIssue'
        'Compare-SMRevision'
        'Connect-SMStore'
        'Disable-SMAccount'
        'Disconnect-SMStore'
        'Enable-SMAccount'
        'Get-SMAccount'
        'Get-SMAccountType'
        'Get-SMBaseline'
        'Get-SMChange'
        'Get-SMCoverage'
        'Get-SMIssue'
        'Get-SMIssueEvent'
        'Get-SMItem'
        'Get-SMItemType'
        'Get-SMNetwork'
        'Get-SMPlugin'
        'Get-SMRevision'
        'Get-SMRule'
        'Get-SMRun'
        'Get-SMStore'
        'Import-SMAccount'
        'Import-SMNetwork'
        'Import-SMPlugin'
        'Invoke-SMAudit'
        'Invoke-SMWatcher'
        'New-SMAccessPolicy'
        'New-SMRule'
        'Register-SMAuditor'
        'Register-SMWatcher'
        'Remove-SMAccount'
        'Remove-SMNetwork'
        'Revoke-SMIssueApproval'
        'Set-SMAccount'
        'Set-SMBaseline'
        'Set-SMRule'
        'Test-SMAccount'
        'Test-SMRule'
        'Test-SMStore'
    )
    PrivateData          = @{
        PSData = @{
            Tags = @('Security', 'Audit', 'Compliance', 'AWS', 'Azure', 'GitHub', 'SecurityMonkey', 'CloudSecurity')
        }
    }
}
