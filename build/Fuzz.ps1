<#
.SYNOPSIS
Sends hostile bytes to client and emulator; exit code 1 where an invariant broke.
#>
[CmdletBinding()]
param(
    [ValidateRange(1, [int]::MaxValue)]
    [int] $Cases = 200000,

    # 0 takes a new one.
    [int] $Seed = 0,

    # -1 runs all.
    [int] $Case = -1
)

. (Join-Path $PSScriptRoot 'Common.ps1')

$options = @('--cases', $Cases)
if ($Seed -ne 0) {
    $options += '--seed', $Seed
}

if ($Case -ge 0) {
    $options += '--case', $Case
}

$project = Join-Path $Root 'tests' 'Fuzz'
dotnet build $project @DotnetOptions | Out-Host
$PSNativeCommandUseErrorActionPreference = $false
dotnet run --no-build --project $project --configuration Release -- @options | Out-Host
exit $LASTEXITCODE
