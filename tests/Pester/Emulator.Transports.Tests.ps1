BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $device = New-TestDevice
    $emulator = Start-IotEmulator -Device $device
    $own = "/$($device.ProductKey)/$($device.DeviceName)"
    $authority = Join-Path $TestDrive 'authority.pem'
    Set-Content $authority $emulator.Certificate.ExportCertificatePem()

    # What both programs are told of the connection.
    function Get-Argument([string] $Transport, [string] $Version) {
        $secure = $Transport -eq 'tls'
        $endpoint = if ($secure) { $emulator.SecureEndpoint } else { $emulator.Endpoint }
        $credential = New-IotMqttCredential @device -Endpoint $endpoint
        '-h', 'localhost', '-p', $endpoint.Port, '-V', $Version, '-k', '60'
        '-i', $credential.MqttClientId, '-u', $credential.MqttUsername
        '-P', $credential.GetNetworkCredential().Password
        if ($secure) {
            '--cafile', $authority
        }
    }
}

AfterAll {
    Stop-IotEmulator -All
}

Describe 'A device that speaks MQTT over TCP or TLS' {
    It 'publishes over <Transport> with <Version>' -Tag Mosquitto -ForEach @(
        @{ Transport = 'tcp'; Version = 'mqttv311' }
        @{ Transport = 'tls'; Version = 'mqttv311' }
    ) {
        $arguments = Get-Argument $transport $version
        mosquitto_pub @arguments -q 1 -t "$own/user/update" -m "over $transport" 2>&1 | Should -BeNullOrEmpty
        $LASTEXITCODE | Should -Be 0
        (Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 10).Payload | Should -Be "over $transport"
        (Get-IotEmulatorEvent -Code Connected)[-1].Message | Should -BeLike "$transport from *"
    }

    It 'receives over <_>' -Tag Mosquitto -ForEach 'tcp', 'tls' {
        $arguments = Get-Argument $_ 'mqttv311'
        Wait-Until { -not (Get-IotEmulatorDevice $device.DeviceName).Online } | Should -BeTrue
        $reader = Start-ThreadJob { $mine = $using:arguments; mosquitto_sub @mine -q 1 -C 1 -W 20 -t "$using:own/user/get" 2>&1 }
        Wait-Until { (Get-IotEmulatorDevice $device.DeviceName).Subscriptions -contains "$own/user/get" } | Should -BeTrue
        'down' | Send-IotEmulatorMessage "$own/user/get"
        $reader | Receive-Job -Wait -AutoRemoveJob | Should -Be 'down'
    }

    It 'is refused over <_> with a wrong signature' -Tag Mosquitto -ForEach 'tcp', 'tls' {
        $arguments = Get-Argument $_ 'mqttv311'
        $arguments[[array]::IndexOf($arguments, '-P') + 1] = 'wrong'
        "$(mosquitto_pub @arguments -q 1 -t "$own/user/update" -m 'x' 2>&1)" | Should -Match 'Connection Refused'
        $LASTEXITCODE | Should -Not -Be 0
        (Get-IotEmulatorEvent -Code Refused)[-1].Message | Should -BeLike 'signature: *'
    }
}
