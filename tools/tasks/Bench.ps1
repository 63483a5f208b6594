param([string] $Root, [int] $Rounds = 5, [string] $Row = '*', [switch] $Quick)

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
if (-not (Test-Program 'mosquitto') -or -not (Test-Program 'mosquitto_pub')) {
    # Where they can not be had their rows say so.
    Install-Package 'mosquitto', 'mosquitto-clients'
}

$project = [System.IO.Path]::Combine($Root, 'bench')
Invoke-Program 'dotnet' @('build', $project, '--configuration', 'Release', '--verbosity', 'quiet', '--nologo')
$arguments = @('--root', $Root, '--rounds', $Rounds, "--row=$Row")
if ($Quick) {
    $arguments += '--quick'
}

$mqttJs = Install-MqttJs
if ($mqttJs) {
    $arguments += '--mqttjs', $mqttJs
}

$run = @('run', '--no-build', '--project', $project, '--configuration', 'Release', '--', 'run')
Invoke-Program 'dotnet' ($run + $arguments)
$global:LASTEXITCODE = 0
