<#
.SYNOPSIS
Runs the examples of pages as at a prompt of 80 columns, in a process of its own, and writes what they showed.
.DESCRIPTION
Imports the module, takes a file of JSON with Pages, Modules (paths that are imported too) and Folder, and puts into its
place a list with the page, the title and the code of each block and what it showed. Each page has a session and a folder of its own.
#>
[CmdletBinding()]
param([string] $Manifest, [string] $Exchange)

. (Join-Path $PSScriptRoot 'Examples.ps1')

function Invoke-Session([powershell] $Shell, [string] $Script) {
    $Shell.Commands.Clear()
    $Shell.Streams.ClearStreams()
    $null = $Shell.AddScript($Script)
    $Shell.Commands.Commands[0].MergeMyResults('Error', 'Output')
    $null = $Shell.AddCommand('Out-String').AddParameter('Width', 80)
    try {
        -join $Shell.Invoke()
    }
    catch [System.Management.Automation.RuntimeException] {
        $Shell.Commands.Clear()
        $null = $Shell.AddCommand('Out-String').AddParameter('InputObject', $_.Exception.InnerException.ErrorRecord)
        -join $Shell.AddParameter('Width', 80).Invoke()
    }
}

# A prompt runs one statement after the other, and shows each one's output by itself.
function Invoke-Block([powershell] $Shell, [string] $Code) {
    $block = [System.Management.Automation.Language.Parser]::ParseInput($Code, [ref]$null, [ref]$null)
    $shown = foreach ($statement in $block.EndBlock.Statements) {
        $text = Invoke-Session $Shell $statement.Extent.Text
        $Shell.Streams.Verbose | ForEach-Object { "VERBOSE: $_" }
        $Shell.Streams.Warning | ForEach-Object { "WARNING: $_" }
        if ($text.Trim()) {
            ($text -split '\r?\n' | ForEach-Object TrimEnd) -join "`n" -replace '^\n+|\n+$'
        }
    }
    $shown -join "`n"
}

$order = Get-Content $Exchange -Raw | ConvertFrom-Json
Remove-Item $Exchange
$results = foreach ($page in $order.Pages) {
    $folder = New-Item (Join-Path $order.Folder (Split-Path $page -LeafBase)) -ItemType Directory
    $shell = [powershell]::Create()
    $null = Invoke-Session $shell "Set-Location '$folder'; `$PSStyle.OutputRendering = 'PlainText'"
    $null = @($Manifest) + $order.Modules | ForEach-Object { Invoke-Session $shell "Import-Module '$_'" }
    foreach ($example in Get-HelpExample $page) {
        @{ Page = $page; Title = $example.Title; Code = $example.Code; Shown = Invoke-Block $shell $example.Code }
    }
    $shell.Dispose()
}
$results | ConvertTo-Json | Set-Content $Exchange
