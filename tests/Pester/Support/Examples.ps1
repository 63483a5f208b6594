# The examples of the help.

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

# Runs one statement and emits its output, errors included, as text.
function Invoke-Session([powershell] $Shell, [string] $Script, [int] $Width = 80) {
    $Shell.Commands.Clear()
    $Shell.Streams.ClearStreams()
    $null = $Shell.AddScript($Script)
    $Shell.Commands.Commands[0].MergeMyResults('Error', 'Output')
    $null = $Shell.AddCommand('Out-String').AddParameter('Width', $Width)
    try {
        -join $Shell.Invoke()
    }
    catch [System.Management.Automation.RuntimeException] {
        $Shell.Commands.Clear()
        $null = $Shell.AddCommand('Out-String').AddParameter('InputObject', $_.Exception.InnerException.ErrorRecord)
        -join $Shell.AddParameter('Width', $Width).Invoke()
    }
}

# Runs a block of code as a prompt does, one statement after the other, and emits what that shows.
function Invoke-Example([powershell] $Shell, [string] $Code, [int] $Width = 80) {
    $block = [System.Management.Automation.Language.Parser]::ParseInput($Code, [ref]$null, [ref]$null)
    $shown = foreach ($statement in $block.EndBlock.Statements) {
        $text = Invoke-Session $Shell $statement.Extent.Text $Width
        $Shell.Streams.Verbose | ForEach-Object { "VERBOSE: $_" }
        $Shell.Streams.Warning | ForEach-Object { "WARNING: $_" }
        if ($text.Trim()) {
            ($text -split '\r?\n' | ForEach-Object TrimEnd) -join "`n" -replace '^\n+|\n+$'
        }
    }
    $shown -join "`n"
}

# Text without what is another in each run: times, ports, ids, how long something took, and the widths that follow. Nor with
# white space, as PowerShell breaks the lines of a cell between words in some languages only.
function ConvertTo-StableText([string] $Text) {
    if ($Text -match '^[*\s]*Id ') {
        $Text = $Text -replace '(?m)^([* ]*)\d+(?= )', '$1<id>'
    }

    $Text -replace '\d\d:\d\d:\d\d(\.\d+)?', '<time>' -replace '127\.0\.0\.1:\d+', '127.0.0.1:<port>' `
        -replace 'localhost:\d+', 'localhost:<port>' -replace '(?<=\s)\d+[.,]\d(?=\s)', '<ms>' `
        -replace '\d{13,19}', '<id>' -replace 'emulator-\d+', 'emulator-<id>' -replace '-{2,}', '---' `
        -replace '\s+'
}
