<#
.SYNOPSIS
Shows two devices that talk with the emulator, one over ws and one over wss.
#>
[CmdletBinding()]
param()

. (Join-Path $PSScriptRoot 'Common.ps1')

Build-Module
Import-Module $Manifest

$lamp = @{ ProductKey = 'a1B2c3D4e5F'; DeviceName = 'lamp-01'; DeviceSecret = (New-Guid).ToString('N') }
$door = @{ ProductKey = 'a1B2c3D4e5F'; DeviceName = 'door-01'; DeviceSecret = (New-Guid).ToString('N') }

$steps = @(
    { ($emulator = Start-IotEmulator -Device $lamp, $door) }

    'The lamp, over ws.'
    { New-IotMqttCredential @lamp -Endpoint $emulator.Endpoint | Connect-IotMqtt }
    { Register-IotSubscription '/{ProductKey}/{DeviceName}/user/get' }
    { 'on', 'off', @{ level = 7 } | Send-IotMessage '/{ProductKey}/{DeviceName}/user/update' -PassThru }
    { Receive-IotEmulatorMessage -Count 3 -TimeoutSeconds 10 }
    { Send-IotEmulatorMessage /a1B2c3D4e5F/lamp-01/user/get 'dim' }
    { Receive-IotMessage -Count 1 -TimeoutSeconds 10 }

    'The door, over wss, with the emulator''s own authority trusted.'
    {
        New-IotMqttCredential @door -Endpoint $emulator.SecureEndpoint |
            Connect-IotMqtt -TrustedCertificate $emulator.Certificate
    }
    { Select-IotMqttConnection *door-01 }
    { Send-IotMessage '/{ProductKey}/{DeviceName}/user/update' 'open' }
    { Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 10 }
    { Register-IotSubscription '/{ProductKey}/{DeviceName}/user/get' }
    { Send-IotEmulatorMessage /a1B2c3D4e5F/door-01/user/get 'lock' }
    { Receive-IotMessage -Count 1 -TimeoutSeconds 10 }
    { Get-IotMqttConnection }
)

try {
    foreach ($step in $steps) {
        if ($step -is [string]) {
            Write-Host "`n$step`n"
            continue
        }

        Write-Host "PS> $("$step".Trim() -replace '\s*\n\s*', ' ')"
        . $step | Out-Host
    }
}
finally {
    Disconnect-IotMqtt -All
    Stop-IotEmulator -All
}

exit 0
