<#
.SYNOPSIS
Measures one row, or one point of a chart, in this process, and writes the result to a file as JSON.
.DESCRIPTION
Ours and its peer run in turn, in changing order, after a warm-up of both. A run that fails has no figure.
#>
param([string] $Name, [string] $Options, [string] $Output)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
foreach ($option in (Get-Content $Options -Raw | ConvertFrom-Json -AsHashtable).GetEnumerator()) {
    Set-Variable $option.Key $option.Value
}

Add-Type -Path $BenchLibrary
Import-Module $Manifest
. (Join-Path $PSScriptRoot 'Harness.ps1')

# A point of a chart may be over so soon that five runs of it compile nothing for good.
$warm = [timespan]::FromSeconds($At ? 5 : 2)
$most = $At ? [int]::MaxValue : 5
$notes = [System.Collections.Generic.List[string]]::new()
$series = @{ Ours = @(); Theirs = @() }

# Emits the values of one run; a failure is noted.
function Invoke-Side([string] $Side, [string] $When) {
    if ($When -ne 'warm-up') {
        [GC]::Collect()
        [GC]::WaitForPendingFinalizers()
    }

    try {
        , [double[]] @(. $row.$Side)
    }
    catch {
        $notes.Add("$($Side.ToLowerInvariant()), ${When}: $($_.Exception.GetBaseException().Message)")
    }
}

# What runs often is compiled for good in here.
function Invoke-WarmUp([string] $Side) {
    $started = [System.Diagnostics.Stopwatch]::StartNew()
    for ($i = 0; $i -lt $most -and $started.Elapsed -lt $warm -and $notes.Count -eq 0; $i++) {
        $null = Invoke-Side $Side 'warm-up'
    }
}

function Complete-Process($Result) {
    $Result | ConvertTo-Json -Depth 4 | Set-Content $Output
    $Children | ForEach-Object Dispose
    # What still runs in the row's connections has nothing more to say.
    [System.Environment]::Exit(0)
}

if ($At) {
    $growth = $GrowthRows | Where-Object Name -EQ $Name
    $row = @{ Ours = $growth.Measure }
    try {
        $null = . $growth.Prepare
        Invoke-WarmUp Ours
        $rates = foreach ($round in 1..$Rounds) { (Invoke-Side Ours "round $round") }
        $memory = [System.Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 / 1MB
        Complete-Process @{ Rate = $rates ? (Get-Quantile $rates) : $null; Memory = $memory; Note = $notes -join '; ' }
    }
    catch {
        Complete-Process @{ Note = $_.Exception.GetBaseException().Message }
    }
}

$row = $Rows | Where-Object Name -EQ $Name
foreach ($variable in $row.With.GetEnumerator()) {
    Set-Variable $variable.Key $variable.Value
}

try {
    $null = . $row.Prepare
    foreach ($side in $row.Fresh ? @() : 'Ours', 'Theirs') {
        Invoke-WarmUp $side
    }

    foreach ($round in 1..$Rounds) {
        foreach ($side in $round % 2 ? ('Ours', 'Theirs') : ('Theirs', 'Ours')) {
            if ($result = Invoke-Side $side "round $round") {
                $series.$side += , $result
            }
        }
    }
}
catch {
    $notes.Add($_.Exception.GetBaseException().Message)
}

$figures = for ($i = 0; $i -lt $row.Figure.Count; $i++) {
    @{ Ours = @($series.Ours | ForEach-Object { $_[$i] }); Theirs = @($series.Theirs | ForEach-Object { $_[$i] }) }
}

Complete-Process @{ Figures = @($figures); Note = $notes -join '; ' }
