<#
.SYNOPSIS
Measures the module and its peers side by side.
.DESCRIPTION
The bench is a program that holds the PowerShell engine's package, so that the module and a peer in C# are measured in one
process, one after the other. What starts a PowerShell starts the one that runs this script.
#>
[CmdletBinding()]
param(
    [ValidateRange(1, 100)]
    [int] $Rounds = 5,

    [string] $Row = '*',

    [switch] $Quick
)

. (Join-Path $PSScriptRoot 'Common.ps1')

# Emits the folder that MQTT.js is in, or nothing where it can not be had.
function Install-MqttJs {
    if (-not (Test-Program 'node') -or -not (Test-Program 'npm')) {
        return
    }

    $folder = Join-Path ([System.IO.Path]::GetTempPath()) 'iot-bench-mqttjs'
    if (-not (Test-Path (Join-Path $folder 'node_modules' 'mqtt' 'package.json'))) {
        $null = New-Item $folder -ItemType Directory -Force
        $PSNativeCommandUseErrorActionPreference = $false
        $log = npm install --prefix $folder --no-audit --no-fund mqtt@5 2>&1
        if ($LASTEXITCODE -ne 0) {
            Write-Warning "npm install failed: $($log | Select-Object -Last 3)"
            return
        }
    }

    $folder
}

Build-Module
if (-not (Test-Program 'mosquitto') -or -not (Test-Program 'mosquitto_pub')) {
    # Where they can not be had their rows say so.
    Install-DebianPackage 'mosquitto', 'mosquitto-clients'
}

$project = Join-Path $Root 'bench'
dotnet build $project @DotnetOptions | Out-Host
$options = @('--root', $Root, '--rounds', $Rounds, "--row=$Row")
Get-PowerShellCommand | ForEach-Object { $options += '--pwsh', $_ }
if ($Quick) {
    $options += '--quick'
}

$mqttJs = Install-MqttJs
if ($mqttJs) {
    $options += '--mqttjs', $mqttJs
}

dotnet run --no-build --project $project --configuration Release -- run @options | Out-Host
exit 0
