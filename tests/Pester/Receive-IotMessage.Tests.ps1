BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $device = New-TestDevice
    $product = New-TestProduct @{ '/user/+' = 'Subscribe'; '/user/update' = 'Publish' }
    $emulator = Start-IotEmulator -Device $device -Product $product
    $credential = New-IotMqttCredential @device -Endpoint $emulator.Endpoint
    $user = "/$($device.ProductKey)/$($device.DeviceName)/user"

    # The cloud sends, and it has arrived when this returns.
    function Send-Down([string] $Topic, [int] $Qos = 1) {
        begin { $before = $connection.MessagesReceived; $count = 0 }
        process { $_ | Send-IotEmulatorMessage -Topic $Topic -Qos $Qos; $count++ }
        end { Wait-Until { $connection.MessagesReceived -ge $before + $count } | Should -BeTrue }
    }
}

AfterAll { Stop-IotEmulator $emulator }

Describe 'Receive-IotMessage' {
    BeforeEach { $connection = $credential | Connect-IotMqtt -CleanSession }
    AfterEach { Disconnect-IotMqtt -All }

    It 'emits each message as it came' {
        $null = Register-IotSubscription -Topic "$user/get"
        '{"t":21}' | Send-Down "$user/get"
        $message = Receive-IotMessage -Topic "$user/get" -Count 1
        $message | Should -BeOfType 'AliyunIotWs.IotMessage'
        $message.Topic | Should -Be "$user/get"
        $message.Payload | Should -Be '{"t":21}'
        "$message" | Should -Be '{"t":21}'
        $message.Qos | Should -Be 1
        $message.Duplicate | Should -BeFalse
        $message.ConnectionName | Should -Be $connection.Name
        ((Get-Date) - $message.ReceivedAt).TotalMinutes | Should -BeLessThan 1
    }

    It 'streams until a later command has enough' {
        $null = Register-IotSubscription -Topic "$user/get"
        1..10 | Send-Down "$user/get"
        (Receive-IotMessage -Topic "$user/get" | Select-Object -First 3).Payload | Should -Be '1', '2', '3'
        (Receive-IotMessage -Topic "$user/get" -Count 7 -TimeoutSeconds 10).Payload | Should -Be (4..10)
    }

    It 'has for the next call what arrived between two calls' {
        $null = Register-IotSubscription -Topic "$user/get"
        'one', 'two' | Send-Down "$user/get"
        (Receive-IotMessage -Topic "$user/get" -Count 1).Payload | Should -Be 'one'
        'three' | Send-Down "$user/get"
        (Receive-IotMessage -Topic "$user/get" -Count 2 -TimeoutSeconds 10).Payload | Should -Be 'two', 'three'
    }

    It 'keeps 2,000 messages in their order' {
        $null = Register-IotSubscription -Topic "$user/get"
        1..2000 | Send-IotEmulatorMessage -Topic "$user/get"
        $got = Receive-IotMessage -Topic "$user/get" -Count 2000 -TimeoutSeconds 30
        $got.Payload -join ',' | Should -Be (1..2000 -join ',')
    }

    It 'subscribes where that was not done yet, once' {
        Receive-IotMessage -Topic "$user/get" -TimeoutSeconds 0 | Should -BeNullOrEmpty
        $connection.Subscriptions.Topic | Should -Be "$user/get"
        'later' | Send-Down "$user/get"
        (Receive-IotMessage -Topic "$user/get" -Count 1 -TimeoutSeconds 10).Payload | Should -Be 'later'
        @($connection.Subscriptions).Count | Should -Be 1
    }

    It 'fills in the device in the topic' {
        Receive-IotMessage -Topic '/{ProductKey}/{DeviceName}/user/get' -TimeoutSeconds 0
        $connection.Subscriptions.Topic | Should -Be "$user/get"
    }

    It 'reads from several topics in the order of arrival' {
        $null = Register-IotSubscription -Topic "$user/a", "$user/b"
        'a1' | Send-Down "$user/a"
        'b1' | Send-Down "$user/b"
        'a2' | Send-Down "$user/a"
        (Receive-IotMessage -Topic "$user/a", "$user/b" -Count 3 -TimeoutSeconds 10).Payload | Should -Be 'a1', 'b1', 'a2'
    }

    It 'reads only what it was asked for' {
        $null = Register-IotSubscription -Topic "$user/a", "$user/b"
        'a1' | Send-Down "$user/a"
        'b1' | Send-Down "$user/b"
        (Receive-IotMessage -Topic "$user/b" -TimeoutSeconds 0).Payload | Should -Be 'b1'
        (Receive-IotMessage -Topic "$user/a" -TimeoutSeconds 0).Payload | Should -Be 'a1'
    }

    It 'emits a message once where two filters match it' {
        $null = Register-IotSubscription -Topic "$user/+", "$user/get"
        'once' | Send-Down "$user/get"
        'end' | Send-Down "$user/other"
        (Receive-IotMessage -Topic "$user/+", "$user/get" -TimeoutSeconds 0).Payload | Should -Be 'once', 'end'
        Receive-IotMessage -TimeoutSeconds 0 | Should -BeNullOrEmpty
    }

    It 'reads all subscriptions without -Topic' {
        $null = Register-IotSubscription -Topic "$user/a", "$user/b"
        'a1' | Send-Down "$user/a"
        'b1' | Send-Down "$user/b"
        (Receive-IotMessage -TimeoutSeconds 0).Payload | Should -Be 'a1', 'b1'
    }

    It 'keeps the bytes of a binary message' {
        $null = Register-IotSubscription -Topic "$user/get"
        $bytes = [byte[]](0..255)
        Send-IotEmulatorMessage -Topic "$user/get" -Payload $bytes
        $message = Receive-IotMessage -Count 1 -TimeoutSeconds 10
        $message.Bytes | Should -Be $bytes
    }

    It 'keeps 256 KB byte for byte' {
        $null = Register-IotSubscription -Topic "$user/get"
        $bytes = [System.Security.Cryptography.RandomNumberGenerator]::GetBytes(256KB)
        Send-IotEmulatorMessage -Topic "$user/get" -Payload $bytes
        $message = Receive-IotMessage -Count 1 -TimeoutSeconds 10
        [System.Linq.Enumerable]::SequenceEqual([byte[]]$message.Bytes, $bytes) | Should -BeTrue
    }

    It 'tells the quality of service of each message' {
        $null = Register-IotSubscription -Topic "$user/get"
        'zero' | Send-Down "$user/get" -Qos 0
        'one' | Send-Down "$user/get" -Qos 1
        (Receive-IotMessage -Count 2 -TimeoutSeconds 10).Qos | Should -Be 0, 1
    }

    It 'subscribes with -Qos <_>' -ForEach 0, 1 {
        Receive-IotMessage -Topic "$user/get" -Qos $_ -TimeoutSeconds 0
        $connection.Subscriptions.Qos | Should -Be $_
    }

    It 'keeps messages for a device that is away, without -CleanSession' {
        Disconnect-IotMqtt
        $connection = $credential | Connect-IotMqtt
        $null = Register-IotSubscription -Topic "$user/get"
        Disconnect-IotMqtt
        'while away' | Send-IotEmulatorMessage -Topic "$user/get"
        $connection = $credential | Connect-IotMqtt
        Wait-Until { $connection.MessagesReceived -eq 1 } | Should -BeTrue
        (Receive-IotMessage -Topic "$user/get" -Count 1 -TimeoutSeconds 2).Payload | Should -Be 'while away'
    }
}
