BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $device = New-TestDevice
    $topics = @{ '/user/update' = 'Publish'; '/user/update/1' = 'Publish'; '/user/update/2' = 'Publish'; '/user/get' = 'Subscribe' }
    $emulator = Start-IotEmulator -Device $device -Product (New-TestProduct $topics)
    $connection = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
    $topic = "/$($device.ProductKey)/$($device.DeviceName)/user/update"

    # What has arrived in the cloud.
    function Receive-Sent([int] $Count = 1) {
        Receive-IotEmulatorMessage -Count $Count -TimeoutSeconds 10
    }
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator $emulator
}

Describe 'Send-IotMessage' {
    It 'sends three strings as three messages in their order, and emits nothing' {
        'a', 'b', 'c' | Send-IotMessage -Topic $topic | Should -BeNullOrEmpty
        $sent = Receive-Sent 3
        $sent.Payload | Should -Be 'a', 'b', 'c'
        $sent.Topic | Should -Be $topic, $topic, $topic
        $sent.Qos | Should -Be 1, 1, 1
    }

    It 'takes topic and payload by position' {
        Send-IotMessage $topic 'by position'
        (Receive-Sent).Payload | Should -Be 'by position'
    }

    It 'fills in the device in the topic, whatever the case' {
        'x' | Send-IotMessage -Topic '/{ProductKey}/{devicename}/user/update'
        (Receive-Sent).Topic | Should -Be $topic
    }

    It 'sends 5,000 messages in their order' {
        1..5000 | Send-IotMessage -Topic $topic
        (Receive-Sent 5000).Payload -join ',' | Should -Be (1..5000 -join ',')
    }

    It 'has the broker''s acknowledgement when it returns' {
        1..100 | Send-IotMessage -Topic $topic
        $connection.InFlight | Should -Be 0
        (Receive-IotEmulatorMessage -TimeoutSeconds 0).Count | Should -Be 100
    }

    It 'sends with QoS 0' {
        'unacknowledged' | Send-IotMessage -Topic $topic -Qos 0
        $sent = Receive-Sent
        $sent.Payload, $sent.Qos | Should -Be 'unacknowledged', 0
    }

    It 'emits the receipt of each step of a pipeline that is kept open, with -Wait and QoS <_>' -ForEach 0, 1 {
        $pipeline = { Send-IotMessage $topic -Qos $_ -Wait -PassThru }.GetSteppablePipeline()
        $pipeline.Begin($true)
        foreach ($word in 'one', 'three', 'seven') {
            $receipt = $pipeline.Process($word)
            $receipt.Bytes | Should -Be $word.Length
            (Receive-Sent).Payload | Should -Be $word
        }
        $pipeline.End() | Should -BeNullOrEmpty
    }

    It 'does not take the next message before one that fails is reported, with -Wait' {
        $failed = [System.Collections.ArrayList]::new()
        $before = [System.Collections.Generic.List[int]]::new()
        'a', 'b' | ForEach-Object { $before.Add($failed.Count); $_ } |
            Send-IotMessage "$topic/none" -Wait -TimeoutSeconds 0.5 -ErrorVariable +failed -ErrorAction SilentlyContinue
        $before | Should -Be 0, 1
        $failed.TargetObject | Should -Be 'a', 'b'
    }

    It 'offers no QoS 2, which the platform does not have' {
        Get-ErrorId { 'x' | Send-IotMessage -Topic $topic -Qos 2 } | Should -Be 'ParameterArgumentValidationError'
    }

    It 'uses the connection that is named, not the default' {
        $other = New-TestDevice
        $second = Start-IotEmulator -Device $other
        try {
            Connect-IotMqtt @other -Endpoint $second.Endpoint | Select-IotMqttConnection
            'for the first' | Send-IotMessage -Topic $topic -Connection $connection
            'by name' | Send-IotMessage -Topic $topic -Connection $connection.Name
            (Receive-IotEmulatorMessage -Count 2 -TimeoutSeconds 10 -Emulator $emulator).Payload |
                Should -Be 'for the first', 'by name'
        }
        finally {
            Disconnect-IotMqtt
            Stop-IotEmulator $second
        }
    }
}

