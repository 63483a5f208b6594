BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $device = New-TestDevice
    $emulator = Start-IotEmulator -Device $device
    $name = $device.DeviceName
    $key = "$($device.ProductKey)/$name"
    $null = Connect-IotMqtt @device -Endpoint $emulator.Endpoint

    # What the device has published on the topic since, as objects.
    function Receive-Request([string] $Topic) {
        Receive-IotEmulatorMessage $Topic -Count 1 -TimeoutSeconds 10 | ForEach-Object { $_.Payload | ConvertFrom-Json }
    }
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator -All
}

Describe 'Invoke-IotRequest' {
    It 'asks by the name of a method and emits the reply that belongs to it' {
        $reply = Invoke-IotRequest thing.event.property.post @{ Power = 7 }
        $reply | Should -BeOfType AliyunIotWs.IotReply
        $reply.Code, $reply.Message | Should -Be 200, 'success'
        $reply.Method | Should -BeExactly 'thing.event.property.post'
        "$($reply.ProductKey)/$($reply.DeviceName)" | Should -BeExactly $key
        $reply.ElapsedMilliseconds | Should -BeGreaterThan 0
        (Get-IotEmulatorDevice $name).Properties.Power | Should -Be 7
        ($reply.Payload | ConvertFrom-Json).id | Should -BeExactly $reply.Id
    }

    It 'subscribes to the reply once, keeps it, and leaves nothing to be read' {
        1..3 | ForEach-Object { $null = Invoke-IotRequest thing.event.Alarm.post @{ value = @{}; time = 1 } }
        $topic = "/sys/$key/thing/event/Alarm/post_reply"
        @((Get-IotMqttConnection -Default).Subscriptions | Where-Object Topic -EQ $topic).Count | Should -Be 1
        Receive-IotMessage -TimeoutSeconds 0 | Should -BeNullOrEmpty
    }

    It 'asks on a topic of its own, and takes what comes on another as the reply' {
        $ask = @{ Topic = '/{ProductKey}/{DeviceName}/user/update'; ReplyTopic = '/{ProductKey}/{DeviceName}/user/get' }
        $cloud = Start-ThreadJob -ArgumentList $ModuleManifest, $emulator, $key {
            param($module, $emulator, $key)
            Import-Module $module
            foreach ($n in 1..3) {
                $asked = Receive-IotEmulatorMessage "/$key/user/update" -Emulator $emulator -Count 1 -TimeoutSeconds 30
                Send-IotEmulatorMessage "/$key/user/get" "re: $($asked.Payload)" -Emulator $emulator
            }
        }
        try {
            $reply = Invoke-IotRequest 'mode?' @ask
            $reply.Payload, $reply.Code, $reply.DeviceName | Should -Be 're: mode?', $null, $name
            $reply | Out-String | Should -Match 're: mode\?'
            ('one', @{ a = 1 } | Invoke-IotRequest @ask).Payload | Should -Be 're: one', 're: {"a":1}'
        }
        finally { $cloud | Remove-Job -Force }
        Receive-IotMessage -TimeoutSeconds 0 | Should -BeNullOrEmpty
        $record = Get-ErrorOf { Invoke-IotRequest 'mode?' @ask -TimeoutSeconds 0.5 }
        $record.FullyQualifiedErrorId | Should -BeLike 'RequestTimeout,*'
        $record.Exception.Message | Should -BeLike "No reply to $($ask.Topic) came on /$key/user/get within 0.5 s*"
        $record.TargetObject | Should -Be 'mode?'
        Get-ErrorId { Invoke-IotRequest 'x' -Topic $ask.Topic -ReplyTopic '/a/+' } | Should -Be 'InvalidTopic'
    }

    It 'lets one read the replies where one has subscribed to them, before or after' {
        $topic = "/sys/$key/thing/deviceinfo/update_reply"
        $null = Invoke-IotRequest thing.deviceinfo.update @{ attrKey = 'place'; attrValue = 'hall' }
        $null = Register-IotSubscription $topic
        $reply = Invoke-IotRequest thing.deviceinfo.update @{ attrKey = 'place'; attrValue = 'attic' }
        (Receive-IotMessage $topic -Count 1 -TimeoutSeconds 10).Payload | Should -BeExactly $reply.Payload
        (Get-IotEmulatorDevice $name).Tags.place | Should -BeExactly 'attic'
        Unregister-IotSubscription $topic
    }

    It 'takes <What> as data' -ForEach @(
        @{ What = 'a hashtable'; Data = @{ A = 1 } }
        @{ What = 'an object'; Data = [pscustomobject]@{ A = 1 } }
        @{ What = 'JSON'; Data = ' {"A":1}' }
    ) {
        (Invoke-IotRequest thing.event.property.post $Data).Code | Should -Be 200
        (Get-IotEmulatorDevice $name).Properties.A | Should -Be 1
    }

    It 'says what is wrong with JSON that is none' {
        Get-ErrorId { Invoke-IotRequest thing.event.property.post '{"A":' } | Should -Be 'InvalidPayload'
    }

    It 'makes a list where the method takes one' {
        Set-IotEmulatorDevice $name -Desired @{ Power = 5 }
        (Invoke-IotRequest thing.property.desired.get Power).Data.Power.value | Should -Be 5
        (Invoke-IotRequest thing.property.desired.get Power, Other).Data.Power.value | Should -Be 5
    }

    It 'asks for <Method>' -ForEach @(
        @{ Method = 'thing.dsltemplate.get' }
        @{ Method = 'thing.ota.firmware.get' }
        @{ Method = 'thing.job.get' }
        @{ Method = 'thing.log.post'; Data = @{ utcTime = '2026-01-01T00:00:00.000+0000'; logLevel = 'INFO'; module = 'm'; code = '1'; logContent = 'x' } }
    ) {
        $reply = Invoke-IotRequest $Method $Data -ErrorAction SilentlyContinue -ErrorVariable rejection
        ($reply ?? $rejection[0].TargetObject).Code | Should -BeGreaterThan 0
    }

    It 'asks for the time, and works it out' {
        $before = Get-Date
        $reply = Invoke-IotRequest ntp.request
        $reply.Data.deviceSendTime | Should -BeExactly $reply.Id
        $reply.Data.time | Should -BeOfType datetime
        ($reply.Data.time - $before).Duration().TotalSeconds | Should -BeLessThan 30
    }

    It 'reads and writes the shadow' {
        (Invoke-IotRequest shadow.update @{ state = @{ reported = @{ Level = 3 } }; version = 11 }).Data.version | Should -Be 11
        $shadow = (Invoke-IotRequest shadow.get).Data
        $shadow.state.reported.Level | Should -Be 3
        $shadow.version | Should -Be 11
        $record = Get-ErrorOf { Invoke-IotRequest shadow.update @{ state = @{ reported = @{ Level = 4 } }; version = 11 } }
        $record.FullyQualifiedErrorId | Should -BeLike 'RequestRejected,*'
        $record.TargetObject.Code | Should -Be 409
        $record.ErrorDetails.RecommendedAction | Should -Match 'shadow.get'
    }

    It 'reports its firmware, for which there is no reply' {
        $reply = Invoke-IotRequest ota.inform @{ version = '1.2' }
        $reply.Code, $reply.Payload | Should -Be $null, $null
        (Get-IotEmulatorDevice $name).Firmware.Version | Should -BeExactly '1.2'
    }

    It 'exchanges bytes with the product''s script' {
        $reply = Invoke-IotRequest thing.model.up_raw ([byte[]](1, 2, 255))
        $reply.Bytes.Count | Should -BeGreaterThan 0
        (Receive-IotEmulatorMessage "/sys/$key/thing/model/up_raw" -Count 1 -TimeoutSeconds 10).Bytes | Should -Be 1, 2, 255
    }

    It 'rejects with the platform''s code, its meaning and what to do' {
        $record = Get-ErrorOf { Invoke-IotRequest thing.config.get @{ configScope = 'product'; getType = 'file' } }
        $record.FullyQualifiedErrorId | Should -BeLike 'RequestRejected,*'
        $record.CategoryInfo.Category | Should -Be 'InvalidOperation'
        "$record" | Should -Match '6710.*there is no configuration'
        $record.ErrorDetails.RecommendedAction | Should -Match 'console'
        $record.TargetObject.Code | Should -Be 6710
    }

    It 'refuses <Method>' -ForEach @(
        @{ Method = 'nonsense'; Hint = 'Tab' }
        @{ Method = 'thing.'; Hint = 'Tab' }
        @{ Method = 'thing.event.+.post'; Hint = 'Tab' }
        @{ Method = 'thing.service.property.set'; Hint = 'Send-IotReply' }
    ) {
        $record = Get-ErrorOf { Invoke-IotRequest $Method }
        $record.FullyQualifiedErrorId | Should -BeLike 'InvalidMethod,*'
        $record.ErrorDetails.RecommendedAction | Should -Match $Hint
    }

    It 'says so where the reply may not be subscribed to, and goes on with the others' {
        $rows = 'thing.unknown.ask', 'thing.event.property.post' | ForEach-Object { [pscustomobject]@{ Method = $_; Data = @{ B = 1 } } }
        $replies = $rows | Invoke-IotRequest -ErrorAction SilentlyContinue -ErrorVariable problem
        $replies.Method | Should -Be 'thing.event.property.post'
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'SubscriptionRejected,*'
        (Get-IotEmulatorDevice $name).Properties.B | Should -Be 1
    }

    It 'times out where no reply comes, and says what is known' {
        Set-IotEmulatorFault -BlackHole
        $record = Get-ErrorOf { Invoke-IotRequest thing.event.property.post @{ C = 1 } -TimeoutSeconds 0.5 }
        Set-IotEmulatorFault -Clear
        $record.FullyQualifiedErrorId | Should -BeLike 'RequestTimeout,*'
        $record.CategoryInfo.Category | Should -Be 'OperationTimeout'
        "$record" | Should -Match 'within 0.5 s.*broker has not taken'
    }

    It 'ends on Ctrl+C within a second, and leaves the connection usable' {
        Set-IotEmulatorFault -BlackHole
        $connection = Get-IotMqttConnection -Default
        $job = Start-ThreadJob {
            Import-Module $using:ModuleManifest
            Invoke-IotRequest thing.event.property.post @{ D = 1 } -Connection $using:connection -TimeoutSeconds 60
        }
        try {
            Wait-Until { $connection.InFlight -gt 0 } | Should -BeTrue
            (Measure-Command { Stop-Job $job }).TotalSeconds | Should -BeLessThan 1
        }
        finally {
            Set-IotEmulatorFault -Clear
            Remove-Job $job -Force
        }
        (Invoke-IotRequest thing.event.property.post @{ D = 2 } -TimeoutSeconds 60).Code | Should -Be 200
    }

    It 'needs a connection' {
        Start-ThreadJob {
            Import-Module $using:ModuleManifest
            try { Invoke-IotRequest ntp.request } catch { $_.FullyQualifiedErrorId }
        } | Receive-Job -Wait -AutoRemoveJob | Should -BeLike 'NotConnected,*'
    }

    It 'completes the names of methods, and connects for none' {
        $line = 'Invoke-IotRequest thing.prop'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText |
            Should -Be 'thing.property.desired.get', 'thing.property.desired.delete'
    }

    It 'is a table that fits 80 columns' {
        $lines = Invoke-IotRequest thing.event.property.post @{ E = 1 } | Out-String -Width 80 -Stream | Where-Object { $_.Trim() }
        $lines[0] | Should -Match 'Code\s+Message\s+Elapsed \(ms\)\s+Method'
        $lines[2] | Should -Match '200\s+success\s+\d+\.\d\s+thing.event.property.post'
    }
}

