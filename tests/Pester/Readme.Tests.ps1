#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.3.0' }

# The README's tour and its rule, block by block, in one session: what it says comes out does come out, among other things, in whatever
# order, and with other numbers where rules were added.
BeforeDiscovery {
    $sections = (Get-Content (Join-Path $PSScriptRoot '../../README.md') -Raw) -split '(?m)^## ' -match '^(Five minutes|Add a rule)'
    $text = -join $sections
    $blocks = [regex]::Matches($text, '(?ms)^```(?<language>powershell|output|yaml)\r?\n(?<code>.*?)^```')
    $steps = for ($index = 0; $index -lt $blocks.Count; $index++) {
        $block = $blocks[$index]
        $next = if ($index + 1 -lt $blocks.Count) { $blocks[$index + 1] }
        if ($block.Groups['language'].Value -ne 'output') {
            @{
                Number   = $index + 1
                Language = $block.Groups['language'].Value
                Code     = $block.Groups['code'].Value
                Output   = if ($next -and $next.Groups['language'].Value -eq 'output') { $next.Groups['code'].Value }
            }
        }
    }
}

BeforeAll {
    $manifest = Join-Path $PSScriptRoot '../../out/module/SecurityMonkey.PowerShell/SecurityMonkey.PowerShell.psd1' -Resolve
    $rulePaths = $env:SECURITYMONKEY_RULES
    $session = [powershell]::Create([initialsessionstate]::CreateDefault2())

    # As in a console: each statement is shown for itself.
    function Invoke-Statement([string] $Code) {
        $statements = [System.Management.Automation.Language.Parser]::ParseInput($Code, [ref] $null, [ref] $null).EndBlock.Statements
        foreach ($statement in $statements.Extent.Text) {
            $session.Commands.Clear()
            $session.AddScript($statement).AddCommand('Out-String').AddParameter('Width', 109).Invoke()
            $session.Streams.Error | Should -BeNullOrEmpty -Because $statement
        }
    }

    # Without what differs from run to run: times, masks, ids and counts, and the widths of columns, which depend on them.
    function Get-Line([string] $Text) {
        $Text -replace '\e\[[0-9;]*m' -replace 'masked:[0-9a-f]{16}', 'masked' -replace '\d+', '#' -replace '-{2,}', '--' -split '\r?\n' |
            ForEach-Object { $_.Trim() -replace ' +', ' ' } | Where-Object { $_ }
    }

    # What a reader has in his home.
    $scripts = New-Item (Join-Path $TestDrive scripts) -ItemType Directory
    Set-Content (Join-Path $scripts backup.ps1) "`$password = 'not a real one'"

    $null = Invoke-Statement "Set-Location '$TestDrive'; Import-Module '$manifest'"
}

AfterAll {
    $null = Invoke-Statement 'Disconnect-SMStore'
    $session.Dispose()
    $env:SECURITYMONKEY_RULES = $rulePaths
}

Describe 'The README' {
    It 'block <Number>: <Language> with the output that it shows' -ForEach $steps {
        if ($Language -eq 'yaml') {
            $folder, $file = if ($Code -match 'kind: Watcher') { 'watchers', 'documents.yaml' } else { 'rules', 'free-volumes.yaml' }
            $null = New-Item (Join-Path $TestDrive $folder) -ItemType Directory
            Set-Content (Join-Path $TestDrive $folder $file) $Code
            return
        }

        $actual = Get-Line (@(Invoke-Statement $Code.Replace('$HOME/scripts', $scripts)) -join "`n")
        Get-Line $Output | Where-Object { $_ -notin $actual } | Should -BeNullOrEmpty -Because 'the README shows it'
    }
}
