<#
.SYNOPSIS
Waits for messages to a device and writes each as one line of JSON: a watch for a scheduler or a pipeline.
.DESCRIPTION
Exit codes: 0, all messages came; 27, fewer came in time, as mosquitto_sub says it; 1, anything else, such as a refused
credential.
Without -CredentialFile it starts an emulator, which then also sends the messages.
.PARAMETER CredentialFile
What New-IotMqttCredential ... -AsPlainText | ConvertTo-Json wrote. It admits the device, so protect it like a password.
.EXAMPLE
pwsh -File examples/ops/watch.ps1 -CredentialFile lamp.json -Count 3 -TimeoutSeconds 60 > messages.jsonl
#>
#Requires -Version 7.4
param(
    [string] $CredentialFile,
    [string] $Topic = '/{ProductKey}/{DeviceName}/user/get',
    [int] $Count = 3,
    [double] $TimeoutSeconds = 30,
    # How many messages the emulator sends; fewer than -Count shows exit code 27.
    [int] $EmulatedMessages = $Count
)

# Every error ends the script, so that none is missed.
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '..' '..' 'AliyunIotWs.psd1')

try {
    if ($CredentialFile) {
        $stored = Get-Content -Raw $CredentialFile | ConvertFrom-Json
    }
    else {
        $lamp = @{ ProductKey = 'a1B2c3D4e5F'; DeviceName = 'lamp-01'; DeviceSecret = (New-Guid).ToString('N') }
        $emulator = Start-IotEmulator -Device $lamp
        $stored = New-IotMqttCredential @lamp -Endpoint $emulator.Endpoint
    }

    $null = $stored | Connect-IotMqtt

    # Subscribed first: what comes from here on is kept until it is read.
    $null = Register-IotSubscription $Topic
    for ($i = 1; $emulator -and $i -le $EmulatedMessages; $i++) {
        Send-IotEmulatorMessage '/a1B2c3D4e5F/lamp-01/user/get' @{ job = $i }
    }

    Receive-IotMessage -Count $Count -TimeoutSeconds $TimeoutSeconds -AsJson
}
catch {
    # The id is stable, the text is for people.
    $id = $_.FullyQualifiedErrorId.Split(',')[0]
    [Console]::Error.WriteLine("${id}: $_")
    exit ($id -like '*Timeout' ? 27 : 1)
}
finally {
    Disconnect-IotMqtt -All
    Stop-IotEmulator -All
}
