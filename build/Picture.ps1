<#
.SYNOPSIS
Draws the pictures of the READMEs.
.DESCRIPTION
For docs/session.svg it runs the first lines that the READMEs show, and puts into it what a console of 80 columns shows.
The reports of a client, in docs/judge, each get a picture beside them.
#>
[CmdletBinding()]
param(
    # How many of the blocks of code in README.md.
    [ValidateRange(1, 20)]
    [int] $Blocks = 3
)

. (Join-Path $PSScriptRoot 'Common.ps1')
. (Join-Path $Root 'tests' 'Pester' 'Support' 'Examples.ps1')

# Of a monospaced font of 14 pixels.
$columnWidth = 8.43
$lineHeight = 19

# Emits a line of the picture: text from a column on, the prompt in a colour of its own.
function New-TextLine([string] $Text, [int] $Row, [string] $Prompt = '') {
    $y = 30 + $Row * $lineHeight
    $mark = $Prompt ? "<tspan class=""prompt"">$Prompt </tspan>" : ''
    $class = $Prompt ? 'code' : 'shown'
    "<text x=""16"" y=""$y"" class=""$class"">$mark$([System.Security.SecurityElement]::Escape($Text))</text>"
}

Build-Module
$shell = [powershell]::Create()
try {
    $null = Invoke-Session $shell "Import-Module '$Manifest'; `$PSStyle.OutputRendering = 'PlainText'"
    $lines = foreach ($example in Get-HelpExample (Join-Path $Root 'README.md') | Select-Object -First $Blocks) {
        $code = [System.Management.Automation.Language.Parser]::ParseInput($example.Code, [ref]$null, [ref]$null)
        foreach ($statement in $code.EndBlock.Statements) {
            @{ Text = $statement.Extent.Text; Prompt = 'PS&gt;' }
            $shown = Invoke-Example $shell $statement.Extent.Text
            if ($shown) {
                "`n$shown`n" -split "`n" | ForEach-Object { @{ Text = $_; Prompt = '' } }
            }
        }
    }
}
finally {
    $null = Invoke-Session $shell 'Disconnect-IotMqtt -All; Stop-IotEmulator'
    $shell.Dispose()
}

$row = 0
$texts = foreach ($line in $lines) {
    if ($line.Text) {
        New-TextLine $line.Text $row $line.Prompt
    }

    $row++
}
$longest = ($lines | ForEach-Object { $_.Text.Length + ($_.Prompt ? 4 : 0) } | Measure-Object -Maximum).Maximum
$width = [int](32 + $longest * $columnWidth)
$height = 40 + $row * $lineHeight
@(
    "<svg xmlns=""http://www.w3.org/2000/svg"" width=""$width"" height=""$height"" viewBox=""0 0 $width $height"">"
    '<title>A session: a device connects to the emulator, sends, and receives.</title>'
    '<style>text { font: 14px Consolas, Menlo, "DejaVu Sans Mono", monospace; white-space: pre; }'
    '.code { fill: #f2f2f2; } .shown { fill: #b8c4d0; } .prompt { fill: #6cb6ff; }</style>'
    "<rect width=""$width"" height=""$height"" rx=""8"" fill=""#14202e""/>"
    $texts
    '</svg>'
) | Set-Content (Join-Path $Root 'docs' 'session.svg')
Write-Host "Drawn: $(Join-Path $Root 'docs' 'session.svg')"

$reports = Get-Item (Join-Path $Root 'docs' 'judge' 'mqttjs.*.html')
& (Join-Path $PSScriptRoot 'Picture' 'Report.ps1') -Path $reports.FullName
exit 0
