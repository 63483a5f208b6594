param([string] $Root, [string] $Filter = '*')

# The programs that some tests talk to, and the tag of those tests.
$peers = [ordered]@{ mosquitto = 'Mosquitto'; tinyproxy = 'TinyProxy' }

# Elsewhere than on Debian or Ubuntu the missing are named, and their tests count as skipped.
function Install-Peer([string[]] $Names) {
    $packages = @($Names)
    if ('mosquitto' -in $Names) {
        $packages += 'mosquitto-clients'
    }

    Install-Package $packages
}

function Import-Pester {
    $range = @{ Name = 'Pester'; MinimumVersion = '5.5.0'; MaximumVersion = '5.99.999' }
    try {
        Import-Module @range
    }
    catch [System.IO.FileNotFoundException] {
        Write-Host 'Pester 5 is taken from the PowerShell Gallery.'
        Install-PSResource -Name Pester -Version '[5.5.0,6.0.0)' -Scope CurrentUser -TrustRepository
        Import-Module @range
    }
}

# Runs the unit tests in a process of their own and reads the counts from their report.
function Invoke-Unit {
    $report = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), "units-$([guid]::NewGuid()).xml")
    & dotnet run --project ([System.IO.Path]::Combine($Root, 'tests', 'Units')) --configuration Release `
        --verbosity quiet -- -noLogo -noColor -result-xml $report | Out-Host
    if (-not [System.IO.File]::Exists($report)) {
        Write-Warning "The unit tests did not run (exit code $LASTEXITCODE)."
        return [pscustomobject]@{ Passed = 0; Failed = 1; Skipped = 0 }
    }

    $assembly = ([xml][System.IO.File]::ReadAllText($report)).assemblies.assembly
    [System.IO.File]::Delete($report)
    [pscustomobject]@{
        Passed  = [int]$assembly.passed
        Failed  = [int]$assembly.failed + [int]$assembly.errors
        Skipped = [int]$assembly.skipped
    }
}

Build-Module $Root
$missing = @($peers.Keys.Where({ -not (Test-Program $_) }))
if ($missing) {
    Install-Peer $missing
    $missing = @($peers.Keys.Where({ -not (Test-Program $_) }))
}

foreach ($name in $missing) {
    Write-Warning "$name is not installed; the tests tagged $($peers[$name]) are skipped."
}

$units = [pscustomobject]@{ Passed = 0; Failed = 0; Skipped = 0 }
if ($Filter -eq '*') {
    $units = Invoke-Unit
}

# The tests would inherit both, and are written for a session as a user has it.
Set-StrictMode -Off
$ErrorActionPreference = 'Continue'
Import-Pester
$files = [System.IO.Directory]::GetFiles([System.IO.Path]::Combine($Root, 'tests', 'Pester'), "$Filter.Tests.ps1")
[array]::Sort($files)
$arguments = @{ Path = $files; PassThru = $true; Output = 'Normal' }
if ($missing) {
    $arguments.ExcludeTagFilter = @($missing.ForEach({ $peers[$_] }))
}

$pester = Invoke-Pester @arguments

$passed = $units.Passed + $pester.PassedCount
$failed = $units.Failed + $pester.FailedCount + $pester.FailedBlocksCount + $pester.FailedContainersCount
$skipped = $units.Skipped + $pester.SkippedCount + $pester.NotRunCount
Write-Host "Units: $($units.Passed) passed, $($units.Failed) failed. Pester: $($pester.PassedCount) passed, $($pester.FailedCount) failed."
Write-Host "$passed passed, $failed failed$(if ($skipped) { ", $skipped skipped" })"
$global:LASTEXITCODE = [int]($failed -gt 0)
