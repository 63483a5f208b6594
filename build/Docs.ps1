<#
.SYNOPSIS
Makes the help out of the pages in docs/; exit code 1 where a page lacks something.
.DESCRIPTION
Each page of a cmdlet, in each language, becomes a part of the file that Get-Help reads, and each about page a topic of
Get-Help. The help is put into the folders of the cultures beside the manifest, where PowerShell looks for it.
#>
[CmdletBinding()]
param(
    # Writes syntax and parameters of the cmdlets into their pages first, and a page for each cmdlet that has none.
    [switch] $Update
)

. (Join-Path $PSScriptRoot 'Common.ps1')

Build-Assembly
Build-Help $Root -Mode ($Update ? 'update' : @())
Write-Host "Built. Get-Help reads $(Join-Path $Root 'en-US') and $(Join-Path $Root 'zh-CN')."
exit 0
