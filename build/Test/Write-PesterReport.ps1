<#
.SYNOPSIS
Runs Pester on the files that a file of JSON names, and puts into its place what came of it; nothing where nothing did.
#>
[CmdletBinding()]
param([string] $PesterManifest, [string] $Exchange)

$order = Get-Content $Exchange -Raw | ConvertFrom-Json
Remove-Item $Exchange
$configuration = @{
    Run    = @{ Path = [string[]]$order.Path; PassThru = $true }
    Filter = @{ ExcludeTag = [string[]]$order.ExcludeTag }
    Output = @{ Verbosity = 'Normal' }
}

$pester = Import-Module -Name $PesterManifest -PassThru -ErrorAction Stop
if ($pester.Version -ge '6.0') {
    Write-Host 'The Pester files run side by side, an experiment of Pester 6; their results come at the end.'
    $configuration.Run.Parallel = $true
    # They wait for the most part.
    $configuration.Run.ParallelThrottleLimit = 2 * [System.Environment]::ProcessorCount
}

$run = Invoke-Pester -Configuration $configuration
if (-not $run) {
    return
}

@{
    Passed       = $run.PassedCount
    Failed       = $run.FailedCount + $run.InconclusiveCount
    Skipped      = $run.SkippedCount
    NotRun       = $run.NotRunCount
    FailedBlocks = @($run.FailedBlocks | ForEach-Object { "$($_.BlockContainer.Item.Name): $($_.Path -join '.')" })
    Files        = @($run.Containers | ForEach-Object {
            @{ Path = $_.Item.FullName; Tests = $_.TotalCount; Failed = $_.ErrorRecord.Count -gt 0 }
        })
} | ConvertTo-Json -Depth 3 | Set-Content $Exchange
