# The record of the wire: Start-IotMqttTrace, Get-IotMqttPacket, Stop-IotMqttTrace, Invoke-IotMqttTrace.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $device = New-TestDevice
    $emulator = Start-IotEmulator -Device $device
    $up = '/{ProductKey}/{DeviceName}/user/update'
    $here = "/$($device.ProductKey)/$($device.DeviceName)/user"

    # Type and direction of the packets, as one line.
    function Get-Line($Packet) {
        ($Packet | ForEach-Object { "$($_.Direction):$($_.Type)" }) -join ' '
    }
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator -All
}

Describe 'The trace of a connection' {
    AfterEach { Disconnect-IotMqtt -All }

    It 'begins with the CONNECT, and has everything but the password' {
        $credential = New-IotMqttCredential @device -Endpoint $emulator.Endpoint
        $null = $credential | Connect-IotMqtt -Trace -CleanSession
        $null = Register-IotSubscription '/{ProductKey}/{DeviceName}/user/get'
        'on' | Send-IotMessage $up
        $packets = Get-IotMqttPacket
        Get-Line $packets | Should -Be ('Sent:CONNECT Received:CONNACK Sent:SUBSCRIBE Received:SUBACK ' +
            'Sent:PUBLISH Received:PUBACK')
        $packets | Should -BeOfType AliyunIotWs.IotMqttPacket
        $connect, $connAck, $subscribe, $subAck, $publish, $pubAck = $packets
        $connect.Detail | Should -Match 'securemode=3.*keep-alive 300 s, clean session$'
        $connAck.Detail | Should -BeExactly 'code 0'
        $subscribe.Topic, $subscribe.Detail, $subAck.Detail | Should -Be "$here/get", 'QoS 1', 'codes 1'
        $subAck.PacketId | Should -Be $subscribe.PacketId
        $publish.Topic, $publish.Qos, $publish.PayloadSize, $publish.Payload | Should -Be "$here/update", 1, 2, $null
        $publish.Size | Should -Be (2 + 2 + "$here/update".Length + 2 + 2)
        $pubAck.PacketId, $pubAck.Size | Should -Be $publish.PacketId, 4
        ($packets.Seconds | Sort-Object) | Should -Be $packets.Seconds
        $all = $packets | ConvertTo-Json | Out-String
        $all | Should -Not -Match $credential.GetNetworkCredential().Password
        $all | Should -Not -Match $device.DeviceSecret
    }

    It 'begins where one starts it, keeps payloads where one asks, and hides secrets in them' {
        $null = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
        Start-IotMqttTrace -IncludePayload
        '{"deviceSecret":"5ecret","deviceToken" : "t0ken\"x","sign":"5ign","place":"hall"}' | Send-IotMessage $up
        ,[byte[]](0, 255) | Send-IotMessage $up
        $text, $bytes = Get-IotMqttPacket | Where-Object Type -EQ PUBLISH
        $text.Payload | Should -BeExactly '{"deviceSecret":"********","deviceToken" : "********","sign":"********","place":"hall"}'
        $bytes.Payload, $bytes.Base64 | Should -Be $null, 'AP8='
    }

    It 'goes on over a reconnect' {
        $connection = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
        Start-IotMqttTrace
        Disconnect-IotEmulatorDevice $device.DeviceName
        Wait-Until { $connection.Reconnects -eq 1 } | Should -BeTrue
        Get-Line (Get-IotMqttPacket) | Should -Match 'Sent:CONNECT Received:CONNACK'
    }

    It 'keeps no more than its buffer, and says so' {
        $null = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
        Start-IotMqttTrace -BufferSize 4
        1..5 | Send-IotMessage $up
        @(Get-IotMqttPacket -WarningVariable warning -WarningAction SilentlyContinue).Count | Should -Be 4
        "$warning" | Should -Match '6 older packets.*-BufferSize'
    }

    It 'is looked at live with -Wait, and ends with the trace or with Ctrl+C' {
        $connection = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
        Start-IotMqttTrace
        $watch = {
            Import-Module $using:ModuleManifest
            Get-IotMqttPacket -Wait -Connection $using:connection
        }
        $first, $second = (Start-ThreadJob $watch), (Start-ThreadJob $watch)
        try {
            'live' | Send-IotMessage $up
            Wait-Until { $first.Output.Count -ge 2 -and $second.Output.Count -ge 2 } | Should -BeTrue
            (Measure-Command { Stop-Job $first }).TotalSeconds | Should -BeLessThan 1
            Stop-IotMqttTrace
            $null = $second | Wait-Job -Timeout 30
            $second.State | Should -Be 'Completed'
        }
        finally { Remove-Job $first, $second -Force }
    }

    It 'is forgotten when it is stopped, and emitted with -PassThru' {
        $null = Connect-IotMqtt @device -Endpoint $emulator.Endpoint -Trace
        Get-Line (Stop-IotMqttTrace -PassThru) | Should -Be 'Sent:CONNECT Received:CONNACK'
        Get-ErrorId { Get-IotMqttPacket } | Should -Be 'TraceNotFound'
        Stop-IotMqttTrace
    }

    It 'is a table that fits 80 columns' {
        $null = Connect-IotMqtt @device -Endpoint $emulator.Endpoint -Trace
        'x' | Send-IotMessage $up
        $text = Get-IotMqttPacket | Out-String -Width 80
        $text | Should -Match 'Time\s+Direction\s+Type\s+Id\s+Size\s+Topic'
        $text | Should -Not -Match '…'
        ($text -split '\r?\n' | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 80
    }
}

Describe 'Invoke-IotMqttTrace' {
    BeforeAll {
        $null = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
        Start-IotMqttTrace -IncludePayload
        $null = Register-IotSubscription '/{ProductKey}/{DeviceName}/user/get'
        'one' | Send-IotMessage $up -Qos 0
        '' | Send-IotMessage $up
        ,[byte[]](1, 254) | Send-IotMessage $up
        @{ Level = 3 } | Invoke-IotRequest thing.event.property.post
        Unregister-IotSubscription '/{ProductKey}/{DeviceName}/user/get'
        $recorded = Stop-IotMqttTrace -PassThru
        Disconnect-IotMqtt -All
        $recorded | Export-Csv (Join-Path $TestDrive trace.csv)
        $recorded | Export-Clixml (Join-Path $TestDrive trace.xml)
        $recorded | ConvertTo-Json | Set-Content (Join-Path $TestDrive trace.json)
        $null = Receive-IotEmulatorMessage -TimeoutSeconds 0
    }

    BeforeEach { $connection = Connect-IotMqtt @device -Endpoint $emulator.Endpoint }
    AfterEach { Disconnect-IotMqtt -All }

    It 'plays back what was recorded: <How>' -ForEach @(
        @{ How = 'objects'; Read = { $recorded } }
        @{ How = 'CSV'; Read = { Import-Csv (Join-Path $TestDrive trace.csv) } }
        @{ How = 'XML'; Read = { Import-Clixml (Join-Path $TestDrive trace.xml) } }
        @{ How = 'JSON'; Read = { Get-Content (Join-Path $TestDrive trace.json) -Raw | ConvertFrom-Json } }
    ) {
        Set-IotEmulatorDevice $device.DeviceName -Desired @{ Level = 1 }
        & $Read | Invoke-IotMqttTrace -NoDelay | Should -BeNullOrEmpty
        $got = Receive-IotEmulatorMessage -Count 4 -TimeoutSeconds 10
        $got.Topic | Should -Be "$here/update", "$here/update", "$here/update", "/sys/$($device.ProductKey)/$($device.DeviceName)/thing/event/property/post"
        $got.Qos | Should -Be 0, 1, 1, 1
        $got[0].Payload, $got[1].Payload | Should -Be 'one', ''
        $got[2].Bytes | Should -Be 1, 254
        $connection.Subscriptions.Topic | Should -Not -Contain "$here/get"
        $connection.Subscriptions.Topic | Should -Contain "/sys/$($device.ProductKey)/$($device.DeviceName)/thing/event/property/post_reply"
    }

    It 'keeps the pauses, or is faster' {
        $rows = 0, 1 | ForEach-Object {
            [pscustomobject]@{ Direction = 'Sent'; Type = 'PUBLISH'; Topic = "$here/update"; Qos = 0; Seconds = $_; Payload = "$_"; PayloadSize = 1 }
        }
        (Measure-Command { $rows | Invoke-IotMqttTrace }).TotalSeconds | Should -BeGreaterThan 0.95
        (Measure-Command { $rows | Invoke-IotMqttTrace -Speed 100 }).TotalSeconds | Should -BeLessThan 0.9
    }

    It 'says where a payload was not recorded, and goes on' {
        $rows = [pscustomobject]@{ Direction = 'Sent'; Type = 'PUBLISH'; Topic = "$here/update"; Qos = 1; PayloadSize = 3 },
        [pscustomobject]@{ Direction = 'Sent'; Type = 'PUBLISH'; Topic = "$here/update"; Qos = 1; PayloadSize = 3; Payload = 'off' }
        $null = Receive-IotEmulatorMessage -TimeoutSeconds 0
        Get-ErrorId { $rows | Invoke-IotMqttTrace } | Should -Be 'InvalidPayload'
        (Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 10).Payload | Should -BeExactly 'off'
    }
}
