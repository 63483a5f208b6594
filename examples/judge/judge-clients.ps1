#Requires -Version 7.4
<#
.SYNOPSIS
Judges devices on clients that many use, and writes a report of each.
.DESCRIPTION
MQTT.js with its defaults, both of the platform's SDKs for JavaScript, mosquitto's clients and this module, each as a device
that posts a property every two seconds. The packages of node come from tests/Clients (npm ci there), mosquitto from the
system. Emits the checks that a client did not pass.
.EXAMPLE
./judge-clients.ps1 -Client mqttjs, mosquitto -Folder ~/reports
.EXAMPLE
./judge-clients.ps1 -Culture zh-CN
#>
[CmdletBinding()]
param(
    [ValidateSet('mqttjs', 'alibabacloud-iot-device-sdk', 'aliyun-iot-device-sdk', 'mosquitto', 'aliyuniotws')]
    [string[]] $Client = @('mqttjs', 'alibabacloud-iot-device-sdk', 'aliyun-iot-device-sdk', 'mosquitto', 'aliyuniotws'),

    # Where the reports go, one for each client.
    [string] $Folder = (Join-Path ([System.IO.Path]::GetTempPath()) 'judge'),

    [ValidateSet('en-US', 'zh-CN')]
    [string] $Culture = 'en-US'
)

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '..' '..' 'AliyunIotWs.psd1')
$null = New-Item $Folder -ItemType Directory -Force

# Each runs the device for as long as it lives. The authority is in a file, as such programs want it.
$devices = @{
    'mqttjs'                      = {
        param($Emulator, $Device, $Authority, $Here)
        $credential = New-IotMqttCredential @Device -Endpoint $Emulator.SecureEndpoint
        $env:NODE_EXTRA_CA_CERTS = $Authority
        $env:MQTT_PASSWORD = $credential.GetNetworkCredential().Password
        $names = $Device.ProductKey, $Device.DeviceName
        node (Join-Path $Here 'mqttjs.mjs') $Emulator.SecureEndpoint $credential.MqttClientId $credential.MqttUsername @names
    }
    'alibabacloud-iot-device-sdk' = {
        param($Emulator, $Device, $Authority, $Here)
        $env:NODE_EXTRA_CA_CERTS = $Authority
        $env:DEVICE_SECRET = $Device.DeviceSecret
        $names = $Device.ProductKey, $Device.DeviceName
        node (Join-Path $Here 'sdk.mjs') 'alibabacloud-iot-device-sdk' $Emulator.SecureEndpoint @names
    }
    'aliyun-iot-device-sdk'       = {
        param($Emulator, $Device, $Authority, $Here)
        $env:DEVICE_SECRET = $Device.DeviceSecret
        $names = $Device.ProductKey, $Device.DeviceName
        node (Join-Path $Here 'sdk.mjs') 'aliyun-iot-device-sdk' $Emulator.Endpoint @names
    }
    'mosquitto'                   = {
        # One client listens, which is all that one connection of mosquitto's clients does.
        param($Emulator, $Device, $Authority, $Here)
        $endpoint = 'wss://localhost:{0}/' -f $Emulator.SecureEndpoint.Port
        $credential = New-IotMqttCredential @Device -Endpoint $endpoint
        $login = '-i', $credential.MqttClientId, '-u', $credential.MqttUsername,
            '-P', $credential.GetNetworkCredential().Password
        $server = '-h', 'localhost', '-p', $Emulator.SecureEndpoint.Port, '--cafile', $Authority
        mosquitto_sub @server @login -q 1 -t "/$($Device.ProductKey)/$($Device.DeviceName)/user/get"
    }
    'aliyuniotws'                 = {
        param($Emulator, $Device, $Authority, $Here)
        New-IotMqttCredential @Device -Endpoint $Emulator.SecureEndpoint |
            Connect-IotMqtt -TrustedCertificate $Emulator.Certificate
        $topic = '/{ProductKey}/{DeviceName}/user/get', '/sys/{ProductKey}/{DeviceName}/thing/service/property/set'
        Register-IotSubscription $topic
        for ($i = 1; $true; $i++) {
            $body = @{ id = "$i"; version = '1.0'; params = @{ Power = $i % 2 }; method = 'thing.event.property.post' }
            Send-IotMessage '/sys/{ProductKey}/{DeviceName}/thing/event/property/post' $body -Qos 1 -ErrorAction Ignore
            Receive-IotRequest -Count 1 -TimeoutSeconds 2 -ErrorAction Ignore | Send-IotReply -ErrorAction Ignore
        }
    }
}

foreach ($name in $Client) {
    $device = @{ ProductKey = 'a1JudgeDemo'; DeviceName = $name; DeviceSecret = (New-Guid).ToString('N') }
    $authority = Join-Path ([System.IO.Path]::GetTempPath()) "judge-$(New-Guid).pem"
    $test = @{
        Device        = $device
        ScriptBlock   = $devices[$name]
        ArgumentList  = $device, $authority, $PSScriptRoot
        AuthorityPath = $authority
        Path          = Join-Path $Folder "$name.$Culture.html"
        Culture       = $Culture
        PassThru      = $true
    }
    try {
        Test-IotDevice @test | Where-Object Result -In 'Failed', 'Warned'
    }
    finally {
        Remove-Item $authority -ErrorAction Ignore
    }
}