Describe 'Invoke-IotRequest from a pipeline' {
    It 'matches 10,000 replies, in order, none twice' {
        $null = Receive-IotEmulatorMessage -TimeoutSeconds 0
        $replies = 1..10000 | ForEach-Object { @{ Counter = $_ } } | Invoke-IotRequest thing.event.property.post -TimeoutSeconds 60
        $replies.Count | Should -Be 10000
        @($replies | Where-Object Code -NE 200).Count | Should -Be 0
        $ids = [long[]]$replies.Id
        [System.Collections.Generic.HashSet[long]]::new($ids).Count | Should -Be 10000
        ($ids -join ',') | Should -Be (($ids | Sort-Object) -join ',')
        (Get-IotEmulatorDevice $name).Properties.Counter | Should -Be 10000
    }

    It 'ends with Select-Object, and asks no more' {
        $replies = 1..100000 | ForEach-Object { @{ Counter = $_ } } | Invoke-IotRequest thing.event.property.post | Select-Object -First 2
        $replies.Count | Should -Be 2
    }

    It 'keeps errors in their place' {
        $out = '{"F":1}', '{"F":', '{"F":3}' | Invoke-IotRequest thing.event.property.post 2>&1
        $out[0].Code, $out[2].Code | Should -Be 200, 200
        $out[1] | Should -BeOfType System.Management.Automation.ErrorRecord
    }

    It 'matches replies over a link that is cut' {
        Set-IotEmulatorFault -DropAfter 50 -DropCount 1
        $out = 1..300 | ForEach-Object { @{ G = $_ } } | Invoke-IotRequest thing.event.property.post -TimeoutSeconds 5 2>&1
        Set-IotEmulatorFault -Clear
        $out.Count | Should -Be 300
        @($out | Where-Object { $_ -isnot [AliyunIotWs.IotReply] -and $_.FullyQualifiedErrorId -notlike 'RequestTimeout,*' }) | Should -BeNullOrEmpty
        $out[-1].Code | Should -Be 200
    }
}

