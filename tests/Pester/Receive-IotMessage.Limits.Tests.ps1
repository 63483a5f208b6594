BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $device = New-TestDevice
    $product = New-TestProduct @{ '/user/+' = 'Subscribe'; '/user/update' = 'Publish' }
    $emulator = Start-IotEmulator -Device $device -Product $product
    $credential = New-IotMqttCredential @device -Endpoint $emulator.Endpoint
    $user = "/$($device.ProductKey)/$($device.DeviceName)/user"
    $connection = $credential | Connect-IotMqtt
    $null = Register-IotSubscription -Topic "$user/get"
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator $emulator
}

Describe 'How long Receive-IotMessage waits' {
    It 'ends silently after -TimeoutSeconds alone' {
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        $results = @(Receive-IotMessage -Topic "$user/get" -TimeoutSeconds 0.5 2>&1)
        $watch.Elapsed.TotalSeconds | Should -BeGreaterOrEqual 0.5
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 2
        $results.Count | Should -Be 0
    }

    It 'emits what comes within the window' {
        'in time' | Send-IotEmulatorMessage -Topic "$user/get"
        (Receive-IotMessage -Topic "$user/get" -TimeoutSeconds 0.5).Payload | Should -Be 'in time'
    }

    It 'ends at once when -Count is reached' {
        1..3 | Send-IotEmulatorMessage -Topic "$user/get"
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        (Receive-IotMessage -Topic "$user/get" -Count 3 -TimeoutSeconds 30).Payload | Should -Be '1', '2', '3'
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
    }

    It 'emits what came and says ReceiveTimeout where -Count comes up short' {
        'only one' | Send-IotEmulatorMessage -Topic "$user/get"
        $results = @(Receive-IotMessage -Topic "$user/get" -Count 2 -TimeoutSeconds 0.5 2>&1)
        $results[0].Payload | Should -Be 'only one'
        $results.Count | Should -Be 2
        $results[1].FullyQualifiedErrorId | Should -Be 'ReceiveTimeout,AliyunIotWs.PowerShell.Commands.ReceiveIotMessageCommand'
        $results[1].CategoryInfo.Category | Should -Be 'OperationTimeout'
        $results[1].Exception.Message | Should -Match '1 of 2'
        $results[1].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }
}

Describe 'Why nothing came' {
    BeforeAll {
        $lone = New-TestDevice
        $box = Start-IotEmulator -Device $lone
        $waiting = Connect-IotMqtt @lone -Endpoint $box.Endpoint -TimeoutSeconds 2
    }

    AfterAll {
        $waiting | Disconnect-IotMqtt
        Stop-IotEmulator $box
    }

    It 'is that nothing was subscribed to' {
        $record = Get-ErrorOf { Receive-IotMessage -Connection $waiting -Count 1 -TimeoutSeconds 0.2 }
        $record.FullyQualifiedErrorId | Should -BeLike 'ReceiveTimeout,*'
        $record.Exception.Message | Should -Match '0 of 1.+subscribed to nothing'
        $record.ErrorDetails.RecommendedAction | Should -Match 'Register-IotSubscription'
        Receive-IotMessage -Connection $waiting -TimeoutSeconds 0.2 -WarningVariable warning -WarningAction Ignore
        $warning | Should -Match 'subscribed to nothing'
        Receive-IotMessage -Connection $waiting -TimeoutSeconds 0 -WarningVariable warning
        $warning | Should -BeNullOrEmpty
    }

    It 'is said at once by a command that has no end' {
        $shell = New-Shell
        try {
            Invoke-InShell $shell { Import-Module $args[0] }
            $shell.Commands.Clear()
            $null = $shell.AddCommand('Receive-IotMessage').AddParameter('Connection', $waiting)
            $running = $shell.BeginInvoke()
            Wait-Until { $shell.Streams.Warning.Count -gt 0 } | Should -BeTrue
            $shell.Streams.Warning[0].Message | Should -Match 'subscribed to nothing'
            $running.IsCompleted | Should -BeFalse
        }
        finally {
            $shell.Stop()
            $shell.Dispose()
        }
    }

    It 'is that the link is down' {
        $null = Register-IotSubscription '/{ProductKey}/{DeviceName}/user/get' -Connection $waiting
        Stop-IotEmulator $box
        Wait-Until { $waiting.LastError -match 'can not be reached' } | Should -BeTrue
        $record = Get-ErrorOf { Receive-IotMessage -Connection $waiting -Count 1 -TimeoutSeconds 0.2 }
        $record.FullyQualifiedErrorId | Should -BeLike 'ReceiveTimeout,*'
        $record.Exception.Message | Should -Match 'is down.+can not be reached'
        $record = Get-ErrorOf { Register-IotSubscription '/{ProductKey}/{DeviceName}/user/+' -Connection $waiting }
        $record.FullyQualifiedErrorId | Should -BeLike 'SubscribeTimeout,*'
        $record.Exception.Message | Should -Match 'within 2 s: the connection is down.+can not be reached'
    }
}

