BeforeDiscovery {
    $packages = foreach ($package in 'alibabacloud-iot-device-sdk', 'aliyun-iot-device-sdk', 'mqtt') {
        @{ Package = $package; InPage = $false; Where = 'node'; Transports = 'ws', 'wss', 'mqtt', 'mqtts' }
        # A browser takes the authority of wss from the system alone, and has no TCP.
        @{ Package = $package; InPage = $true; Where = 'a page'; Transports = @('ws') }
    }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Clients.ps1')
}

Describe '<Package> in <Where>' -Tag Node, Chromium -ForEach $packages {
    BeforeEach {
        $device = New-TestDevice
        $emulator = Start-IotEmulator -Device $device
        $client = Start-TestClient $Package $emulator -InPage:$InPage
        $identity = "$($device.ProductKey)/$($device.DeviceName)"
        $user = "/$identity/user"
    }

    AfterEach {
        Stop-TestClient $client
        Stop-IotEmulator -All
    }

    It 'is a device over <_>: connects, publishes, is sent messages, and leaves' -ForEach $Transports {
        Connect-TestClient $client $emulator $device -Transport $_ | Should -BeTrue
        Invoke-TestClient $client connected | Should -BeTrue
        $emulator.Online | Should -BeExactly $identity

        $null = Invoke-TestClient $client call publish, "$user/update", '{"a":1}', @{ qos = 1 }
        (Receive-IotEmulatorMessage "$user/update" -Count 1 -TimeoutSeconds 10).Payload | Should -BeExactly '{"a":1}'

        $granted = Invoke-TestClient $client call subscribe, "$user/get", @{ qos = 1 }
        $granted.topic | Should -BeExactly "$user/get"
        $granted.qos | Should -Be 1
        Send-IotEmulatorMessage "$user/get" 'Grüße' -Qos 1
        $message = Invoke-TestClient $client take message
        $message.topic | Should -BeExactly "$user/get"
        $message.payload | Should -BeExactly 'Grüße'

        $null = Invoke-TestClient $client call unsubscribe, "$user/get"
        Send-IotEmulatorMessage "$user/get" 'after the UNSUBSCRIBE'
        Get-ErrorOf { Invoke-TestClient $client take message, 300 } | Should -BeLike "*No 'message'*"
        $null = Invoke-TestClient $client call end, $false
        Wait-Until { -not $emulator.Online } | Should -BeTrue
    }

    It 'is told by CONNACK 4 that its secret is wrong' {
        $wrong = $device.Clone()
        $wrong.DeviceSecret = 'not-the-secret'
        $record = Get-ErrorOf { Connect-TestClient $client $emulator $wrong }
        $record | Should -BeLike '*Connection refused: Bad username or password*(4)'
        $emulator.Online | Should -BeNullOrEmpty
    }

    It 'comes back by itself when its connection drops, and gets what was sent meanwhile' {
        # The SDKs keep their session as they come, and wait a second.
        $options = $Package -eq 'mqtt' ? @{ reconnectPeriod = 1000; clean = $false } : @{}
        $null = Connect-TestClient $client $emulator $device -Options $options
        $null = Invoke-TestClient $client take connect
        $null = Invoke-TestClient $client call subscribe, "$user/get", @{ qos = 1 }
        Disconnect-IotEmulatorDevice $device.DeviceName
        Send-IotEmulatorMessage "$user/get" 'while you were away' -Qos 1
        foreach ($event in 'close', 'reconnect', 'connect') { Invoke-TestClient $client take $event | Should -BeTrue }
        (Invoke-TestClient $client take message).payload | Should -BeExactly 'while you were away'
        $emulator.Online | Should -BeExactly $identity
    }
}

Describe 'The signature of an SDK' -Tag Node {
    BeforeEach {
        $device = New-TestDevice
        $emulator = Start-IotEmulator -Device $device
    }

    AfterEach {
        Stop-TestClient $client
        Stop-IotEmulator -All
    }

    It 'of aliyun-iot-device-sdk is taken with signAlgorithm <_>' -ForEach 'md5', 'sha1', 'sha256' {
        $client = Start-TestClient aliyun-iot-device-sdk $emulator
        Connect-TestClient $client $emulator $device -Options @{ signAlgorithm = $_ } | Should -BeTrue
    }

    It 'of alibabacloud-iot-device-sdk is SHA-1 whatever signAlgorithm says, and the emulator names that' {
        $client = Start-TestClient alibabacloud-iot-device-sdk $emulator
        $record = Get-ErrorOf { Connect-TestClient $client $emulator $device -Options @{ signAlgorithm = 'sha256' } }
        $record | Should -BeLike '*Bad username or password*(4)'
        (Get-IotEmulatorEvent | Where-Object Code -EQ Refused | Select-Object -First 1).Message |
            Should -BeLike '*made with hmacsha1, but signmethod says hmacsha256*'
    }
}
