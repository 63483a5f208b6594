<#
.SYNOPSIS
Runs all tests: the units, and the Pester files in a stock Pester.
.DESCRIPTION
Ends with a line "N passed, N failed" and with exit code 1 where something failed. What did not run has failed: a file
that can not be read or holds no test, a block that did not get to its tests, tests whose program is not installed.
#>
[CmdletBinding()]
param(
    # Only the Pester files whose names match, such as 'Send-*'; the units are left out then.
    [string] $Filter = '*',

    # One of the versions in Directory.Packages.props; the first of them where none is given.
    [string] $PesterVersion,

    # Leaves out the tests that talk to a program that is not installed.
    [switch] $SkipPeer,

    # The Pester files of this folder alone; nothing is built then, and the units are left out.
    [string] $Path
)

. (Join-Path $PSScriptRoot 'Common.ps1')
'Peers', 'Units', 'Pester', 'Judge' | ForEach-Object { . (Join-Path $PSScriptRoot 'Test' "$_.ps1") }

# The longest, so that none of them begins when all others are done.
$long = 'Durability', 'Secrets', 'TestTask', 'Module', 'RealBroker', 'Restart-IotEmulator', 'Set-IotEmulatorFault'

$unitJob = $null
$missing = @()
if (-not $Path) {
    $Path = Join-Path $Root 'tests' 'Pester'
    Build-Module
    $missing = @(Install-Peer)
    if ($Filter -eq '*') {
        $unitJob = Start-Unit
    }
}

$files = @(Get-ChildItem -LiteralPath $Path -Filter "$Filter.Tests.ps1" |
        Sort-Object { $_.Name -replace '\.Tests\.ps1$' -notin $long }, Name | ForEach-Object FullName)
$report = if ($files) { Invoke-PesterFile (Get-PesterManifest $PesterVersion) $files $missing }
$units = $unitJob ? (Receive-Unit $unitJob) : [pscustomobject]@{ Passed = 0; Failed = 0; Skipped = 0 }
$omissions = @(Find-Omission $files $report $missing -SkipPeer:$SkipPeer)
$omissions | Write-Warning

$pester = $report ?? [pscustomobject]@{ Passed = 0; Failed = 0; Skipped = 0; NotRun = 0 }
$passed = $units.Passed + $pester.Passed
$pester.Failed += $omissions.Count
$failed = $units.Failed + $pester.Failed
$skipped = $units.Skipped + $pester.Skipped + $pester.NotRun
Write-Host "Units: $($units.Passed) passed, $($units.Failed) failed. Pester: $($pester.Passed) passed, $($pester.Failed) failed."
Write-Host "$passed passed, $failed failed$(if ($skipped) { ", $skipped skipped" })"
exit [int]($failed -gt 0)
