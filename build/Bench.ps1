<#
.SYNOPSIS
Measures the module and its peers side by side, or how its cost grows.
.DESCRIPTION
The rows run in the PowerShell that runs this script, each in a process of its own. A module to compare with, such as that
of an older commit, is given by the path of its manifest.
#>
[CmdletBinding()]
param(
    [ValidateRange(1, 100)]
    [int] $Rounds = 5,

    [string] $Row = '*',

    [switch] $Quick,

    [switch] $Growth,

    [ValidateScript({ Test-Path $_ -PathType Leaf }, ErrorMessage = '{0} is no file.')]
    [string] $Before
)

. (Join-Path $PSScriptRoot 'Common.ps1')
. (Join-Path $PSScriptRoot 'Test' 'Npm.ps1')

Build-Module
# Where they can not be had their rows say so.
if (-not (Test-Program 'mosquitto') -or -not (Test-Program 'mosquitto_pub')) {
    Install-DebianPackage 'mosquitto', 'mosquitto-clients'
}
if (Test-Program 'npm') {
    Install-NpmFolder (Join-Path $Root 'tests' 'Clients')
}

dotnet build (Join-Path $Root 'bench') @DotnetOptions | Out-Host
$options = @{ Root = $Root; Rounds = $Rounds; Row = $Row; Quick = $Quick; Growth = $Growth; PowerShell = @(Get-PowerShellCommand) }
if ($Before) {
    $options.Before = (Resolve-Path $Before).Path
}

& (Join-Path $Root 'bench' 'Measure.ps1') @options
exit 0