Describe 'Send-IotMessage, one message after the other' {
    It 'sends all over <_> while others come in' -ForEach 'ws', 'wss' {
        $other = New-TestDevice
        $second = Start-IotEmulator -Device $other
        $up, $down = 'update', 'get' | ForEach-Object { "/$($other.ProductKey)/$($other.DeviceName)/user/$_" }
        try {
            $endpoint = $_ -eq 'ws' ? $second.Endpoint : $second.SecureEndpoint
            $over = Connect-IotMqtt @other -Endpoint $endpoint -SkipCertificateCheck
            $null = Register-IotSubscription $down -Connection $over
            foreach ($number in 1..200) {
                Send-IotEmulatorMessage $down "down $number" -Emulator $second
                Send-IotMessage $up "up $number" -Connection $over
            }
            $sent = Receive-IotEmulatorMessage -Count 200 -TimeoutSeconds 10 -Emulator $second
            $sent.Payload -join ',' | Should -Be ((1..200).ForEach{ "up $_" } -join ',')
            $received = Receive-IotMessage -Count 200 -TimeoutSeconds 10 -Connection $over
            $received.Payload -join ',' | Should -Be ((1..200).ForEach{ "down $_" } -join ',')
            $over.Reconnects | Should -Be 0
        }
        finally {
            Disconnect-IotMqtt $over
            Stop-IotEmulator $second
        }
    }
}

Describe 'Send-IotMessage -PassThru' {
    It 'emits a receipt for each message with QoS <_>' -ForEach 0, 1 {
        $receipts = @('four', 'éé' | Send-IotMessage -Topic '/{ProductKey}/{DeviceName}/user/update' -Qos $_ -PassThru)
        $null = Receive-Sent 2
        $receipts.Count | Should -Be 2
        $receipts[0] | Should -BeOfType 'AliyunIotWs.IotPublishReceipt'
        $receipts.Topic | Should -Be $topic, $topic
        $receipts.Qos | Should -Be $_, $_
        $receipts.Bytes | Should -Be 4, 4
        $receipts.Attempts | Should -Be 1, 1
        $receipts[0].LatencyMilliseconds | Should -BeGreaterThan 0
        $receipts[0].LatencyMilliseconds | Should -BeLessThan 10000
    }
}

Describe 'Send-IotMessage with objects that name their topic' {
    It 'takes a topic and a payload from each' {
        $one = [pscustomobject]@{ Topic = "$topic/1"; Payload = 'one' }
        $two = [pscustomobject]@{ Topic = "$topic/2"; Payload = @{ n = 2 } }
        $one, $two | Send-IotMessage
        $sent = Receive-Sent 2
        $sent.Topic | Should -Be "$topic/1", "$topic/2"
        $sent.Payload | Should -Be 'one', '{"n":2}'
    }

    It 'takes them from the rows of a CSV file' {
        Set-Content -Path 'TestDrive:\messages.csv' -Value 'Topic,Payload', "$topic/1,21.5", "$topic/2,on"
        Import-Csv -Path 'TestDrive:\messages.csv' | Send-IotMessage
        $sent = Receive-Sent 2
        $sent.Topic | Should -Be "$topic/1", "$topic/2"
        $sent.Payload | Should -Be '21.5', 'on'
    }

    It 'sends the whole row as JSON where -Topic is given' {
        Set-Content -Path 'TestDrive:\rows.csv' -Value 'sensor,value', 't1,21.5'
        Import-Csv -Path 'TestDrive:\rows.csv' | Send-IotMessage -Topic $topic
        (Receive-Sent).Payload | Should -Be '{"sensor":"t1","value":"21.5"}'
    }

    It 'forwards a received message byte for byte' {
        $down = "/$($device.ProductKey)/$($device.DeviceName)/user/get"
        $null = Register-IotSubscription -Topic $down
        Send-IotEmulatorMessage -Topic $down -Payload ([byte[]](0, 255, 128, 10))
        Receive-IotMessage -Topic $down -Count 1 -TimeoutSeconds 10 | Send-IotMessage -Topic $topic
        (Receive-Sent).Bytes | Should -Be 0, 255, 128, 10
    }
}
