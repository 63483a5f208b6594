<#
.SYNOPSIS
Draws a report of Test-IotDevice: who was judged, how many checks passed, those that did not, and what happened.
.DESCRIPTION
Takes reports that examples/judge/judge-clients.ps1 wrote, and puts a picture of each beside it.
#>
[CmdletBinding()]
param([Parameter(Mandatory)] [string[]] $Path)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$width = 900
$tones = @{ failed = '#b3261e'; warned = '#a15c00'; passed = '#1b6e3c'; unseen = '#6b7280' }

# Escaped, and cut off where a line of 12 pixels is full: a Chinese character is twice as wide as a Latin one.
function Format-Text([string] $Text, [int] $Columns = 126) {
    $end = 0
    for ($used = 0; $end -lt $Text.Length -and $used -lt $Columns; $end++) {
        $used += $Text[$end] -ge '⺀' ? 2 : 1
    }
    [System.Security.SecurityElement]::Escape($Text.Substring(0, $end) + ($end -lt $Text.Length ? '…' : ''))
}

function New-Heading($Header) {
    $said = @($Header.dl.dd)
    $right = $width - 24
    "<text x=""24"" y=""42"" class=""title"">$(Format-Text "$($Header.h1) · $($said[0])")</text>"
    "<text x=""$right"" y=""42"" text-anchor=""end"" class=""soft"">$(Format-Text "$($said[2]) · $($said[4])")</text>"
}

function New-Tile($Tile, [int] $Number) {
    $x = 24 + 216 * $Number
    $tone = $tones[$Tile.class]
    "<rect x=""$x"" y=""60"" width=""204"" height=""54"" fill=""#f5f7fa""/>"
    "<rect x=""$x"" y=""60"" width=""204"" height=""4"" fill=""$tone""/>"
    "<text x=""$($x + 102)"" y=""98"" text-anchor=""middle""><tspan class=""count"">$($Tile.b)</tspan> $(Format-Text $Tile.span)</text>"
}

# A check that was not passed: its rule, and what was seen first.
function New-Finding($Check, $Article, [int] $Y) {
    $tone = $tones[$Check.class]
    $rule = Format-Text $Check.LastChild.Value.Trim()
    "<rect x=""24"" y=""$($Y - 16)"" width=""4"" height=""40"" fill=""$tone""/>"
    "<text x=""38"" y=""$Y""><tspan class=""name"" fill=""$tone"">$($Check.a.InnerText)</tspan> $rule</text>"
    "<text x=""38"" y=""$($Y + 19)"" class=""soft"">$(Format-Text @($Article.ul.li)[0])</text>"
}

foreach ($file in $Path) {
    [xml] $report = (Get-Content -LiteralPath $file -Raw) -replace '^<!DOCTYPE html>'
    $main = $report.html.body.main
    $summary, $happened = $main.section[0, 1]
    $parts = [System.Collections.Generic.List[string]]@(New-Heading $main.header)
    $tiles = @($summary.ul)[0].li
    0..($tiles.Count - 1) | ForEach-Object { New-Tile $tiles[$_] $_ } | ForEach-Object { $parts.Add($_) }

    $y = 142
    foreach ($check in $summary.ul | Where-Object class -EQ 'bad' | ForEach-Object li) {
        $article = $report.SelectSingleNode("//article[@id='$($check.a.InnerText)']")
        New-Finding $check $article $y | ForEach-Object { $parts.Add($_) }
        $y += 54
    }

    $timeline = $happened.div.svg
    # They are for a pointer, which an image does not get.
    $timeline.SelectNodes('.//title') | ForEach-Object { $null = $_.ParentNode.RemoveChild($_) }
    $lines = [int]($timeline.viewBox -split ' ')[3]
    $parts.Add("<svg x=""16"" y=""$y"" width=""$($width - 32)"" height=""$lines"" viewBox=""$($timeline.viewBox)"">$($timeline.InnerXml)</svg>")

    $height = $y + $lines + 10
    $picture = [System.IO.Path]::ChangeExtension($file, 'svg')
    @(
        "<svg xmlns=""http://www.w3.org/2000/svg"" width=""$width"" height=""$height"" viewBox=""0 0 $width $height"">"
        "<title>$(Format-Text $report.html.head.title)</title>"
        '<style>text { font: 13px system-ui, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; fill: #1f2933; }'
        '.title { font-size: 22px; font-weight: 600; } .count { font-size: 24px; font-weight: 600; } .name { font-weight: 600; }'
        '.soft { fill: #6b7280; font-size: 12px; } svg svg text { font-size: 11px; }</style>'
        "<rect width=""$width"" height=""$height"" rx=""8"" fill=""#ffffff"" stroke=""#d9dee5""/>"
        $parts
        '</svg>'
    ) | Set-Content $picture
    Write-Host "Drawn: $picture"
}
