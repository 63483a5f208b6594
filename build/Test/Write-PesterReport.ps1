<#
.SYNOPSIS
Runs Pester on the files that a file of JSON names, and puts into its place what came of it; nothing where nothing did.
#>
[CmdletBinding()]
param([string] $PesterManifest, [string] $Exchange)

$order = Get-Content $Exchange -Raw | ConvertFrom-Json
Remove-Item $Exchange
# tests/Pester/Support/Common.ps1 asks for it.
$env:ALIYUNIOTWS_MANIFEST = $order.Manifest
Import-Module -Name $PesterManifest -ErrorAction Stop
$run = Invoke-Pester -Configuration @{
    Run    = @{ Path = [string[]]$order.Path; PassThru = $true }
    Filter = @{ ExcludeTag = [string[]]$order.ExcludeTag }
    Output = @{ Verbosity = 'Normal' }
}
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
