param([string] $Root, [int] $Rounds = 5, [string] $Row = '*', [switch] $Quick)

function Test-Program([string] $Name) {
    $null -ne (Get-Command -Name $Name -CommandType Application -ErrorAction Ignore)
}

# As root on Debian or Ubuntu a missing broker is installed; elsewhere its rows say that it is absent.
function Install-Broker {
    $packages = @('mosquitto', 'mosquitto_pub').Where({ -not (Test-Program $_) })
    if (-not $packages -or -not $IsLinux -or -not (Test-Program 'apt-get') -or [System.Environment]::UserName -ne 'root') {
        return
    }

    $env:DEBIAN_FRONTEND = 'noninteractive'
    $log = & apt-get update 2>&1
    $log = & apt-get install --yes --no-install-recommends mosquitto mosquitto-clients 2>&1
    if ($LASTEXITCODE -ne 0) {
        Write-Warning "apt-get install failed: $($log | Select-Object -Last 3)"
    }
}

# Emits the folder that MQTT.js is in, or nothing where it can not be had.
function Install-MqttJs {
    if (-not (Test-Program 'node') -or -not (Test-Program 'npm')) {
        return
    }

    $folder = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), 'iot-bench-mqttjs')
    $installed = [System.IO.Path]::Combine($folder, 'node_modules', 'mqtt', 'package.json')
    if (-not [System.IO.File]::Exists($installed)) {
        $null = [System.IO.Directory]::CreateDirectory($folder)
        $log = & npm install --prefix $folder --no-audit --no-fund mqtt@5 2>&1
        if ($LASTEXITCODE -ne 0) {
            Write-Warning "npm install failed: $($log | Select-Object -Last 3)"
            return
        }
    }

    $folder
}

Build-Module $Root
Install-Broker
$project = [System.IO.Path]::Combine($Root, 'bench')
Invoke-Program 'dotnet' @('build', $project, '--configuration', 'Release', '--verbosity', 'quiet', '--nologo')
$arguments = @('--root', $Root, '--rounds', $Rounds, '--row', $Row)
if ($Quick) {
    $arguments += '--quick'
}

$mqttJs = Install-MqttJs
if ($mqttJs) {
    $arguments += '--mqttjs', $mqttJs
}

Invoke-Program 'dotnet' (@('run', '--no-build', '--project', $project, '--configuration', 'Release', '--', 'run') + $arguments)
$global:LASTEXITCODE = 0
