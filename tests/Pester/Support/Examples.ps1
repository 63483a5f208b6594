# The examples of the help, run as at a prompt of 80 columns. Dot-sourced after Common.ps1.

# Emits each block of code of a page: Title (of the example), Code, and Output as the page shows it, or $null where it
# shows none.
function Get-HelpExample([string] $Path) {
    $title = $null
    $example = $null
    $lines = $null
    foreach ($line in Get-Content -LiteralPath $Path) {
        if ($null -ne $lines) {
            if ($line -ne '```') {
                $lines.Add($line)
                continue
            }
            if ($kind -eq 'powershell') {
                if ($example) { $example }
                $example = [pscustomobject]@{ Title = $title; Code = $lines -join "`n"; Output = $null }
            }
            elseif ($kind -eq 'Output') {
                $example.Output = $lines -join "`n"
            }
            $lines = $null
        }
        elseif ($line -match '^```(\S*)$') {
            $kind = $Matches[1]
            $lines = [System.Collections.Generic.List[string]]::new()
        }
        elseif ($line -match '^#+ (.+)$') {
            $title = $Matches[1]
        }
    }

    $example
}

# A session in which examples run, with the module and in that folder. The caller disposes of it.
function New-ExampleShell([string] $Folder) {
    $shell = New-Shell
    Invoke-InShell $shell {
        Import-Module $args[0]
        Set-Location $args[1]
        $PSStyle.OutputRendering = 'PlainText'
    } $Folder
    $shell
}

# Runs a block statement by statement, and emits what a console would show.
function Invoke-Example([powershell] $Shell, [string] $Code) {
    $script = [System.Management.Automation.Language.Parser]::ParseInput($Code, [ref]$null, [ref]$null)
    $shown = foreach ($statement in $script.EndBlock.Statements) {
        Invoke-ExampleStatement $Shell $statement.Extent.Text
    }
    $shown -join "`n"
}

function Invoke-ExampleStatement([powershell] $Shell, [string] $Statement) {
    $Shell.Commands.Clear()
    $Shell.Streams.ClearStreams()
    $null = $Shell.AddScript($Statement)
    $Shell.Commands.Commands[0].MergeMyResults('Error', 'Output')
    $null = $Shell.AddCommand('Out-String').AddParameter('Width', 80)
    try {
        $text = $Shell.Invoke() -join ''
    }
    catch {
        $record = $_.Exception.InnerException.ErrorRecord
        $Shell.Commands.Clear()
        $text = $Shell.AddCommand('Out-String').AddParameter('InputObject', $record).AddParameter('Width', 80).Invoke() -join ''
    }

    $Shell.Streams.Verbose | ForEach-Object { "VERBOSE: $_" }
    $Shell.Streams.Warning | ForEach-Object { "WARNING: $_" }
    if ($text.Trim()) {
        ($text -split '\r?\n' | ForEach-Object TrimEnd) -join "`n" -replace '^\n+' -replace '\n+$'
    }
}

# Text without what is another in each run: times, ports, ids, how long something took, and the widths that follow.
function ConvertTo-StableText([string] $Text) {
    $Text -replace '\d\d:\d\d:\d\d(\.\d+)?', '<time>' -replace '127\.0\.0\.1:\d+', '127.0.0.1:<port>' `
        -replace '(?<=\s)\d+[.,]\d(?=\s)', '<ms>' -replace '\d{13,19}', '<id>' -replace '-{3,}', '---' `
        -replace '[ \t]+', ' ' -replace ' ?\n ?', "`n" -replace '^\s+|\s+$'
}
