BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
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

Describe 'Unregister-IotSubscription' {
    BeforeEach {
        $connection = Connect-IotMqtt @device -Endpoint $emulator.Endpoint -CleanSession
        $null = Register-IotSubscription -Topic "$user/a", "$user/b", "$user/c"
    }

    AfterEach { Disconnect-IotMqtt -All }

    It 'ends a subscription and emits nothing' {
        Unregister-IotSubscription -Topic '/{ProductKey}/{DeviceName}/user/a' | Should -BeNullOrEmpty
        $connection.Subscriptions.Topic | Should -Be "$user/b", "$user/c"
    }

    It 'makes the broker stop sending' {
        Unregister-IotSubscription -Topic "$user/a"
        'nobody reads this' | Send-IotEmulatorMessage -Topic "$user/a"
        'still' | Send-IotEmulatorMessage -Topic "$user/b"
        (Receive-IotMessage -Count 1 -TimeoutSeconds 10).Payload | Should -Be 'still'
        $connection.MessagesReceived | Should -Be 1
    }

    It 'discards what was not read' {
        'unread' | Send-IotEmulatorMessage -Topic "$user/a"
        Wait-Until { $connection.MessagesReceived -eq 1 } | Should -BeTrue
        Unregister-IotSubscription -Topic "$user/a"
        Receive-IotMessage -TimeoutSeconds 0 | Should -BeNullOrEmpty
    }

    It 'takes topics from the pipeline, and what Register-IotSubscription emitted' {
        "$user/a" | Unregister-IotSubscription
        $connection.Subscriptions | Unregister-IotSubscription
        $connection.Subscriptions | Should -BeNullOrEmpty
    }

    It 'lets the topic be registered again' {
        Unregister-IotSubscription -Topic "$user/a"
        $null = Register-IotSubscription -Topic "$user/a"
        'again' | Send-IotEmulatorMessage -Topic "$user/a"
        (Receive-IotMessage -Topic "$user/a" -Count 1 -TimeoutSeconds 10).Payload | Should -Be 'again'
    }

    It 'takes a topic that is not registered' {
        Get-ErrorOf { Unregister-IotSubscription -Topic "$user/never" } | Should -BeNullOrEmpty
    }

    It 'does nothing with -WhatIf' {
        Unregister-IotSubscription -Topic "$user/a" -WhatIf
        @($connection.Subscriptions).Count | Should -Be 3
    }

    It 'says InvalidTopic, and goes on with the others' {
        $records = @(Unregister-IotSubscription -Topic '/#/a', "$user/a" 2>&1)
        $records.Count | Should -Be 1
        $records[0].FullyQualifiedErrorId |
            Should -Be 'InvalidTopic,AliyunIotWs.PowerShell.Commands.UnregisterIotSubscriptionCommand'
        $records[0].CategoryInfo.Category | Should -Be 'InvalidArgument'
        @($connection.Subscriptions).Count | Should -Be 2
    }

    It 'says NotConnected on a connection that was closed' {
        Disconnect-IotMqtt
        $record = Get-ErrorOf { Unregister-IotSubscription -Topic "$user/a" -Connection $connection }
        $record.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        $record.CategoryInfo.Category | Should -Be 'ResourceUnavailable'
        Get-ErrorId { Unregister-IotSubscription -Topic "$user/a" } | Should -Be 'NotConnected'
    }
}
