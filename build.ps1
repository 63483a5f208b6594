#Requires -Version 7.4
<#
.SYNOPSIS
Builds, tests and shows the module; runs in pwsh and in tools/PwshHost alike.
.PARAMETER Task
Build: publishes the module into bin/. Test: units and Pester files. Demo: a device and the emulator, both ways.
Bench: measures the module and its peers side by side.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Bench')]
    [string] $Task = 'Build',

    # Test only: run the Pester files whose names match, such as 'Send-*'.
    [string] $Filter = '*',

    # Bench only: how often each side runs after the warm-up.
    [ValidateRange(1, 100)]
    [int] $Rounds = 5,

    # Bench only: the rows whose names match, such as 'Send*wss'.
    [string] $Row = '*',

    # Bench only: small counts, for a first look.
    [switch] $Quick
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

. ([System.IO.Path]::Combine($PSScriptRoot, 'tools', 'tasks', 'Common.ps1'))

$options = @{ Root = $PSScriptRoot }
if ($Task -eq 'Test') {
    $options.Filter = $Filter
}
elseif ($Task -eq 'Bench') {
    $options += @{ Rounds = $Rounds; Row = $Row; Quick = $Quick }
}

& ([System.IO.Path]::Combine($PSScriptRoot, 'tools', 'tasks', "$Task.ps1")) @options
exit $LASTEXITCODE
