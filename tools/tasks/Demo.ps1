param([string] $Root)

function Show-Step {
    param([string] $Command, [scriptblock] $Action)

    Write-Host "PS> $Command"
    $result = & $Action
    $result | Out-Host
    $result
}

Build-Module $Root
Import-Module ([System.IO.Path]::Combine($Root, 'AliyunIotWs.psd1'))

$lamp = @{ ProductKey = 'a1B2c3D4e5F'; DeviceName = 'lamp-01'; DeviceSecret = [guid]::NewGuid().ToString('N') }
$door = @{ ProductKey = 'a1B2c3D4e5F'; DeviceName = 'door-01'; DeviceSecret = [guid]::NewGuid().ToString('N') }

$emulator = Show-Step '$emulator = Start-IotEmulator -Device $lamp, $door' {
    Start-IotEmulator -Device $lamp, $door
}

try {
    Write-Host "`nThe lamp, over ws.`n"
    $null = Show-Step 'New-IotMqttCredential @lamp -Endpoint $emulator.Endpoint | Connect-IotMqtt' {
        New-IotMqttCredential @lamp -Endpoint $emulator.Endpoint | Connect-IotMqtt
    }
    $null = Show-Step "Register-IotSubscription '/{ProductKey}/{DeviceName}/user/get'" {
        Register-IotSubscription '/{ProductKey}/{DeviceName}/user/get'
    }
    $null = Show-Step "'on', 'off', @{ level = 7 } | Send-IotMessage '/{ProductKey}/{DeviceName}/user/update' -PassThru" {
        'on', 'off', @{ level = 7 } | Send-IotMessage '/{ProductKey}/{DeviceName}/user/update' -PassThru
    }
    $null = Show-Step 'Receive-IotEmulatorMessage -Count 3 -TimeoutSeconds 10' {
        Receive-IotEmulatorMessage -Count 3 -TimeoutSeconds 10
    }
    $null = Show-Step "Send-IotEmulatorMessage /a1B2c3D4e5F/lamp-01/user/get 'dim'; Receive-IotMessage -Count 1 -TimeoutSeconds 10" {
        Send-IotEmulatorMessage /a1B2c3D4e5F/lamp-01/user/get 'dim'
        Receive-IotMessage -Count 1 -TimeoutSeconds 10
    }

    Write-Host "`nThe door, over wss, with the emulator's own authority trusted.`n"
    $null = Show-Step ('New-IotMqttCredential @door -Endpoint $emulator.SecureEndpoint | ' +
        'Connect-IotMqtt -TrustedCertificate $emulator.Certificate') {
        New-IotMqttCredential @door -Endpoint $emulator.SecureEndpoint |
            Connect-IotMqtt -TrustedCertificate $emulator.Certificate
    }
    $null = Show-Step "Send-IotMessage '/{ProductKey}/{DeviceName}/user/update' 'open'; Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 10" {
        Send-IotMessage '/{ProductKey}/{DeviceName}/user/update' 'open'
        Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 10
    }
    $null = Show-Step "Register-IotSubscription '/{ProductKey}/{DeviceName}/user/get'" {
        Register-IotSubscription '/{ProductKey}/{DeviceName}/user/get'
    }
    $null = Show-Step "Send-IotEmulatorMessage /a1B2c3D4e5F/door-01/user/get 'lock'; Receive-IotMessage -Count 1 -TimeoutSeconds 10" {
        Send-IotEmulatorMessage /a1B2c3D4e5F/door-01/user/get 'lock'
        Receive-IotMessage -Count 1 -TimeoutSeconds 10
    }
    $null = Show-Step 'Get-IotMqttConnection' { Get-IotMqttConnection }
}
finally {
    Disconnect-IotMqtt -All
    Stop-IotEmulator
}

$global:LASTEXITCODE = 0
