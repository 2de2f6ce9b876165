<#
.SYNOPSIS
    The whole job in one script: two days of an imaginary company, recorded, compared and audited.
.DESCRIPTION
    Works in a store of its own in a temporary folder, so that your own store is left alone. Uses core cmdlets and .NET calls only,
    so that it also runs where PowerShell is hosted without its other modules.
#>
$ErrorActionPreference = 'Stop'

function Show([string] $Text, [string] $Command) {
    "`n== $Text" | Out-Host
    "PS> $Command`n" | Out-Host
    & ([scriptblock]::Create($Command)) | Out-Host
}

$folder = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), 'SecurityMonkey-demo')
if ([System.IO.Directory]::Exists($folder)) {
    [System.IO.Directory]::Delete($folder, $true)
}

$null = [System.IO.Directory]::CreateDirectory($folder)
$examples = $PSScriptRoot
Import-Module ([System.IO.Path]::Combine([System.IO.Path]::GetDirectoryName($PSScriptRoot), 'SecurityMonkey.PowerShell.psd1')) -Force
$null = Connect-SMStore -Path ([System.IO.Path]::Combine($folder, 'demo.db'))

Show 'An account: here a folder of documents, as the aws, az and gh command line tools write them' `
    "Add-SMAccount -Type Export -Name contoso -Path '$examples/monday'"
Show 'Monday: everything is new, and is audited as it is collected' `
    'Invoke-SMWatcher | Invoke-SMAudit'

Show 'Tuesday: the same account a day later' `
    "Set-SMAccount -Name contoso -Path '$examples/tuesday'"
Show 'What was collected, compared with Monday' `
    'Invoke-SMWatcher'
Show 'What changed, path by path (order without meaning, counters and etags are not changes; secrets are masked, but that they changed shows)' `
    'Get-SMChange -Kind Changed, Deleted'
Show 'What that means' `
    'Invoke-SMAudit'
Show 'The issues, the highest score first' `
    'Get-SMIssue -MinScore 5'

Show 'An issue is accepted, with a reason and until when' `
    "Get-SMIssue -Rule SM-AWS-EC2-002 | Approve-SMIssue -Reason 'The planning server moves behind the VPN' -Ticket OPS-117 -Until 90d -PassThru"
Show 'When was what last collected completely?' `
    'Get-SMRun -Latest -Kind Watch'

$csv = [System.IO.Path]::Combine($folder, 'issues.csv')
if (Get-Command Export-Csv -ErrorAction Ignore) {
    Show 'Out to a spreadsheet' "Get-SMIssue -MinScore 5 | Export-Csv '$csv'"
}
else {
    # What Export-Csv does, for hosts that do not have it.
    "`n== Out to a spreadsheet`nPS> Get-SMIssue -MinScore 5 | Export-Csv '$csv'`n" | Out-Host
    $quote = { '"' + ([string] $_).Replace('"', '""') + '"' }
    $issues = @(Get-SMIssue -MinScore 5)
    $lines = @(, (@($issues[0].PSObject.Properties.Name | ForEach-Object $quote) -join ','))
    $lines += @($issues | ForEach-Object { @($_.PSObject.Properties.Value | ForEach-Object $quote) -join ',' })
    [System.IO.File]::WriteAllLines($csv, [string[]] $lines)
}

[System.IO.File]::ReadAllLines($csv)[0..2] | ForEach-Object { $_.Substring(0, [System.Math]::Min(150, $_.Length)) + ' ...' } | Out-Host
"`nStore and CSV are in $folder. Next: Get-Help about_SecurityMonkey`n" | Out-Host
Disconnect-SMStore
