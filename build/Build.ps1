<#
.SYNOPSIS
Publishes the module into bin/.
#>
[CmdletBinding()]
param()

. (Join-Path $PSScriptRoot 'Common.ps1')

Build-Module
Write-Host "Built. Import-Module $Manifest"
exit 0
