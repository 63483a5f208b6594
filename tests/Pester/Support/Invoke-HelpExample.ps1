<#
.SYNOPSIS
Runs the examples of pages as at a prompt of 80 columns, in a process of its own, and writes what they showed.
.DESCRIPTION
Takes a file of JSON with Pages, Pester (its manifest, for the pages that use it) and Folder, and puts into its place a
list with the page, the title and the code of each block and what it showed. Each page has a session and a folder of its
own.
#>
[CmdletBinding()]
param([string] $Manifest, [string] $Exchange)

. (Join-Path $PSScriptRoot 'Examples.ps1')

$order = Get-Content $Exchange -Raw | ConvertFrom-Json
Remove-Item $Exchange
# One import after the other: it changes lists that all sessions share. Then some pages wait while others work.
$sessions = foreach ($page in $order.Pages) {
    $folder = New-Item (Join-Path $order.Folder (Split-Path $page -LeafBase)) -ItemType Directory
    $shell = [powershell]::Create()
    $null = Invoke-Session $shell "Set-Location '$folder'; `$PSStyle.OutputRendering = 'PlainText'"
    $null = Invoke-Session $shell "Import-Module '$Manifest'"
    if (Select-String -LiteralPath $page -Pattern 'Invoke-Pester' -Quiet) {
        $null = Invoke-Session $shell "Import-Module '$($order.Pester)'"
    }
    @{ Page = $page; Shell = $shell }
}
$functions = Join-Path $PSScriptRoot 'Examples.ps1'
$results = $sessions | ForEach-Object -ThrottleLimit 4 -Parallel {
    . $using:functions
    foreach ($example in Get-HelpExample $_.Page) {
        @{ Page = $_.Page; Title = $example.Title; Code = $example.Code; Shown = Invoke-Example $_.Shell $example.Code }
    }
    $_.Shell.Dispose()
}
$results | ConvertTo-Json | Set-Content $Exchange
