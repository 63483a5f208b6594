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

# Text without what is another in each run: times, ports, ids, how long something took, and the widths that follow.
function ConvertTo-StableText([string] $Text) {
    if ($Text -match '^\s*Id ') {
        $Text = $Text -replace '(?m)^ *\d+(?= )', '<id>'
    }

    $Text -replace '\d\d:\d\d:\d\d(\.\d+)?', '<time>' -replace '127\.0\.0\.1:\d+', '127.0.0.1:<port>' `
        -replace 'localhost:\d+', 'localhost:<port>' -replace '(?<=\s)\d+[.,]\d(?=\s)', '<ms>' `
        -replace '\d{13,19}', '<id>' -replace '-{2,}', '---' -replace '[ \t]+', ' ' -replace ' ?\n ?', "`n" `
        -replace '^\s+|\s+$'
}
