BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $device = New-TestDevice
    $emulator = Start-IotEmulator -Device $device
    $name = $device.DeviceName
    $key = "$($device.ProductKey)/$name"
    $connection = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
    $null = Receive-IotRequest -TimeoutSeconds 0

    # What the device is asked next.
    function Receive-Next {
        Receive-IotRequest -Count 1 -TimeoutSeconds 10
    }
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator -All
}

Describe 'Receive-IotRequest and Send-IotReply' {
    It 'set properties' {
        $call = Invoke-IotEmulatorService $name -Property @{ Power = 1; mode = 'eco' } -NoWait
        $request = Receive-Next
        $request | Should -BeOfType AliyunIotWs.IotRequest
        "$($request.Kind)", $request.Method | Should -Be 'PropertySet', 'thing.service.property.set'
        $request.Id | Should -BeExactly $call.Id
        $request.Data.Power, $request.Data.mode | Should -Be 1, 'eco'
        $request.IsSynchronous | Should -BeFalse
        $request.ReplyTopic | Should -BeExactly "/sys/$key/thing/service/property/set_reply"
        $request | Send-IotReply
        $reply = $call | Invoke-IotEmulatorService
        $reply.Code, $reply.Status | Should -Be 200, 'Success'
        $reply.Payload | Should -BeExactly "{`"id`":`"$($call.Id)`",`"code`":200,`"data`":{}}"
    }

    It 'run a service' {
        $call = Invoke-IotEmulatorService $name Reboot @{ delay = 5 } -NoWait
        $request = Receive-Next
        "$($request.Kind)", $request.Service, $request.Data.delay | Should -Be 'Service', 'Reboot', 5
        $request | Send-IotReply @{ done = 'yes' } -Code 100001 -Message 'later'
        $reply = $call | Invoke-IotEmulatorService
        $reply.Code, $reply.Data.done | Should -Be 100001, 'yes'
    }

    It 'run a synchronous service' {
        $call = Invoke-IotEmulatorService $name Read -Synchronous -NoWait
        $request = Receive-Next
        "$($request.Kind)", $request.Service | Should -Be 'Service', 'Read'
        $request.IsSynchronous | Should -BeTrue
        $request | Send-IotReply '{ "value": 7 }'
        ($call | Invoke-IotEmulatorService).Data.value | Should -Be 7
    }

    It 'answer a call of any form with <What>' -ForEach @(
        @{ What = 'text'; Data = 'pong'; Bytes = [byte[]][char[]]'pong' }
        @{ What = 'bytes'; Data = [byte[]](0, 255); Bytes = [byte[]](0, 255) }
        @{ What = 'an object'; Data = @{ a = 1 }; Bytes = [byte[]][char[]]'{"a":1}' }
        @{ What = 'nothing'; Data = $null; Bytes = [byte[]]@() }
    ) {
        $call = Invoke-IotEmulatorService $name -Payload ([byte[]](1, 2, 254)) -NoWait
        $request = Receive-Next
        "$($request.Kind)" | Should -Be 'Rrpc'
        $request.Bytes | Should -Be 1, 2, 254
        $request.Method, $request.Data | Should -Be $null, $null
        $request.Id | Should -BeExactly $call.Id
        $request | Send-IotReply $Data
        @(($call | Invoke-IotEmulatorService).Bytes) | Should -Be @($Bytes)
    }

    It 'take a configuration' {
        Set-IotEmulatorDevice $name -Configuration '{"interval":5}'
        $request = Receive-Next
        "$($request.Kind)", $request.Method | Should -Be 'Configuration', 'thing.config.push'
        $request.Data.url | Should -Match '^https://'
        $request | Send-IotReply
        (Receive-IotEmulatorMessage "/sys/$key/thing/config/push_reply" -Count 1 -TimeoutSeconds 10).Payload |
            Should -Match '"code":200'
    }

    It 'hear of an upgrade, for which there is no answer' {
        Set-IotEmulatorDevice $name -Firmware @{ Version = '2.0'; Content = 'package' }
        $request = Receive-Next
        "$($request.Kind)", $request.Data.version | Should -Be 'Upgrade', '2.0'
        $record = Get-ErrorOf { $request | Send-IotReply }
        $record.FullyQualifiedErrorId | Should -BeLike 'InvalidMethod,*'
        $record.TargetObject | Should -Be $request
        $record.ErrorDetails.RecommendedAction | Should -Match 'ota.progress'
        $null = Invoke-IotRequest ota.progress @{ step = '100'; desc = 'done' }
        (Get-IotEmulatorDevice $name).Firmware.Step | Should -Be 100
    }

    It 'hear what an application wants of the shadow, and not the shadow''s own replies' {
        $null = Invoke-IotRequest shadow.update @{ state = @{ reported = @{ Level = 3 } }; version = 21 }
        Set-IotEmulatorDevice $name -Shadow @{ Level = 9 }
        $request = Receive-Next
        "$($request.Kind)", $request.Data.state.desired.Level | Should -Be 'Shadow', 9
        Receive-IotRequest -TimeoutSeconds 0 | Should -BeNullOrEmpty
    }

    It 'take some kinds and leave others unread' {
        Set-IotEmulatorDevice $name -Firmware @{ Version = '2.1'; Content = 'package' }
        $call = Invoke-IotEmulatorService $name -Property @{ Power = 0 } -NoWait
        $request = Receive-IotRequest PropertySet -Count 1 -TimeoutSeconds 10
        "$($request.Kind)" | Should -Be 'PropertySet'
        $request | Send-IotReply
        $null = $call | Invoke-IotEmulatorService
        "$((Receive-Next).Kind)" | Should -Be 'Upgrade'
    }

    It 'fail with ReceiveTimeout where too few come, and end silently without -Count' {
        Get-ErrorId { Receive-IotRequest -Count 1 -TimeoutSeconds 0.2 } | Should -Be 'ReceiveTimeout'
        Receive-IotRequest -TimeoutSeconds 0.2 | Should -BeNullOrEmpty
    }

    It 'say what is wrong with the data of an answer' {
        $call = Invoke-IotEmulatorService $name Reboot -NoWait
        $request = Receive-Next
        Get-ErrorId { $request | Send-IotReply '{' } | Should -Be 'InvalidPayload'
        $request | Send-IotReply
        $null = $call | Invoke-IotEmulatorService
    }

    It 'answer over the connection that was asked, whichever is the default' {
        $other = New-TestDevice
        $lone = Start-IotEmulator -Device $other
        $another = Connect-IotMqtt @other -Endpoint $lone.Endpoint
        Select-IotMqttConnection $another
        $call = Invoke-IotEmulatorService $name Reboot -NoWait -Emulator $emulator
        Receive-IotRequest -Connection $connection -Count 1 -TimeoutSeconds 10 | Send-IotReply
        ($call | Invoke-IotEmulatorService).Code | Should -Be 200
        Disconnect-IotMqtt
        $another.State | Should -Be 'Disconnected'
        Stop-IotEmulator $lone
    }

    It 'serve several devices' {
        $others = New-TestDevice -Count 2
        $box = Start-IotEmulator -Device $others
        try {
            $fleet = $others | New-IotMqttCredential -Endpoint $box.Endpoint | Connect-IotMqtt
            $null = Receive-IotRequest -Connection $fleet -TimeoutSeconds 0
            $calls = Invoke-IotEmulatorService * Reboot -NoWait -Emulator $box
            $requests = Receive-IotRequest -Connection $fleet -Count 2 -TimeoutSeconds 10
            $requests.DeviceName | Sort-Object | Should -Be ($others.DeviceName | Sort-Object)
            $requests | ForEach-Object { $_ | Send-IotReply @{ name = $_.DeviceName } }
            $replies = $calls | Invoke-IotEmulatorService
            $replies | ForEach-Object { $_.Device | Should -BeLike "*/$($_.Data.name)" }
            $replies.Count | Should -Be 2
        }
        finally {
            $fleet | Disconnect-IotMqtt
            Stop-IotEmulator $box
        }
    }

    It 'make a device in five lines' {
        $job = Start-ThreadJob {
            Import-Module $using:ModuleManifest
            $connection = $using:connection
            Receive-IotRequest -Connection $connection | ForEach-Object {
                if ($_.Kind -eq 'PropertySet') { $null = Invoke-IotRequest thing.event.property.post $_.Data -Connection $connection }
                $_ | Send-IotReply
            }
        }
        try {
            (Invoke-IotEmulatorService $name -Property @{ Level = 42 }).Code | Should -Be 200
            (Get-IotEmulatorDevice $name).Properties.Level | Should -Be 42
            (Invoke-IotEmulatorService $name Reboot).Code | Should -Be 200
            (Measure-Command { Stop-Job $job }).TotalSeconds | Should -BeLessThan 1
        }
        finally {
            Remove-Job $job -Force
        }
    }

    It 'are tables that fit 80 columns' {
        $call = Invoke-IotEmulatorService $name -Property @{ Power = 0 } -NoWait
        $request = Receive-Next
        $lines = $request | Out-String -Width 80 -Stream | Where-Object { $_.Trim() }
        $lines[0] | Should -Match 'ReceivedAt\s+Kind\s+Method\s+Payload'
        $lines[2] | Should -Match 'PropertySet.*thing.service.property.set'
        $request | Send-IotReply
        $null = $call | Invoke-IotEmulatorService
    }
}

Describe 'Receive-IotRequest of a device that announces custom RRPC' {
    BeforeAll {
        $caller = New-TestDevice
        $box = Start-IotEmulator -Device $caller
        New-IotMqttCredential @caller -Endpoint $box.Endpoint -CustomRrpc | Connect-IotMqtt | Select-IotMqttConnection
        $null = Receive-IotRequest -TimeoutSeconds 0
    }

    AfterAll {
        Disconnect-IotMqtt
        Stop-IotEmulator $box
    }

    It 'answers on a topic of its own' {
        $call = Invoke-IotEmulatorService $caller.DeviceName -Payload 'ping' -Topic '/{ProductKey}/{DeviceName}/user/get' -NoWait -Emulator $box
        $request = Receive-Next
        "$($request.Kind)", $request.Payload | Should -Be 'Rrpc', 'ping'
        $request.ReplyTopic | Should -BeExactly $request.Topic
        $request | Send-IotReply 'pong'
        ($call | Invoke-IotEmulatorService).Payload | Should -BeExactly 'pong'
    }

    It 'takes synchronous services' {
        $call = Invoke-IotEmulatorService $caller.DeviceName Read -Synchronous -NoWait -Emulator $box
        $request = Receive-Next
        "$($request.Kind)", $request.Service | Should -Be 'Service', 'Read'
        $request | Send-IotReply @{ value = 1 }
        ($call | Invoke-IotEmulatorService).Data.value | Should -Be 1
    }
}
