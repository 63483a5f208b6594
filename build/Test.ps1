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

    # The Pester files alone, against the module that is packed first and installed from its package.
    [switch] $Package,

    # The same against a package that is there already.
    [string] $PackagePath,

    # The Pester files of this folder alone; nothing is built then, and the units are left out.
    [string] $Path
)

. (Join-Path $PSScriptRoot 'Common.ps1')
'Peers', 'Npm', 'Units', 'Package', 'Pester', 'Judge' | ForEach-Object {
    . (Join-Path $PSScriptRoot 'Test' "$_.ps1")
}

if ($Package) {
    $PackagePath = New-ModulePackage
}

$installed = if ($PackagePath) { Install-ModulePackage $PackagePath }
$unitJob = $null
$missing = @()
if (-not $Path) {
    $Path = Join-Path $Root 'tests' 'Pester'
    $missing = @(Install-Peer)
    if ('Node' -notin $missing) {
        Install-NpmPackage
    }

    if (-not $installed) {
        Build-Module
        if ($Filter -eq '*') {
            $unitJob = Start-Unit
        }
    }
}

$files = @(Get-ChildItem -LiteralPath $Path -Filter "$Filter.Tests.ps1" | ForEach-Object FullName)
$reports = @(if ($files) { Invoke-PesterFile (Get-PesterManifest $PesterVersion) $files $missing $installed })
$omissions = @(Find-Omission $files $reports $missing -SkipPeer:$SkipPeer)
$omissions | Write-Warning
$pester = [pscustomobject]@{
    Passed  = Measure-Count $reports 'Passed'
    Failed  = (Measure-Count $reports 'Failed') + $omissions.Count
    Skipped = (Measure-Count $reports 'Skipped') + (Measure-Count $reports 'NotRun')
}
$units = $unitJob ? (Receive-Unit $unitJob) : [pscustomobject]@{ Passed = 0; Failed = 0; Skipped = 0 }

$passed = $units.Passed + $pester.Passed
$failed = $units.Failed + $pester.Failed
$skipped = $units.Skipped + $pester.Skipped
Write-Host "Units: $($units.Passed) passed, $($units.Failed) failed. Pester: $($pester.Passed) passed, $($pester.Failed) failed."
Write-Host "$passed passed, $failed failed$(if ($skipped) { ", $skipped skipped" })"
exit [int]($failed -gt 0)
