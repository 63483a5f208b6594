#Requires -Version 7.4
<#
.SYNOPSIS
Builds, tests and shows the module; runs in pwsh and in tools/PwshHost alike.
.PARAMETER Task
Build: publishes the module into bin/. Test: units and Pester files. Demo: a device and the emulator, both ways.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo')]
    [string] $Task = 'Build',

    # Test only: run the Pester files whose names match, such as 'Send-*'.
    [string] $Filter = '*'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

. ([System.IO.Path]::Combine($PSScriptRoot, 'tools', 'tasks', 'Common.ps1'))

$options = @{ Root = $PSScriptRoot }
if ($Task -eq 'Test') {
    $options.Filter = $Filter
}

& ([System.IO.Path]::Combine($PSScriptRoot, 'tools', 'tasks', "$Task.ps1")) @options
exit $LASTEXITCODE
