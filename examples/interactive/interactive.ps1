<#
.SYNOPSIS
Opens a device's session to try things by hand, against the platform or, without parameters, against an emulator.
.EXAMPLE
. ./examples/interactive/interactive.ps1
Dot-sourced, so that $emulator stays at hand in your session.
.EXAMPLE
. ./examples/interactive/interactive.ps1 -ProductKey a1B2c3D4e5F -DeviceName lamp-01 -Region ap-southeast-1
Asks for the device secret, which is not shown.
#>
#Requires -Version 7.4
param(
    [string] $ProductKey,
    [string] $DeviceName = 'lamp-01',
    [securestring] $DeviceSecret,
    [string] $Region,
    [string] $InstanceId,
    # The authority of a private gateway, as a path.
    [string] $TrustedCertificate
)

Import-Module (Join-Path $PSScriptRoot '..' '..' 'AliyunIotWs.psd1')

$device = @{ ProductKey = $ProductKey; DeviceName = $DeviceName; DeviceSecret = $DeviceSecret }
$connect = @{}
$emulator = $connection = $null
if ($TrustedCertificate) {
    $connect.TrustedCertificate = $TrustedCertificate
}

if ($ProductKey) {
    if (-not $DeviceSecret) {
        $device.DeviceSecret = Read-Host "Device secret of $DeviceName" -AsSecureString
    }

    if ($Region) { $device.Region = $Region }
    if ($InstanceId) { $device.InstanceId = $InstanceId }
}
else {
    # A product that exists nowhere: the emulator takes any, and its secret is of this run only.
    $device.ProductKey = 'a1B2c3D4e5F'
    $device.DeviceSecret = (New-Guid).ToString('N')
    $emulator = Start-IotEmulator -Device $device
    $device.Endpoint = $emulator.SecureEndpoint
    $connect.TrustedCertificate = $emulator.Certificate
}

# A failed connect ends this statement, not the script: without the check the rest would use an older connection.
$connection = New-IotMqttCredential @device | Connect-IotMqtt @connect
if (-not $connection) {
    return
}

# Out-Host shows each kind of object as a table of its own.
$connection | Out-Host

# What the cloud sends from here on waits in the subscription until Receive-IotMessage takes it.
Register-IotSubscription '/{ProductKey}/{DeviceName}/user/get' | Out-Host

# A hashtable goes as JSON; the receipt shows how long the acknowledgement took.
@{ state = 'awake'; at = [datetime]::UtcNow } |
    Send-IotMessage '/{ProductKey}/{DeviceName}/user/update' -PassThru | Out-Host

if ($emulator) {
    # Here the emulator plays the cloud: it shows what has arrived, and answers.
    Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 10 | Out-Host
    @{ level = 7 } | Send-IotEmulatorMessage "/$($device.ProductKey)/$DeviceName/user/get"
    Receive-IotMessage -Count 1 -TimeoutSeconds 10 | Out-Host
}

Write-Host @'
Connected. Go on with, for instance:
  Send-IotMessage '/{ProductKey}/{DeviceName}/user/update' 'hello'
  Receive-IotMessage                 until Ctrl+C
  Get-IotMqttConnection | Format-List
  Disconnect-IotMqtt -All; Stop-IotEmulator -All
'@