Describe 'Invoke-IotRequest over several connections' {
    It 'asks over each, and emits the replies in their order' {
        $others = New-TestDevice -Count 2
        $box = Start-IotEmulator -Device $others
        try {
            $fleet = $others | New-IotMqttCredential -Endpoint $box.Endpoint | Connect-IotMqtt
            $replies = @{ A = 1 }, @{ A = 2 } | Invoke-IotRequest thing.event.property.post -Connection $fleet
            $replies.DeviceName | Should -Be ($others.DeviceName + $others.DeviceName)
            $replies.ConnectionName | Should -Be ($fleet.Name + $fleet.Name)
            (Get-IotEmulatorDevice -Emulator $box).Properties.A | Should -Be 2, 2
            $fleet[0] | Disconnect-IotMqtt
            $out = Invoke-IotRequest ntp.request -Connection $fleet 2>&1
            @($out | ForEach-Object { $_ -is [AliyunIotWs.IotReply] }) | Should -Be $false, $true
        }
        finally {
            $fleet | Disconnect-IotMqtt
            Stop-IotEmulator $box
        }
    }
}

Describe 'Invoke-IotRequest of a gateway' {
    BeforeAll {
        $sub = @{ ProductKey = 'a1SubProdct'; DeviceName = 'meter-01'; DeviceSecret = 'sub-secret' }
        $signed = 'clientIda1SubProdct.meter-01deviceNamemeter-01productKeya1SubProdcttimestamp789'
        $hmac = [System.Security.Cryptography.HMACSHA256]::HashData([byte[]][char[]]'sub-secret', [byte[]][char[]]$signed)
        $expected = [System.Convert]::ToHexString($hmac).ToLowerInvariant()
        $null = Receive-IotEmulatorMessage -TimeoutSeconds 0
    }

    It 'signs for a sub-device, and keeps its secret here' {
        $null = Invoke-IotRequest thing.topo.add ($sub + @{ Timestamp = '789' }) -TimeoutSeconds 1 2>&1
        $request = Receive-Request "/sys/$key/thing/topo/add"
        $request.params.Count | Should -Be 1
        $request.params[0].sign | Should -BeExactly $expected
        $request.params[0].signmethod | Should -BeExactly 'hmacSha256'
        $request | ConvertTo-Json -Depth 9 | Should -Not -Match 'sub-secret'
    }

    It 'signs with the method that it announces: <_>' -ForEach 'hmacSha256', 'HmacSha1', 'hmacmd5' {
        $null = Invoke-IotRequest thing.topo.add ($sub + @{ Timestamp = '789'; SignMethod = $_ }) -TimeoutSeconds 1 2>&1
        $request = Receive-Request "/sys/$key/thing/topo/add"
        $request.params[0].signmethod | Should -BeExactly $_
        $credential = New-IotMqttCredential @sub -Timestamp 789 -SignMethod $_
        $request.params[0].sign | Should -BeExactly $credential.GetNetworkCredential().Password
    }

    It 'refuses a sign method that there is not' {
        Get-ErrorId { Invoke-IotRequest thing.topo.add ($sub + @{ SignMethod = 'sha3' }) } | Should -Be 'InvalidPayload'
    }

    It 'logs a sub-device in with the same signature' {
        $null = Invoke-IotRequest combine.login ($sub + @{ Timestamp = '789' }) -TimeoutSeconds 1 2>&1
        $request = Receive-Request "/ext/session/$key/combine/login"
        $request.params.sign | Should -BeExactly $expected
        $request.params.signMethod | Should -BeExactly 'hmacSha256'
        $request.params.cleanSession | Should -BeExactly 'true'
        $request | ConvertTo-Json -Depth 9 | Should -Not -Match 'sub-secret'
    }

    It 'asks for a sub-device on its own topics' {
        $other = New-TestDevice
        $record = Get-ErrorOf {
            Invoke-IotRequest thing.event.property.post @{ A = 1 } -ProductKey $other.ProductKey -DeviceName $other.DeviceName
        }
        "$record" | Should -Match "/sys/$($other.ProductKey)/$($other.DeviceName)/thing/event/property/post_reply"
    }

    It 'adds a sub-device, logs it in, and asks and is asked for it' {
        $gate, $meter = New-TestDevice -Count 2
        $box = Start-IotEmulator -Device $gate, $meter
        $whose = @{ ProductKey = $meter.ProductKey; DeviceName = $meter.DeviceName }
        try {
            $link = Connect-IotMqtt @gate -Endpoint $box.Endpoint
            Select-IotMqttConnection $link
            Select-IotEmulator $box
            (Invoke-IotRequest thing.topo.add $meter).Code | Should -Be 200
            (Invoke-IotRequest thing.topo.get).Data.deviceName | Should -BeExactly $meter.DeviceName
            ([pscustomobject]$meter | Invoke-IotRequest combine.login).Code | Should -Be 200
            $reply = Invoke-IotRequest thing.event.property.post @{ Level = 4 } @whose
            $reply.Code, $reply.DeviceName | Should -Be 200, $meter.DeviceName
            (Get-IotEmulatorDevice $meter.DeviceName -Emulator $box).Properties.Level | Should -Be 4
            $null = Receive-IotRequest @whose -TimeoutSeconds 0
            $call = Invoke-IotEmulatorService $meter.DeviceName -Property @{ Level = 5 } -NoWait -Emulator $box
            $request = Receive-IotRequest @whose -Count 1 -TimeoutSeconds 10
            $request.DeviceName | Should -BeExactly $meter.DeviceName
            $request | Send-IotReply
            ($call | Invoke-IotEmulatorService).Code | Should -Be 200
            (Invoke-IotRequest combine.batch_logout @(, $meter)).Code | Should -Be 200
            (Invoke-IotRequest combine.batch_login @(, $meter)).Code | Should -Be 200
            (Invoke-IotRequest thing.topo.delete $meter).Code | Should -Be 200
            $record = Get-ErrorOf { Invoke-IotRequest combine.login $meter }
            $record.FullyQualifiedErrorId | Should -BeLike 'RequestRejected,*'
            "$record" | Should -Match '6401.*gateway'
            $record.TargetObject | Format-List * -Force | Out-String | Should -Not -Match $meter.DeviceSecret
        }
        finally {
            $link | Disconnect-IotMqtt
            Stop-IotEmulator $box
        }
    }

    It 'says which column a row lacks' {
        Get-ErrorId { Invoke-IotRequest thing.topo.add @{ ProductKey = 'a1SubProdct' } } | Should -Be 'InvalidDeviceName'
        Get-ErrorId { Invoke-IotRequest thing.topo.add @{ ProductKey = 'a1SubProdct'; DeviceName = 'm' } } | Should -Be 'InvalidDeviceSecret'
    }
}
