<#
.SYNOPSIS
Runs Pester as a file configures it, and puts into the file's place what came of it.
#>
[CmdletBinding()]
param([string] $PesterManifest, [string] $Exchange)

Import-Module -Name $PesterManifest -ErrorAction Stop
$run = Invoke-Pester -Configuration (Get-Content $Exchange -Raw | ConvertFrom-Json -AsHashtable) -ErrorAction Stop

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
