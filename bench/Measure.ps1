<#
.SYNOPSIS
Runs the rows, or what the charts show, each in a process of its own, and writes the reports.
.DESCRIPTION
A row whose process fails or takes too long has no figure, and the others go on.
#>
param(
    [string] $Root,
    [int] $Rounds,
    [string] $Row,
    [switch] $Quick,
    [switch] $Growth,
    [string] $Before,
    [string[]] $PowerShell
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$Manifest = Join-Path $Root 'AliyunIotWs.psd1'
$binaries = Join-Path $PSScriptRoot 'bin' 'Release' 'net8.0'
$BenchLibrary = Join-Path $binaries 'Bench.dll'
$BenchProgram = Join-Path $binaries ($IsWindows ? 'Bench.exe' : 'Bench')
$Program = @{
    before      = $Before
    emptyModule = Join-Path $PSScriptRoot 'EmptyModule' 'bin' 'Release' 'net8.0' 'EmptyModule.dll'
    mqttJs      = (Test-Path (Join-Path $Root 'tests' 'Clients' 'node_modules' 'mqtt')) ? (Join-Path $PSScriptRoot 'Peers' 'mqttjs-peer.mjs') : ''
}
# Debian keeps servers in folders that are not in everybody's PATH.
$env:PATH += ':/usr/sbin:/usr/local/sbin'
'mosquitto', 'mosquitto_pub', 'mosquitto_sub', 'mosquitto_rr', 'node', 'sh' | ForEach-Object {
    $Program[$_] = (Get-Command $_ -CommandType Application -ErrorAction Ignore | Select-Object -First 1)?.Source
}

. (Join-Path $PSScriptRoot 'Harness' 'Harness.ps1')
. (Join-Path $PSScriptRoot 'Harness' 'Reports.ps1')

$folder = Join-Path $Root (($Quick -or $Row -ne '*') ? 'artifacts/bench' : 'bench')
$null = New-Item $folder -ItemType Directory -Force
$options, $output = (New-TemporaryFile).FullName, (New-TemporaryFile).FullName

# Emits what the process of a row, or of a point of a chart, wrote, or else why it did not.
function Invoke-Row([string] $Name, [double] $At) {
    @{
        Manifest = $Manifest; Rounds = $Rounds; Quick = [bool] $Quick; At = $At; Program = $Program; PowerShell = $PowerShell
        BenchLibrary = $BenchLibrary; BenchProgram = $BenchProgram
    } | ConvertTo-Json | Set-Content $options
    Clear-Content $output
    $command = $PowerShell + '-NoProfile', '-NonInteractive', '-File', (Join-Path $PSScriptRoot 'Harness' 'Measure-Row.ps1'), $Name, $options, $output
    $process = [System.Diagnostics.Process]::Start($command[0], [string[]] ($command | Select-Object -Skip 1))
    if (-not $process.WaitForExit([timespan]::FromMinutes(4))) {
        $process.Kill($true)
        return @{ Figures = @(); Note = 'it took more than 4 minutes' }
    }
    (Get-Content $output -Raw | ConvertFrom-Json -AsHashtable) ?? @{ Figures = @(); Note = "its process ended with $($process.ExitCode)" }
}

if ($Growth) {
    $growths = foreach ($each in $GrowthRows | Where-Object Name -Like $Row) {
        Write-Host $each.Name
        $points = foreach ($at in $each.Over) {
            $measured = Invoke-Row $each.Name $at
            $point = @{ At = $at; Rate = $measured['Rate']; Memory = $measured['Memory']; Note = $measured.Note }
            Write-Host ('{0,12:N0} {1:N0} {2}, {3:N0} MiB {4}' -f $at, $point.Rate, $each.Unit, $point.Memory, $point.Note)
            $point
        }
        [pscustomobject]@{ Name = $each.Name; Unit = $each.Unit; Why = $each.Why; Points = @($points) }
    }
    Write-Growth @($growths) $folder
}
else {
    $results = foreach ($each in $Rows | Where-Object Name -Like $Row) {
        $missing = $each.Needs | Where-Object { -not $Program[$_] }
        $measured = $missing ? @{ Figures = @(); Note = "not here: $($missing -join ', ')" } : (Invoke-Row $each.Name 0)
        for ($i = 0; $i -lt $each.Figure.Count; $i++) {
            $values = $measured.Figures ? $measured.Figures[$i] : @{ Ours = @(); Theirs = @() }
            $result = Get-Result $each $i $values.Ours $values.Theirs $measured.Note
            Write-Host ("{0,9} (target {1}, {2}) {3}: {4}, peer {5} {6}" -f
                $result.Ratio, $result.Target, $result.Reached, $result.Row, $result.Ours, $result.Theirs, $result.Unit)
            $result
        }
        if ($measured.Note) {
            Write-Host "          note: $($measured.Note)"
        }
    }
    Write-Page @($results) $folder
}

Remove-Item $options, $output
Write-Host "Written: $folder"
