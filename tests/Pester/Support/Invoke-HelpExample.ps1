<#
.SYNOPSIS
Runs the examples of pages as at a prompt, in a process of its own, and writes what they showed.
.DESCRIPTION
Takes a file of JSON with Pages, Pester (its manifest, for the pages that use it) and Folder, and puts into its place a
list with the page, the title and the code of each block and what it showed. Each page has a session and a folder of its
own. The prompt has 80 columns; for a page of the help it has 76, as Get-Help indents an example by four.
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
    $width = (Split-Path $_.Page -Leaf) -like 'README*' ? 80 : 76
    foreach ($example in Get-HelpExample $_.Page) {
        $shown = Invoke-Example $_.Shell $example.Code $width
        @{ Page = $_.Page; Title = $example.Title; Code = $example.Code; Shown = $shown }
    }
    $_.Shell.Dispose()
}
$results | ConvertTo-Json | Set-Content $Exchange
