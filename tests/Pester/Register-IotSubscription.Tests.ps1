BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Peer.ps1')
    Disconnect-IotMqtt -All
    $device = New-TestDevice
    $product = New-TestProduct @{ '/user/+' = 'Subscribe'; '/user/update' = 'Publish' }
    $emulator = Start-IotEmulator -Device $device -Product $product
    $user = "/$($device.ProductKey)/$($device.DeviceName)/user"
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator $emulator
}

Describe 'Register-IotSubscription' {
    BeforeEach { $connection = Connect-IotMqtt @device -Endpoint $emulator.Endpoint -CleanSession }
    AfterEach { Disconnect-IotMqtt -All }

    It 'emits the subscription that the broker granted' {
        $subscription = Register-IotSubscription -Topic '/{ProductKey}/{DeviceName}/user/get'
        $subscription | Should -BeOfType 'AliyunIotWs.IotSubscription'
        $subscription.Topic | Should -Be "$user/get"
        $subscription.Qos | Should -Be 1
        $subscription.BufferSize | Should -Be 10000
        $subscription.ConnectionName | Should -Be $connection.Name
        "$subscription" | Should -Be "$user/get"
        $connection.Subscriptions.Topic | Should -Be "$user/get"
    }

    It 'counts what waits to be read' {
        $subscription = Register-IotSubscription -Topic "$user/get"
        1..3 | Send-IotEmulatorMessage -Topic "$user/get"
        Wait-Until { $subscription.Received -eq 3 } | Should -BeTrue
        $null = Receive-IotMessage -Topic "$user/get" -Count 2
        $subscription.Buffered, $subscription.Received, $subscription.Dropped | Should -Be 1, 3, 0
    }

    It 'takes -Qos and -BufferSize' {
        $subscription = Register-IotSubscription -Topic "$user/get" -Qos 0 -BufferSize 5
        $subscription.Qos, $subscription.BufferSize | Should -Be 0, 5
    }

    It 'takes topics from the pipeline' {
        ("$user/a", "$user/b" | Register-IotSubscription).Topic | Should -Be "$user/a", "$user/b"
    }

    It 'takes more topics than the platform allows in one packet' {
        $topics = 1..20 | ForEach-Object { "$user/t$_" }
        (Register-IotSubscription -Topic $topics).Topic | Should -Be $topics
        'last' | Send-IotEmulatorMessage -Topic "$user/t20"
        (Receive-IotMessage -Count 1 -TimeoutSeconds 10).Payload | Should -Be 'last'
    }

    It 'keeps one subscription where a topic is registered twice, and what was not read' {
        $first = Register-IotSubscription -Topic "$user/get"
        'kept' | Send-IotEmulatorMessage -Topic "$user/get"
        Wait-Until { $first.Buffered -eq 1 } | Should -BeTrue
        $null = Register-IotSubscription -Topic "$user/get", "$user/get" -BufferSize 50
        @($connection.Subscriptions).Count | Should -Be 1
        $first.BufferSize | Should -Be 50
        (Receive-IotMessage -Topic "$user/get" -TimeoutSeconds 0).Payload | Should -Be 'kept'
    }

    It 'says SubscriptionRejected for a topic of another device, and grants the others' {
        $foreign = "/$($device.ProductKey)/another-device/user/get"
        $results = @(Register-IotSubscription -Topic "$user/a", $foreign, "$user/b" 2>&1)
        $record = @($results | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] })
        $record.Count | Should -Be 1
        $record[0].FullyQualifiedErrorId |
            Should -Be 'SubscriptionRejected,AliyunIotWs.PowerShell.Commands.RegisterIotSubscriptionCommand'
        $record[0].CategoryInfo.Category | Should -Be 'PermissionDenied'
        $record[0].TargetObject | Should -Be $foreign
        $record[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        $connection.Subscriptions.Topic | Should -Be "$user/a", "$user/b"
    }

    It 'goes on with the next of the pipeline after a refused one' {
        $results = @("/$($device.ProductKey)/another-device/user/get", "$user/a" | Register-IotSubscription 2>$null)
        $results.Topic | Should -Be "$user/a"
    }

    It 'says InvalidTopic, and goes on with the others' {
        $results = @('', '/a/#/b', "$user/a" | Register-IotSubscription 2>&1)
        $results[0].FullyQualifiedErrorId | Should -BeLike 'InvalidTopic,*'
        $results[0].CategoryInfo.Category | Should -Be 'InvalidArgument'
        $results[1].TargetObject | Should -Be '/a/#/b'
        $results[2].Topic | Should -Be "$user/a"
    }

    It 'tells with -Verbose what it asks for' {
        $said = Register-IotSubscription -Topic "$user/get" -Verbose 4>&1
        "$said" | Should -Match ([regex]::Escape("$user/get"))
    }
}

Describe 'Register-IotSubscription without an answer' {
    It 'says NotConnected where there is no connection' {
        $record = Get-ErrorOf { Register-IotSubscription -Topic "$user/get" }
        $record.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        $record.CategoryInfo.Category | Should -Be 'ResourceUnavailable'
    }

    It 'says SubscribeTimeout where the broker never answers' {
        $peer = Start-TestPeer { param($stream) Send-ConnAck (Complete-Upgrade $stream) 0 }
        try {
            $null = Connect-IotMqtt @device -Endpoint "ws://127.0.0.1:$($peer.Port)/" -TimeoutSeconds 1
            $record = Get-ErrorOf { Register-IotSubscription -Topic "$user/get" }
            $record.FullyQualifiedErrorId | Should -BeLike 'SubscribeTimeout,*'
            $record.CategoryInfo.Category | Should -Be 'OperationTimeout'
            $record.ErrorDetails.RecommendedAction | Should -Match '-TimeoutSeconds'
        }
        finally {
            Disconnect-IotMqtt -All
            Stop-TestPeer $peer
        }
    }
}