Describe 'What Receive-IotMessage can not read' {
    It 'says SubscriptionRejected for a topic of another device, and reads the others' {
        $foreign = "/$($device.ProductKey)/another-device/user/get"
        'mine' | Send-IotEmulatorMessage -Topic "$user/get"
        $results = @(Receive-IotMessage -Topic $foreign, "$user/get" -Count 1 -TimeoutSeconds 10 2>&1)
        $results.Count | Should -Be 2
        $results[0].FullyQualifiedErrorId | Should -BeLike 'SubscriptionRejected,*'
        $results[0].CategoryInfo.Category | Should -Be 'PermissionDenied'
        $results[0].TargetObject | Should -Be $foreign
        $results[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        $results[1].Payload | Should -Be 'mine'
    }

    It 'ends at once where every topic is refused' {
        $foreign = "/$($device.ProductKey)/another-device/user/get"
        Get-ErrorId { Receive-IotMessage -Topic $foreign -Count 1 } | Should -Be 'SubscriptionRejected'
    }

    It 'says InvalidTopic for <what>' -ForEach @(
        @{ What = 'an empty topic'; Name = '' }
        @{ What = 'a hash before the end'; Name = '/a/#/b' }
        @{ What = 'a plus beside other characters'; Name = '/a/b+' }
    ) {
        $record = Get-ErrorOf { Receive-IotMessage -Topic $name -TimeoutSeconds 0 }
        $record.FullyQualifiedErrorId | Should -BeLike 'InvalidTopic,*'
        $record.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $record.TargetObject | Should -Be $name
    }

    It 'says InvalidTopic for an empty list of topics, in the place of reading nothing' {
        Get-ErrorId { Receive-IotMessage -Topic @() -Count 1 -TimeoutSeconds 1 } | Should -Be 'InvalidTopic'
    }

    It 'says once that a subscription is refused, and does not blame the sender' {
        $records = @(Receive-IotMessage '/{ProductKey}/{DeviceName}/none/of/its/own' -Count 1 -TimeoutSeconds 5 2>&1)
        $records.Count | Should -Be 1
        $records[0].FullyQualifiedErrorId | Should -BeLike 'SubscriptionRejected,*'
    }

    It 'says NotConnected on a connection that was closed' {
        $other = New-TestDevice
        $second = Start-IotEmulator -Device $other
        $closed = Connect-IotMqtt @other -Endpoint $second.Endpoint
        Disconnect-IotMqtt $closed -PassThru | Should -Be $closed
        Stop-IotEmulator $second
        $record = Get-ErrorOf { Receive-IotMessage -Topic "$user/get" -Connection $closed }
        $record.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        $record.CategoryInfo.Category | Should -Be 'ResourceUnavailable'
        Get-ErrorId { Receive-IotMessage -Connection $closed } | Should -Be 'NotConnected'
    }
}

Describe 'Messages that nobody reads in time' {
    It 'drops the oldest of QoS 0 over -BufferSize, counts them and warns' {
        $null = Register-IotSubscription -Topic "$user/flood" -BufferSize 10
        $before = $connection.MessagesReceived
        1..25 | Send-IotEmulatorMessage -Topic "$user/flood" -Qos 0
        Wait-Until { $connection.MessagesReceived -eq $before + 25 } | Should -BeTrue
        $quietly = @{ WarningVariable = 'warnings'; WarningAction = 'SilentlyContinue' }
        $read = Receive-IotMessage -Topic "$user/flood" -TimeoutSeconds 0 @quietly
        $read.Payload | Should -Be (16..25)
        $warnings.Count | Should -Be 1
        "$warnings" | Should -BeLike '*15 QoS 0 messages*'
        $connection.MessagesDropped | Should -Be 15
    }

    It 'drops nothing of QoS 1 over -BufferSize' {
        $null = Register-IotSubscription -Topic "$user/slow" -BufferSize 10
        1..40 | Send-IotEmulatorMessage -Topic "$user/slow" -Qos 1
        (Receive-IotMessage -Topic "$user/slow" -Count 40 -TimeoutSeconds 20).Payload | Should -Be (1..40)
    }
}
