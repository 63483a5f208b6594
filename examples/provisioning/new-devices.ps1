<#
.SYNOPSIS
Registers the devices of a file, connects them, lets each report a property, and answers what the cloud asks of them.
.DESCRIPTION
Without parameters three meters meet an emulator, which asks each of them for a reboot; with a file and a product secret
the same goes to the platform, and the script serves its devices until Ctrl+C.
.EXAMPLE
./examples/provisioning/new-devices.ps1
.EXAMPLE
./examples/provisioning/new-devices.ps1 -Path new.csv -ProductSecret (Read-Host -AsSecureString)
The file has the columns ProductKey and DeviceName. Store what Register-IotDevice gives: the devices need it again.
#>
#Requires -Version 7.4
param([string] $Path, [securestring] $ProductSecret)

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '..' '..' 'AliyunIotWs.psd1')

$rows = if ($Path) { Import-Csv $Path } else {
    1..3 | ForEach-Object { [pscustomobject]@{ ProductKey = 'a1B2c3D4e5F'; DeviceName = "meter-0$_" } }
}
$register = @{ ProductSecret = $ProductSecret }
$connect = @{}
if (-not $Path) {
    $emulator = $rows | Start-IotEmulator -Product @{ ProductKey = 'a1B2c3D4e5F'; ProductSecret = 'made-up' }
    $connect = @{ TrustedCertificate = $emulator.Certificate }
    $register = @{ ProductSecret = 'made-up'; Endpoint = $emulator.SecureEndpoint } + $connect
}

$fleet = $rows | Register-IotDevice @register | New-IotMqttCredential | Connect-IotMqtt @connect
try {
    Invoke-IotRequest thing.event.property.post @{ Online = 1 } -Connection $fleet |
        Select-Object DeviceName, Code, Message | Out-Host

    # The first look subscribes; what is asked from then on waits.
    $null = Receive-IotRequest -Connection $fleet -TimeoutSeconds 0
    $calls = if ($emulator) { Invoke-IotEmulatorService * Reboot -NoWait -Emulator $emulator }
    $serve = if ($emulator) { @{ Count = $rows.Count; TimeoutSeconds = 10 } } else { @{} }
    Receive-IotRequest -Connection $fleet @serve | ForEach-Object {
        "$($_.DeviceName) is asked for $($_.Method)"
        if ($_.ReplyTopic) { $_ | Send-IotReply }
    }
    if ($calls) { $calls | Invoke-IotEmulatorService | Out-Host }
}
finally {
    $fleet | Disconnect-IotMqtt
    if ($emulator) { Stop-IotEmulator $emulator }
}
