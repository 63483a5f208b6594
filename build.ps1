#Requires -Version 7.4
<#
.SYNOPSIS
Builds, tests and shows the module; runs in pwsh and in tools/PwshHost alike.
.PARAMETER Task
Build: publishes the module into bin/. Test: units and Pester files. Demo: a device and the emulator, both ways.
Bench: measures the module and its peers side by side. Soak: messages both ways under random faults.
Fuzz: hostile bytes towards client and emulator.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Bench', 'Soak', 'Fuzz')]
    [string] $Task = 'Build',

    # Test only: run the Pester files whose names match, such as 'Send-*'.
    [string] $Filter = '*',

    # Bench only: how often each side runs after the warm-up.
    [ValidateRange(1, 100)]
    [int] $Rounds = 5,

    # Bench only: the rows whose names match, such as 'Send*wss'.
    [string] $Row = '*',

    # Bench only: small counts, for a first look.
    [switch] $Quick,

    # Soak only: how long messages are sent; waiting for the last ones takes up to two minutes more.
    [ValidateRange(0.1, 10000)]
    [double] $Minutes = 10,

    # Soak and Fuzz: repeats the faults or the cases of another run; 0 takes a new seed.
    [int] $Seed,

    # Fuzz only: how many cases.
    [ValidateRange(1, [int]::MaxValue)]
    [int] $Cases = 200000,

    # Fuzz only: runs this one of the seed's cases and shows its bytes; -1 runs all.
    [int] $Case = -1
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
elseif ($Task -eq 'Soak') {
    $options += @{ Minutes = $Minutes; Seed = $Seed }
}
elseif ($Task -eq 'Fuzz') {
    $options += @{ Cases = $Cases; Seed = $Seed; Case = $Case }
}

& ([System.IO.Path]::Combine($PSScriptRoot, 'tools', 'tasks', "$Task.ps1")) @options
exit $LASTEXITCODE
